using NetDrms.Database.Sql;
using NetDrms.Sums.Access;
using NetDrms.Sums.Partitions;
using NetDrms.Sums.Units;
using Npgsql;

namespace NetDrms.Sums.Daemon;

/// <summary>Reads and touches the original's tables. Rows enter them through the journal only. Spec 04 §2.</summary>
internal sealed class SumsTables(SumsDatabase database)
{
    /// <summary>A get keeps a unit so much longer than asked. Spec 04 §2.1.</summary>
    public const int TouchGraceDays = 3;

    /// <summary>Takes the number of a new session.</summary>
    public async Task<long> NextSessionAsync(CancellationToken cancel) =>
        (await database.ReadAsync($"select nextval('public.sum_seq')", row => row.GetInt64(0), cancel))[0];

    /// <summary>Takes the number of a new unit.</summary>
    public async Task<Sunum> NextSunumAsync(CancellationToken cancel) =>
        new((await database.ReadAsync($"select nextval('public.sum_ds_index_seq')", row => row.GetInt64(0), cancel))[0]);

    /// <summary>The partitions in which units of a tape group are written, and their set. A group that is not listed goes to set 0.</summary>
    /// <remarks>The number of a new unit comes along: one round trip less for each alloc.</remarks>
    public async Task<(int Set, List<string> Folders, Sunum Next)> PartitionsAsync(int group, bool multipleSets, CancellationToken cancel)
    {
        List<(int Set, string? Folder, long Next)> rows = await database.ReadAsync(
            $"""
            select s.set, p.partn_name, n.sunum
            from (select coalesce((select sum_set from public.sum_arch_group where {multipleSets} and group_id = {group}), 0) as set) s
            cross join (select nextval('public.sum_ds_index_seq') as sunum) n
            left join public.sum_partn_avail p on p.pds_set_num = s.set
            order by p.partn_name
            """,
            row => (row.GetInt32(0), row.IsDBNull(1) ? null : row.GetString(1), row.GetInt64(2)),
            cancel);
        return (rows[0].Set, [.. rows.Where(row => row.Folder is not null).Select(row => WithoutSlash(row.Folder!))], new Sunum(rows[0].Next));
    }

    private static string WithoutSlash(string folder) => folder.Length > 1 ? folder.TrimEnd('/') : folder;

    /// <summary>The units of each series among some.</summary>
    public Task<List<(string Series, long[] Units)>> SeriesOfAsync(long[] sunums, CancellationToken cancel) => database.ReadAsync(
        $"select coalesce(owning_series, ''), array_agg(ds_index) from public.sum_main where ds_index = any({sunums}) group by 1",
        row => (row.GetString(0), row.GetFieldValue<long[]>(1)),
        cancel);

    /// <summary>Keeps units at least so long, and three days more when that moves their date. Spec 04 §2.1, "get with touch".</summary>
    /// <remarks>In a transaction of its own: no session ever holds the lock of a row that others want to touch (spec 04 §2.2).</remarks>
    public Task<int> LengthenAsync(long[] sunums, double days, CancellationToken cancel) => database.ExecuteAsync(
        $"""
        update public.sum_partn_alloc p set effective_date = t.kept
        from public.sum_main m, {TouchDates(days)} t
        where p.ds_index = any({sunums}) and m.ds_index = p.ds_index and m.online_status = 'Y' and p.status <> 8
          and (coalesce(p.effective_date, '0') = '0' or t.asked > p.effective_date) and p.effective_date is distinct from t.kept
        """,
        cancel);

    /// <summary>Sets how long units are kept, and three days more: also shorter than before. What is shortened is audited.</summary>
    public Task<int> SetRetentionAsync(long[] sunums, double days, SqlText noted, CancellationToken cancel) => database.ExecuteAsync(
        $"""
        with old as (
            select p.ctid as place, p.ds_index, p.effective_date, m.owning_series, t.kept
            from public.sum_partn_alloc p join public.sum_main m on m.ds_index = p.ds_index, {TouchDates(days)} t
            where p.ds_index = any({sunums}) and m.online_status = 'Y' and p.status <> 8 and p.effective_date is distinct from t.kept
            for update of p),
        done as (update public.sum_partn_alloc p set effective_date = old.kept from old where p.ctid = old.place)
        {noted} {AuditActions.Shorten}, coalesce(owning_series, ''), array_agg(ds_index order by ds_index), count(*) || ' storage units, now until ' || min(kept)
        from old where effective_date > kept group by owning_series
        """,
        cancel);

    private static SqlText TouchDates(double days) => $"""
        (select to_char(localtimestamp + {days + TouchGraceDays} * interval '1 day', 'YYYYMMDDHH24MI') as kept,
                to_char(localtimestamp + {days} * interval '1 day', 'YYYYMMDDHH24MI') as asked)
        """;

    /// <summary>What the tables tell of units; those not listed are unknown.</summary>
    public async Task<Dictionary<long, StorageUnit>> UnitsAsync(long[] sunums, CancellationToken cancel)
    {
        Dictionary<long, StorageUnit> units = new(sunums.Length);
        foreach (StorageUnit unit in await database.ReadAsync(
            $"""
            select m.ds_index, m.online_loc, coalesce(m.online_status, ''), coalesce(m.archive_status, ''), coalesce(m.offsite_ack, ''),
                   coalesce(m.history_comment, ''), coalesce(m.owning_series, ''), coalesce(m.storage_group, 0), coalesce(m.bytes, 0), m.create_sumid,
                   coalesce(to_char(m.creat_date, 'YYYY-MM-DD HH24:MI:SS'), ''), coalesce(m.username, ''),
                   coalesce(m.arch_tape, 'N/A'), coalesce(m.arch_tape_fn, 0), coalesce(to_char(m.arch_tape_date, 'YYYY-MM-DD HH24:MI:SS'), '1958-01-01 00:00:00'),
                   coalesce(m.safe_tape, 'N/A'), coalesce(m.safe_tape_fn, 0), coalesce(to_char(m.safe_tape_date, 'YYYY-MM-DD HH24:MI:SS'), '1958-01-01 00:00:00'),
                   coalesce(p.effective_date, '195801010000'), coalesce(p.status, 0), coalesce(p.archive_substatus, 0)
            from public.sum_main m
            left join public.sum_partn_alloc p on p.ds_index = m.ds_index
            where m.ds_index = any({sunums})
            """,
            ReadUnit,
            cancel))
        {
            // several rows of one unit, which only a fault can make: the one that is kept longest
            if (!units.TryGetValue(unit.Sunum.Value, out StorageUnit? other) || string.CompareOrdinal(other.EffectiveDate, unit.EffectiveDate) < 0)
                units[unit.Sunum.Value] = unit;
        }
        return units;
    }

    private static StorageUnit ReadUnit(NpgsqlDataReader row) => new(
        new Sunum(row.GetInt64(0)), row.GetString(1), row.GetString(2), row.GetString(3), row.GetString(4), row.GetString(5), row.GetString(6),
        row.GetInt32(7), row.GetInt64(8), row.GetInt64(9), row.GetString(10), row.GetString(11), row.GetString(12), row.GetInt32(13), row.GetString(14),
        row.GetString(15), row.GetInt32(16), row.GetString(17), row.GetString(18), row.GetInt32(19), row.GetInt32(20));
}
