using NetDrms.Database.Sql;
using Npgsql;

namespace NetDrms.Sums.Archive.Administration;

/// <summary>What the catalog of the archive tells.</summary>
/// <param name="connection">To the SUMS database.</param>
public sealed class VolumeList(NpgsqlConnection connection)
{
    /// <summary>All volumes, by name.</summary>
    public Task<List<VolumeSummary>> VolumesAsync(CancellationToken cancel) => ReadAsync(
        $"""
        select t.tapeid, coalesce(v.library, ''), t.group_id, t.nxtwrtfn - 1, greatest(t.avail_blocks, 0) * 512,
               case when v.damage is not null then 'damaged' when t.closed = -1 then 'new' when t.closed = 1 then 'active' when t.closed = -2 then 'cleaning' else 'closed' end,
               coalesce(v.state, 'missing'), coalesce(v.location, ''), t.last_write, v.damage
        from public.sum_tape t left join netdrms.sum_volume v using (tapeid)
        order by 1
        """,
        static row => new VolumeSummary(
            row.GetString(0), row.GetString(1), row.GetInt32(2), row.GetInt32(3), row.GetInt64(4), row.GetString(5), row.GetString(6), row.GetString(7),
            row.IsDBNull(8) ? null : row.GetDateTime(8), row.IsDBNull(9) ? null : row.GetString(9)),
        cancel);

    /// <summary>The files of a volume and what is in them.</summary>
    public Task<List<VolumeContent>> ContentsAsync(string tapeId, CancellationToken cancel) => ReadAsync(
        $"""
        with units as (
            select arch_tape_fn as file, owning_series, bytes from public.sum_main where arch_tape = {tapeId}
            union all
            select safe_tape_fn, owning_series, bytes from public.sum_main where safe_tape = {tapeId})
        select f.filenum, f.md5cksum, coalesce(u.owning_series, ''), count(u.file), coalesce(sum(u.bytes), 0)::bigint
        from public.sum_file f left join units u on u.file = f.filenum
        where f.tapeid = {tapeId}
        group by 1, 2, 3 order by 1, 3
        """,
        static row => new VolumeContent(row.GetInt32(0), row.GetString(1), row.GetString(2), row.GetInt64(3), row.GetInt64(4)),
        cancel);

    /// <summary>The volumes that have units of a series: how many, and how many of these are on line.</summary>
    public Task<List<(string TapeId, string State, string Location, long Units, long OnLine)>> WhereAsync(string series, CancellationToken cancel) => ReadAsync(
        $"""
        select m.tape, coalesce(v.state, 'missing'), coalesce(v.location, ''), count(*), count(*) filter (where m.online_status = 'Y')
        from (
            select arch_tape as tape, online_status from public.sum_main where lower(owning_series) = lower({series}) and arch_tape is not null
            union all
            select safe_tape, online_status from public.sum_main where lower(owning_series) = lower({series}) and safe_tape is not null) m
        left join netdrms.sum_volume v on v.tapeid = m.tape
        group by 1, 2, 3 order by 1
        """,
        static row => (row.GetString(0), row.GetString(1), row.GetString(2), row.GetInt64(3), row.GetInt64(4)),
        cancel);

    /// <summary>The tape groups that have a policy or something that waits.</summary>
    public Task<List<TapeGroup>> GroupsAsync(CancellationToken cancel) => ReadAsync(
        $"""
        with pending as (
            select coalesce(g.tape_group, p.group_id, 0) as group_id, count(*) as units, sum(p.bytes)::bigint as bytes
            from public.sum_partn_alloc p left join netdrms.sums_tape_group g on g.sunum = p.ds_index
            where p.status = 4 and p.archive_substatus in (64, 128) group by 1)
        select group_id, a.cadence_days, coalesce(a.name, ''), a.sum_set, a.date_arch_start, coalesce(p.units, 0), coalesce(p.bytes, 0)
        from public.sum_arch_group a full join pending p using (group_id) order by 1
        """,
        static row => new TapeGroup(
            row.GetInt32(0), row.IsDBNull(1) ? null : row.GetInt32(1), row.GetString(2), row.IsDBNull(3) ? null : row.GetInt32(3), row.IsDBNull(4) ? null : row.GetDateTime(4),
            row.GetInt64(5), row.GetInt64(6)),
        cancel);

    /// <summary>Sets the policy of a tape group; what is null keeps what it is.</summary>
    public async Task SetPolicyAsync(int group, int? cadenceDays, string? name, int? set, CancellationToken cancel)
    {
        SqlText sql = $"""
            insert into public.sum_arch_group as a (group_id, cadence_days, sec1970_start, name, sum_set)
            values ({group}, coalesce({cadenceDays}::integer, 0), 0, {name}::text, coalesce({set}::integer, 0))
            on conflict (group_id) do update set
                cadence_days = coalesce({cadenceDays}::integer, a.cadence_days), name = coalesce({name}::text, a.name), sum_set = coalesce({set}::integer, a.sum_set)
            """;
        await using NpgsqlCommand command = sql.On(connection);
        await command.ExecuteNonQueryAsync(cancel);
    }

    private async Task<List<T>> ReadAsync<T>(SqlText sql, Func<NpgsqlDataReader, T> read, CancellationToken cancel)
    {
        List<T> rows = [];
        await using NpgsqlCommand command = sql.On(connection);
        command.CommandTimeout = 0;   // sum_main has no index by volume: a large site waits
        await using NpgsqlDataReader row = await command.ExecuteReaderAsync(cancel);
        while (await row.ReadAsync(cancel))
            rows.Add(read(row));
        return rows;
    }
}
