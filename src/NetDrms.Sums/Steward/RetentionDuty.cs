using Microsoft.Extensions.Logging;
using NetDrms.Database.Sql;
using NetDrms.Model.Errors;
using NetDrms.Sums.Daemon;
using NetDrms.Sums.Partitions;

namespace NetDrms.Sums.Steward;

/// <summary>Makes room: looks at all partitions of its sets at a time, again and again. Spec 04 §4.4, better 9.</summary>
internal sealed class RetentionDuty
{
    private readonly StewardParts _parts;
    private readonly ExpiryJournal _journal;
    private readonly PartitionScrubber _scrubber;
    private readonly ExhaustedPartitions _partitions;
    private readonly RetentionMetrics _metrics;
    private readonly ClockGuard _clock;

    /// <summary>Makes it.</summary>
    /// <param name="parts">What it works with.</param>
    /// <param name="time">The time that passes.</param>
    public RetentionDuty(StewardParts parts, TimeProvider time)
    {
        _parts = parts;
        DiskWork disk = new();
        _journal = new(parts.Database);
        _scrubber = new(_journal, new DoomedUnits(_journal, disk, parts.Drms, parts.Log), disk, parts.Log);
        _partitions = new(parts.Database, parts.Log);
        _metrics = new(parts.Meters);
        _clock = new(time);
    }

    private RetentionOptions Options => _parts.Options.Retention;

    /// <summary>Runs until it is stopped.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        Dictionary<string, ScrubState> states = [];
        TimeSpan pause = TimeSpan.FromSeconds(Options.IntervalSeconds);
        while (true)
        {
            try
            {
                PassTerms terms = PassTerms.Of(Options, await BelievesClockAsync(stop));
                await PassAsync(terms, IsLookedAfter, states, stop);
                await _journal.TidyAsync(Options.HistoryDays, stop);
            }
            catch (Exception lost) when (lost is SumsFailure or DrmsException || SumsDatabase.IsLost(lost))
            {
                _parts.Log.RetentionUnreachable(lost);
            }
            await Task.Delay(pause, stop);
        }
    }

    /// <summary>Looks at the database's clock: while it is not believed, nothing expires.</summary>
    internal async Task<bool> BelievesClockAsync(CancellationToken cancel)
    {
        (DateTime clock, DateTime? noted) = await ClockGuard.ReadAsync(_parts.Database, cancel);
        bool wasHeld = _clock.Hold > TimeSpan.Zero;
        bool isBelieved = _clock.Accepts(clock, noted);
        if (isBelieved)
            await ClockGuard.NoteAsync(_parts.Database, cancel);
        else if (!wasHeld)
            _parts.Log.ClockJumped(_clock.Ahead.TotalHours, _clock.Hold);
        return isBelieved;
    }

    /// <summary>Makes one pass over the partitions that no other process works on. Where a partition is not meant, only what has expired before is removed.</summary>
    /// <param name="terms">How far to go.</param>
    /// <param name="isMeant">Which partitions.</param>
    /// <param name="states">How the last pass left each partition; changed.</param>
    /// <param name="cancel">Stops.</param>
    /// <returns>What was done, by partition that is meant; those in work elsewhere are missing.</returns>
    public async Task<List<PassResult>> PassAsync(PassTerms terms, Func<StoredPartition, bool> isMeant, Dictionary<string, ScrubState> states, CancellationToken cancel)
    {
        List<StoredPartition> all = [.. (await _partitions.ListAsync(cancel)).Where(p => p.HasDoomed || isMeant(p.Partition)).Select(static p => p.Partition)];
        await using PartitionLocks locks = await PartitionLocks.TakeAsync(_parts.Database.Target, all.Select(static p => p.Name), cancel);
        PassResult[] results = await Task.WhenAll(all.Where(p => locks.Names.Contains(p.Name))
            .Select(p => _scrubber.PassAsync(p, states.GetValueOrDefault(p.Name), isMeant(p) ? terms : terms with { MayExpire = false, UndeleteMinutes = Options.UndeleteMinutes }, cancel)));
        foreach (PassResult result in results)
        {
            _metrics.Count(result);
            if (!isMeant(result.Partition))
                continue;
            if (states.GetValueOrDefault(result.Partition.Name) != result.State)
                _parts.Log.PartitionState(result.Partition.Folder, result.State, result.After);
            states[result.Partition.Name] = result.State;
            await OpenOrCloseAsync(result, terms, cancel);
        }
        return [.. results.Where(r => isMeant(r.Partition))];
    }

    /// <summary>The partitions that are meant.</summary>
    public async Task<List<StoredPartition>> PartitionsAsync(Func<StoredPartition, bool> isMeant, CancellationToken cancel) =>
        [.. (await _partitions.ListAsync(cancel)).Select(static p => p.Partition).Where(isMeant)];

    /// <summary>Tells which partitions are looked after without being named.</summary>
    public bool IsLookedAfter(StoredPartition partition) => Options.PartitionSets.Contains(partition.HomeSet);

    // One after the other, so that of two that are exhausted the last one of a set is seen.
    private async Task OpenOrCloseAsync(PassResult result, PassTerms terms, CancellationToken cancel)
    {
        if (result.Trouble is not null || !terms.OpensAndCloses)
            return;
        if (result.State == ScrubState.Exhausted && result.WithPending > terms.HighWaterPercent && result.Partition.Set >= 0)
            await _partitions.CloseAsync(result.Partition, result.After, result.After > terms.EmergencyWaterPercent, cancel);
        else if (result.After <= terms.LowWaterPercent && result.Partition.Set < 0)
            await _partitions.ReopenAsync(result.Partition, cancel);
    }
}
