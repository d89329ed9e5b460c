using Npgsql;

namespace NetDrms.Sums.Overview;

/// <summary>What operators look at first: partitions, what waits, what went wrong.</summary>
/// <param name="Partitions">The partitions.</param>
/// <param name="Unsettled">Units whose life the journal has not settled, by step.</param>
/// <param name="Damaged">Units that verification found damaged.</param>
public sealed record StorageState(IReadOnlyList<PartitionUse> Partitions, IReadOnlyList<(string Step, long Units)> Unsettled, long Damaged)
{
    /// <summary>Reads it.</summary>
    /// <param name="connection">To the SUMS database.</param>
    /// <param name="cancel">Stops it.</param>
    public static async Task<StorageState> ReadAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        List<PartitionUse> partitions = await Rows.ReadAsync(
            connection,
            $"""
            select v.partn_name, v.pds_set_num, v.total_bytes, v.avail_bytes, coalesce(p.errors, 0)::bigint, p.last_error, p.closed_because
            from public.sum_partn_avail v left join netdrms.sums_partition p on p.partn_name = v.partn_name order by v.partn_name
            """,
            static row => new PartitionUse(
                row.GetString(0), row.GetInt32(1), row.GetInt64(2), row.GetInt64(3), row.GetInt64(4), row.IsDBNull(5) ? null : row.GetString(5), row.IsDBNull(6) ? null : row.GetString(6)),
            cancel);
        List<(string, long)> unsettled = await Rows.ReadAsync(
            connection, $"select step, count(*) from netdrms.sums_unit group by step order by step", static row => (row.GetString(0), row.GetInt64(1)), cancel);
        List<long> damaged = await Rows.ReadAsync(connection, $"select count(*) from netdrms.sums_manifest where damage is not null", static row => row.GetInt64(0), cancel);
        return new(partitions, unsettled, damaged[0]);
    }
}
