using NetDrms.Database.Sql;
using Npgsql;

namespace NetDrms.Sums.Overview;

/// <summary>What is ahead of a site's storage: expiries, archive backlog.</summary>
public static class StorageOutlook
{
    private const int MostSeries = 20;

    /// <summary>What expires on each of the next days; only days on which something does.</summary>
    /// <param name="connection">To the SUMS database.</param>
    /// <param name="days">How far ahead.</param>
    /// <param name="cancel">Stops it.</param>
    public static async Task<IReadOnlyList<ExpiryDay>> ExpiriesAsync(NpgsqlConnection connection, int days, CancellationToken cancel)
    {
        SqlText sql = $"""
            with day as (select d, to_char(localtimestamp + d * interval '1 day', 'YYYYMMDDHH24MI') as until, to_char(localtimestamp + (d - 1) * interval '1 day', 'YYYYMMDDHH24MI') as since
                         from generate_series(0, {days}) d)
            select d, count(*), coalesce(sum(p.bytes), 0)::bigint
            from day join public.sum_partn_alloc p on p.status = 2 and p.effective_date <= until and (d = 0 or p.effective_date > since)
            group by d order by d
            """;
        return await Rows.ReadAsync(connection, sql, static row => new ExpiryDay(row.GetInt32(0), row.GetInt64(1), row.GetInt64(2)), cancel);
    }

    /// <summary>The series with the most units that wait for the archive.</summary>
    /// <param name="connection">To the SUMS database.</param>
    /// <param name="cancel">Stops it.</param>
    public static async Task<IReadOnlyList<ArchiveBacklog>> BacklogAsync(NpgsqlConnection connection, CancellationToken cancel) => await Rows.ReadAsync(
        connection,
        $"""
        select coalesce(m.owning_series, ''), count(*), coalesce(sum(m.bytes), 0)::bigint, min(m.creat_date)
        from public.sum_partn_alloc p join public.sum_main m on m.ds_index = p.ds_index
        where p.status in (4, 32) group by 1 order by 3 desc limit {MostSeries}
        """,
        static row => new ArchiveBacklog(row.GetString(0), row.GetInt64(1), row.GetInt64(2), row.IsDBNull(3) ? null : row.GetDateTime(3)),
        cancel);
}
