using System.Globalization;
using Microsoft.Extensions.Logging;
using NetDrms.Sums.Daemon;
using NetDrms.Sums.Partitions;
using NetDrms.Sums.Units;

namespace NetDrms.Sums.Steward;

/// <summary>One pass over one partition: measures, removes what waited long enough, and lets units expire until the low water is reached. Spec 04 §4.4.</summary>
/// <remarks>Oldest effective date first, no more than is needed. What has expired counts as free room although its directories still wait.</remarks>
internal sealed class PartitionScrubber(ExpiryJournal journal, DoomedUnits doomed, DiskWork disk, ILogger log)
{
    private static readonly TimeSpan LookPatience = TimeSpan.FromSeconds(60);

    /// <summary>Makes a pass.</summary>
    /// <param name="partition">The partition; the caller holds its lock.</param>
    /// <param name="state">How the last pass left it.</param>
    /// <param name="terms">How far to go.</param>
    /// <param name="cancel">Stops between two steps.</param>
    /// <exception cref="SumsFailure">The SUMS database cannot be used.</exception>
    public async Task<PassResult> PassAsync(StoredPartition partition, ScrubState state, PassTerms terms, CancellationToken cancel)
    {
        try
        {
            PartitionUsage before = await PartitionUsage.MeasureAsync(disk, partition.Folder, cancel);
            return await PassAsync(partition, state, terms, before, cancel);
        }
        catch (Exception hung) when (hung is IOException or TimeoutException or UnauthorizedAccessException)
        {
            log.PartitionLeftOut(partition.Folder, hung.Message);
            return PassResult.Failed(partition, state, hung.Message);
        }
    }

    private async Task<PassResult> PassAsync(StoredPartition partition, ScrubState state, PassTerms terms, PartitionUsage before, CancellationToken cancel)
    {
        DoomedUnits.Removed removed = await doomed.RemoveAsync(partition, AtOnce(before), cancel);
        PartitionUsage usage = removed.Units > 0 ? await PartitionUsage.MeasureAsync(disk, partition.Folder, cancel) : before;
        long pending = await journal.PendingBytesAsync(partition.Name, cancel);
        int units = 0;
        long bytes = 0;
        // Work in progress goes on to the low water, new work begins above the high water only.
        bool scrubs = usage.PercentAfter(pending) > (state == ScrubState.Idle ? terms.HighWaterPercent : terms.LowWaterPercent);
        bool isExhausted = false;
        while (scrubs && terms.MayExpire && !isExhausted && usage.PercentAfter(pending) > terms.LowWaterPercent)
        {
            cancel.ThrowIfCancellationRequested();
            List<long> sizes = await DoomAsync(partition, Math.Max(usage.BytesAbove(terms.LowWaterPercent) - pending, 1), usage.Percent, terms, cancel);
            isExhausted = sizes.Count == 0;
            units += sizes.Count;
            bytes += sizes.Sum();
            pending += sizes.Sum();
            if (!isExhausted && AtOnce(usage))
            {
                removed += await doomed.RemoveAsync(partition, atOnce: true, cancel);
                usage = await PartitionUsage.MeasureAsync(disk, partition.Folder, cancel);
                pending = await journal.PendingBytesAsync(partition.Name, cancel);
            }
        }
        ScrubState now = usage.Percent <= terms.LowWaterPercent || (state == ScrubState.Idle && !scrubs) ? ScrubState.Idle : isExhausted ? ScrubState.Exhausted : ScrubState.Scrubbing;
        return new(partition, now, before.Percent, usage.Percent, usage.PercentAfter(pending), units, bytes, removed, Trouble: null);

        bool AtOnce(PartitionUsage measured) => terms.UndeleteMinutes <= 0 || measured.Percent > terms.EmergencyWaterPercent;
    }

    // Chooses no more than is needed; a unit that cannot be removed is spared, so that it does not stand in the way of the others.
    private async Task<List<long>> DoomAsync(StoredPartition partition, long wanted, double percent, PassTerms terms, CancellationToken cancel)
    {
        while (true)
        {
            List<ExpiryCandidate> candidates = await journal.CandidatesAsync(partition.Folder, terms.ChunkSize, cancel);
            List<ExpiryCandidate> chosen = Enough(candidates.Where(c => IsRemovable(partition.Folder, c.Path)), wanted);
            long[] odd = [.. candidates.Where(c => !IsRemovable(partition.Folder, c.Path)).Select(static c => c.Sunum.Value)];
            if (odd.Length > 0)
                await journal.SpareAsync(odd, "its path is not that of a storage unit", cancel);
            if (candidates.Count == 0 || chosen.Count > 0 && !await IsMountedAsync(partition, chosen, cancel))
                return [];
            if (chosen.Count == 0)
                continue;
            string reason = string.Create(CultureInfo.InvariantCulture, $"{terms.Why}: {percent:0.0} % in use");
            List<long> sizes = await journal.DoomAsync(partition.Name, partition.Folder, [.. chosen.Select(static c => c.Sunum.Value)], terms.UndeleteMinutes, reason, cancel);
            if (sizes.Count > 0)
                log.UnitsDoomed(sizes.Count, sizes.Sum(), partition.Folder, terms.UndeleteMinutes);
            return sizes;   // none: each was touched or leased meanwhile; the next pass looks again
        }
    }

    /// <summary>The first units, until their bytes are enough.</summary>
    internal static List<ExpiryCandidate> Enough(IEnumerable<ExpiryCandidate> candidates, long wanted)
    {
        List<ExpiryCandidate> chosen = [];
        foreach (ExpiryCandidate candidate in candidates)
        {
            if (wanted <= 0)
                break;
            chosen.Add(candidate);
            wanted -= Math.Max(candidate.Bytes, 1);
        }
        return chosen;
    }

    // Directly below the partition, or a restored unit one level deeper, D2054/D2047: what else a row may say is not removed.
    internal static bool IsRemovable(string folder, string path)
    {
        if (!path.StartsWith(folder + "/", StringComparison.Ordinal) || path.Contains('\0', StringComparison.Ordinal))
            return false;
        string[] names = path[(folder.Length + 1)..].Split('/');
        return names.Length is 1 or 2 && names.All(static name => name.Length > 0 && name[0] != '.') && (names.Length == 1 || IsUnitName(names[0]));
    }

    private static bool IsUnitName(string name) => name[0] == 'D' && Sunum.TryParse(name[1..], out _);

    // A partition that is not mounted is an empty folder: its units are not gone, they cannot be seen.
    private async Task<bool> IsMountedAsync(StoredPartition partition, List<ExpiryCandidate> chosen, CancellationToken cancel)
    {
        bool isMounted = await disk.RunAsync(
            partition.Folder, () => chosen.Any(static unit => Directory.Exists(unit.Path)) || Directory.EnumerateDirectories(partition.Folder, "D*").Any(), LookPatience, cancel);
        if (!isMounted)
            log.PartitionEmpty(partition.Folder);
        return isMounted;
    }
}
