using Microsoft.Extensions.Logging;
using NetDrms.Database.Faults;
using NetDrms.Database.Sql;
using NetDrms.Sums.Daemon;
using NetDrms.Sums.Partitions;
using NetDrms.Sums.Units;

namespace NetDrms.Sums.Steward;

/// <summary>Removes what has expired: first the records that go with a unit, then its directory, then its entry. Each step may be repeated after a crash.</summary>
internal sealed class DoomedUnits(ExpiryJournal journal, DiskWork disk, DatabaseTarget? drms, ILogger log)
{
    private const int UnitsATime = 64;
    private const double RetryMinutes = 10;
    private static readonly TimeSpan ReadPatience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan RemovalPatience = TimeSpan.FromMinutes(10);

    /// <summary>Removes the directories of a partition whose time is over.</summary>
    /// <param name="partition">The partition.</param>
    /// <param name="atOnce">Also those that could still come back.</param>
    /// <param name="cancel">Stops between two units.</param>
    public async Task<Removed> RemoveAsync(StoredPartition partition, bool atOnce, CancellationToken cancel)
    {
        foreach (ExpiryEntry released in await journal.ReleaseAsync(partition.Name, cancel))
            log.DirectoryInUse(released.Path, released.Sunum);
        await using RecordDeletion records = new(drms, log);
        Removed sum = default;
        for (long after = 0; ;)
        {
            List<ExpiryEntry> claimed = await journal.ClaimAsync(partition.Name, atOnce, UnitsATime, after, cancel);
            if (claimed.Count == 0)
                break;
            after = claimed[^1].Entry;
            Failpoint.Hit("sums.expire.claimed");
            sum += await RemoveAsync(partition, claimed, records, cancel);
        }
        if (sum.Units > 0)
            log.UnitsGone(sum.Units, sum.Bytes, partition.Folder);
        return sum;
    }

    private async Task<Removed> RemoveAsync(StoredPartition partition, List<ExpiryEntry> claimed, RecordDeletion records, CancellationToken cancel)
    {
        List<(ExpiryEntry Unit, long Records)> gone = [];
        try
        {
            foreach (ExpiryEntry unit in claimed)
            {
                cancel.ThrowIfCancellationRequested();   // what is claimed and not done is done by the next pass
                if (await RemoveAsync(partition, unit, records, cancel) is long deleted)
                    gone.Add((unit, deleted));
            }
        }
        finally
        {
            await journal.GoneAsync([.. gone.Select(static g => g.Unit.Entry)], [.. gone.Select(static g => g.Records)], CancellationToken.None);
        }
        Failpoint.Hit("sums.expire.gone");
        return new(gone.Count, gone.Sum(static g => g.Unit.Bytes), gone.Sum(static g => g.Records));
    }

    // null: it stays for now.
    private async Task<long?> RemoveAsync(StoredPartition partition, ExpiryEntry unit, RecordDeletion records, CancellationToken cancel)
    {
        try
        {
            long deleted = 0;
            if (!unit.KeepsRecords && await disk.RunAsync(partition.Folder, () => SlotRecords.Read(unit.Path), ReadPatience, cancel) is SlotRecords named)
                deleted = await records.DeleteAsync(unit, named, cancel);
            Failpoint.Hit("sums.expire.records");
            await disk.RunAsync(partition.Folder, () => RemoveTree(partition.Folder, unit.Path), RemovalPatience, CancellationToken.None);
            Failpoint.Hit("sums.expire.removed");
            return deleted;
        }
        catch (FormatException refused)
        {
            log.UnitKept(unit.Sunum, unit.Series, unit.Path, refused.Message);
            if ((await journal.KeepAsync(unit, refused.Message, CancellationToken.None)).Count == 0)
                await journal.PostponeAsync(unit.Entry, RetryMinutes, CancellationToken.None);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or TimeoutException)
        {
            log.RemovalPostponed(unit.Sunum, unit.Path, failure);   // half removed, perhaps: it stays claimed, and the next pass goes on
        }
        return null;
    }

    // A restored unit lies in the directory of another number, D2054/D2047: the last one takes it along.
    private static bool RemoveTree(string folder, string path)
    {
        UnitTree.Remove(path);
        string parent = Path.GetDirectoryName(path)!;
        if (parent.Length > folder.Length)
            UnitFolder.TryRemoveEmpty(parent);
        return true;
    }

    /// <summary>What was removed.</summary>
    /// <param name="Units">Storage units.</param>
    /// <param name="Bytes">Their sizes as counted at put.</param>
    /// <param name="Records">DRMS records that went with them.</param>
    internal readonly record struct Removed(int Units, long Bytes, long Records)
    {
        public static Removed operator +(Removed one, Removed other) => new(one.Units + other.Units, one.Bytes + other.Bytes, one.Records + other.Records);
    }
}
