using System.Globalization;
using Microsoft.Extensions.Logging;
using NetDrms.Sums.Daemon;

namespace NetDrms.Sums.Steward;

/// <summary>Closes partitions that are too full and hold nothing more that can go, and opens them again. Spec 04 §4.4.</summary>
internal sealed class ExhaustedPartitions(SumsDatabase database, ILogger log)
{
    private const string Closer = "steward";

    /// <summary>All partitions, and whether directories of expired units lie there.</summary>
    public Task<List<(StoredPartition Partition, bool HasDoomed)>> ListAsync(CancellationToken cancel) => database.ReadAsync(
        $"""
        select partn_name, pds_set_num, pds_set_prime, exists (select from netdrms.sums_expiry e where e.partn_name = a.partn_name and e.step <> 'gone')
        from public.sum_partn_avail a order by partn_name
        """,
        static row => (new StoredPartition(row.GetString(0), row.GetInt32(1), row.GetInt32(2)), row.GetBoolean(3)),
        cancel);

    /// <summary>Closes a partition; the last open one of its set stays open until the emergency: a little room is better than none.</summary>
    /// <returns>True when it was closed now.</returns>
    public async Task<bool> CloseAsync(StoredPartition partition, double percent, bool isEmergency, CancellationToken cancel)
    {
        string why = string.Create(CultureInfo.InvariantCulture, $"{percent:0.0} % are in use, and nothing more has expired");
        List<int> closed = await database.ReadAsync(
            $"""
            with before as (
                select partn_name, pds_set_num from public.sum_partn_avail a
                where partn_name = {partition.Name} and pds_set_num >= 0
                  and ({isEmergency} or exists (select from public.sum_partn_avail o where o.pds_set_num = a.pds_set_num and o.partn_name <> a.partn_name))
                for update),
            closed as (update public.sum_partn_avail a set pds_set_num = -1 from before where a.partn_name = before.partn_name),
            noted as (
                insert into netdrms.sums_partition (partn_name, closed_by, closed_at, closed_because, set_before)
                select {partition.Folder}, {Closer}, now(), {why}, pds_set_num from before
                on conflict (partn_name) do update
                set closed_by = excluded.closed_by, closed_at = excluded.closed_at, closed_because = excluded.closed_because, set_before = excluded.set_before)
            select pds_set_num from before
            """,
            static row => row.GetInt32(0),
            cancel);
        if (closed.Count == 0)
            return false;
        log.PartitionClosed(partition.Folder, why);
        return true;
    }

    /// <summary>Opens a partition that the steward has closed, in the set that it had; one that somebody else closed stays closed.</summary>
    public async Task ReopenAsync(StoredPartition partition, CancellationToken cancel)
    {
        List<int> opened = await database.ReadAsync(
            $"""
            with ours as (
                update netdrms.sums_partition set closed_by = null, closed_at = null, closed_because = null
                where partn_name = {partition.Folder} and closed_by = {Closer} returning set_before)
            update public.sum_partn_avail a set pds_set_num = ours.set_before from ours
            where a.partn_name = {partition.Name} and a.pds_set_num = -1 and ours.set_before is not null
            returning a.pds_set_num
            """,
            static row => row.GetInt32(0),
            cancel);
        foreach (int set in opened)
            log.PartitionReopened(partition.Folder, set);
    }
}
