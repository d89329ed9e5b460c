using NetDrms.Sums.Integrity;
using NetDrms.Sums.Partitions;

namespace NetDrms.Sums.Steward;

/// <summary>Duty "watch": looks at every partition now and then, tells when one is in trouble or fills up, and keeps what others read up to date. Spec 04, better 8.</summary>
internal sealed class PartitionWatch(StewardParts parts, IntegrityMetrics metrics)
{
    private const double Hysteresis = 1.5;   // an alarm at 3 % free ends at 4.5 %: a disk on the edge rings once

    /// <summary>Looks until it is cancelled.</summary>
    public async Task RunAsync(CancellationToken cancel)
    {
        using PeriodicTimer timer = new(TimeSpan.FromSeconds(parts.Options.WatchSeconds));
        try
        {
            do
                await LookAsync(cancel);
            while (await timer.WaitForNextTickAsync(cancel));
        }
        finally
        {
            metrics.Saw([]);   // whoever takes over shows them
        }
    }

    /// <summary>Looks once.</summary>
    public async Task LookAsync(CancellationToken cancel)
    {
        IReadOnlyList<PartitionStatus> all = await parts.Database.RunAsync(connection => new PartitionAdministration(connection).ListAsync(keepFreeBytes: 0, cancel), cancel);
        List<(PartitionStatus, bool)> seen = [];
        foreach (PartitionStatus partition in all)
            seen.Add((partition, await NoteAsync(partition, cancel)));
        metrics.Saw(seen);
    }

    private async Task<bool> NoteAsync(PartitionStatus partition, CancellationToken cancel)
    {
        string key = partition.Folder.Length > 1 ? partition.Folder.TrimEnd('/') : partition.Folder;
        bool isKnown = partition.UsedPercent is not null;
        double freePercent = 100 - (partition.UsedPercent ?? 0);
        await parts.Database.ExecuteAsync($"insert into netdrms.sums_partition (partn_name) values ({key}) on conflict (partn_name) do nothing", cancel);
        // what was before is read by the statement that sets it: no other watch tells the same again
        (string? before, bool wasAlarmed, bool isAlarmed) = (await parts.Database.ReadAsync(
            $"""
            with prior as (select partn_name, state, is_alarmed from netdrms.sums_partition where partn_name = {key} for update)
            update netdrms.sums_partition p
            set state = {partition.State.ToText()}, state_because = {partition.Why}, seen = now(),
                is_alarmed = case when {isKnown} then {freePercent} < {parts.Options.AlarmFreePercent} * case when prior.is_alarmed then {Hysteresis} else 1 end
                    else prior.is_alarmed end
            from prior where p.partn_name = prior.partn_name
            returning prior.state, prior.is_alarmed, p.is_alarmed
            """,
            static row => (row.IsDBNull(0) ? null : row.GetString(0), row.GetBoolean(1), row.GetBoolean(2)),
            cancel))[0];
        if (partition is { TotalBytes: long total, FreeBytes: long free })
            await parts.Database.ExecuteAsync($"update public.sum_partn_avail set total_bytes = {total}, avail_bytes = {free} where partn_name = {partition.Folder}", cancel);
        Tell(partition, before);
        if (isAlarmed && !wasAlarmed)
            parts.Log.PartitionFills(partition.Folder, freePercent, partition.TotalBytes ?? 0);
        else if (wasAlarmed && !isAlarmed)
            parts.Log.PartitionHasRoom(partition.Folder, freePercent);
        return isAlarmed;
    }

    // What was seen by an earlier watch is not told again; closing and opening is the administrator's own doing, and that a disk is full the alarm has told.
    private void Tell(PartitionStatus partition, string? before)
    {
        bool isBad = IsTrouble(partition.State.ToText()), wasBad = before is not null && IsTrouble(before);
        if (isBad && before != partition.State.ToText())
            parts.Log.PartitionBad(partition.Folder, partition.State.ToText(), partition.Why ?? "");
        else if (wasBad && !isBad)
            parts.Log.PartitionGood(partition.Folder, partition.State.ToText());
    }

    private static bool IsTrouble(string state) => state is "vanished" or "slow" or "read-only" or "failing";
}
