using System.Globalization;
using NetDrms.Database.Faults;
using NetDrms.Sums.Journal;
using NetDrms.Sums.Partitions;
using NetDrms.Sums.Units;
using NetDrms.Sums.Wire;

namespace NetDrms.Sums.Daemon;

/// <summary>Does <c>alloc</c>: chooses a partition, makes the directory. Spec 04 §4.1.</summary>
internal sealed class UnitAllocator(SumsParts parts)
{
    private const int MaxPathLength = 80;     // varchar(80) of the original's tables
    private const int MaxTakenNumbers = 20;   // numbers in a row whose directories exist already
    private static readonly TimeSpan MakingPatience = TimeSpan.FromSeconds(5);

    /// <summary>Allocates.</summary>
    /// <exception cref="SumsFailure">No partition has room, or the number is known; nothing was touched.</exception>
    public async Task<AllocatedUnit> AllocAsync(Session session, AllocRequest request, CancellationToken cancel)
    {
        if (request.Given is Sunum given && await TakeOverAsync(session, given, cancel) is AllocatedUnit left)
            return left;
        (int set, List<string> folders, Sunum next) = await parts.Tables.PartitionsAsync(request.Group, parts.Options.MultiplePartitionSets, cancel);
        List<Candidate> all = await parts.Placement.CandidatesAsync(set, folders, cancel);
        string? lastTaken = null;
        for (int taken = 0; taken < MaxTakenNumbers; taken++)
        {
            Sunum sunum = request.Given ?? (taken == 0 ? next : await parts.Tables.NextSunumAsync(cancel));
            NewUnit unit = new(sunum, "", set, session.JournalNumber, request.Given is not null, request.Bytes, request.Group, session.Client, session.Caller.User);
            (MakeOutcome outcome, string path) = await MakeAsync(unit, all, request.Bytes, cancel);
            if (outcome == MakeOutcome.Made)
            {
                Failpoint.Hit("sums.alloc.made");
                await parts.Journal.MadeAsync(sunum, cancel);
                Failpoint.Hit("sums.alloc.allocated");
                session.Units[sunum.Value] = new(sunum, path, request.Keep || request.Given is not null, IsGrant: false) { AskedBytes = request.Bytes };
                parts.Placement.Reservations.Add(sunum.Value, Path.GetDirectoryName(path)!, parts.Placement.Reservations.Expected(request.Bytes));
                return new(sunum, path);
            }
            lastTaken = outcome == MakeOutcome.Known
                ? $"storage unit {sunum.ToHex()} {await parts.Journal.ExplainAsync(sunum, cancel) ?? "is known already"}"
                : outcome == MakeOutcome.Hung ? $"{path} could not be made: its partition does not answer" : $"{path} exists already";
            if (request.Given is not null)
                throw outcome == MakeOutcome.Known ? SumsFailure.Refusal(lastTaken) : SumsFailure.Work(lastTaken);
        }
        throw SumsFailure.Work($"the numbers of new units run into old ones ({lastTaken}); sequence sum_ds_index_seq is behind");
    }

    private enum MakeOutcome
    {
        Made,
        Known,    // the number
        Exists,   // the directory
        Hung,     // the partition
    }

    // Tries the partitions that have room until one takes the directory; one that does not is left out for the rest of this request.
    private async Task<(MakeOutcome Outcome, string Path)> MakeAsync(NewUnit unit, List<Candidate> all, long bytes, CancellationToken cancel)
    {
        bool isNoted = false;
        while (true)
        {
            List<Candidate> open = PartitionChoice.WithRoom(all, bytes, parts.Placement.Reservations.Expected(bytes), parts.Options.KeepFreeBytes);
            if (open.Count == 0)
            {
                if (isNoted)
                    await parts.Journal.ForgetAsync(unit.Sunum, cancel);
                throw SumsFailure.Work(PartitionChoice.Explain(all, unit.Set, bytes, parts.Options.KeepFreeBytes));
            }
            Candidate chosen = PartitionChoice.Choose(open, parts.Options.KeepFreeBytes, Random.Shared.NextDouble());
            unit = unit with { Path = $"{chosen.Folder}/{unit.Sunum.DirectoryName}" };
            if (unit.Path.Length > MaxPathLength)
            {
                await RefuseAsync(all, chosen, string.Create(CultureInfo.InvariantCulture, $"has too long a name: {unit.Path} has more than {MaxPathLength} characters"));
                continue;
            }
            if (isNoted)
                await parts.Journal.MoveAsync(unit, cancel);
            else if (!await parts.Journal.TryBeginAsync(unit, cancel))
                return (MakeOutcome.Known, unit.Path);
            isNoted = true;
            Failpoint.Hit("sums.alloc.journalled");
            int? error = await TryMakeAsync(chosen.Folder, unit.Path, cancel);
            if (error == 0)
                return (MakeOutcome.Made, unit.Path);
            if (error == Posix.AlreadyExists)
            {
                await parts.Journal.ForgetAsync(unit.Sunum, cancel);
                return (MakeOutcome.Exists, unit.Path);
            }
            await RefuseAsync(all, chosen, error is int number ? Posix.Explain(number) : "did not answer");
            if (error is null && !unit.IsGiven)
                return (MakeOutcome.Hung, unit.Path);   // may still be made: its entry stays for the reconciler, the next number is tried elsewhere
        }
    }

    // Null when the partition does not answer. What it makes after all, when nobody waits any more, is taken back then.
    private async Task<int?> TryMakeAsync(string partition, string path, CancellationToken cancel)
    {
        int isLate = 0;   // 1 once one of the two has decided
        try
        {
            return await parts.Disk.RunAsync(partition, Make, MakingPatience, cancel);
        }
        catch (TimeoutException) when (Interlocked.Exchange(ref isLate, 1) == 0)
        {
            return null;
        }
        catch (TimeoutException)
        {
            return 0;   // made in the last moment
        }

        int Make()
        {
            int error = UnitFolder.TryMake(path, parts.Owner);
            if (error == 0 && Interlocked.Exchange(ref isLate, 1) == 1)
                UnitFolder.TryRemoveEmpty(path);
            return error;
        }
    }

    private async Task RefuseAsync(List<Candidate> all, Candidate chosen, string why)
    {
        parts.Log.PartitionRefused(chosen.Folder, why);
        all[all.IndexOf(chosen)] = chosen with { Free = FreeBytes.Unknown($"refused: {why}") };
        await parts.Placement.FailedAsync(chosen.Folder, why);
    }

    // A client that allocates a number of its choice once more after it gave up gets the directory that waits for it, when nothing is in it.
    private async Task<AllocatedUnit?> TakeOverAsync(Session session, Sunum sunum, CancellationToken cancel)
    {
        string? path = await parts.Journal.FindGrantAsync(sunum, cancel);
        if (path is null || !Directory.Exists(path) || Directory.EnumerateFileSystemEntries(path).Any())
            return null;
        HashSet<long> got = await parts.Journal.TakeGrantsAsync(session.JournalNumber, session.Caller, [sunum.Value], [path], cancel);
        if (got.Count == 0)
            return null;
        session.Units[sunum.Value] = new(sunum, path, Keep: true, IsGrant: true);   // counts as what other grants do
        return new(sunum, path);
    }
}
