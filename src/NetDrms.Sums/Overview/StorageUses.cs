using NetDrms.Database.Sql;
using Npgsql;

namespace NetDrms.Sums.Overview;

/// <summary>Adds up the use of storage, in the database.</summary>
public static class StorageUses
{
    /// <summary>Reads it, the largest first.</summary>
    /// <param name="connection">To the SUMS database.</param>
    /// <param name="key">By what.</param>
    /// <param name="cancel">Stops it.</param>
    public static async Task<IReadOnlyList<StorageUse>> ReadAsync(NpgsqlConnection connection, StorageUseKey key, CancellationToken cancel)
    {
        SqlText sql = $"""
            with unit as (
                select {KeyOf(key)} as key, m.bytes, m.online_status = 'Y' as is_online, p.status, coalesce(p.effective_date, '0') <= to_char(localtimestamp, 'YYYYMMDDHH24MI') as is_expired
                from public.sum_main m left join lateral (
                    select max(status) as status, max(effective_date) as effective_date from public.sum_partn_alloc a where a.ds_index = m.ds_index) p on true)
            select key, count(*) filter (where is_online), {Bytes($"is_online")}, {Bytes($"is_online and status = 2 and is_expired")}, {Bytes($"is_online and status = 2 and not is_expired")},
                   {Bytes($"is_online and status = 16")}, {Bytes($"is_online and status in (4, 32)")}, count(*) filter (where not is_online), {Bytes($"not is_online")}
            from unit group by key order by 3 desc, key
            """;
        return await Rows.ReadAsync(
            connection,
            sql,
            static row => new StorageUse(row.GetString(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3), row.GetInt64(4), row.GetInt64(5), row.GetInt64(6), row.GetInt64(7), row.GetInt64(8)),
            cancel);
    }

    private static SqlText Bytes(SqlText condition) => $"coalesce(sum(bytes) filter (where {condition}), 0)::bigint";

    // A restored unit lies a level deeper (spec 04 §1), so the partition is asked for, not cut from the path.
    private static SqlText KeyOf(StorageUseKey key) => key switch
    {
        StorageUseKey.Series => $"coalesce(m.owning_series, '')",
        StorageUseKey.User => $"coalesce(m.username, '')",
        StorageUseKey.Group => $"coalesce(m.storage_group::text, '')",
        _ => $"case when m.online_status = 'Y' then coalesce((select partn_name from public.sum_partn_avail v where starts_with(m.online_loc, rtrim(v.partn_name, '/') || '/') order by length(partn_name) desc limit 1), '') else '' end",
    };
}
