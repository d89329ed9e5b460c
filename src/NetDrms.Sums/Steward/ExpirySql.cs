using NetDrms.Database.Sql;
using NetDrms.Sums.Journal;
using NetDrms.Sums.Units;
using Npgsql;

namespace NetDrms.Sums.Steward;

/// <summary>What may expire, and the statements that take it away and bring it back.</summary>
internal static class ExpirySql
{
    /// <summary>Units of a partition that may go, oldest effective date first.</summary>
    public static SqlText Candidates(string folder, int limit) => $"""
        select m.ds_index, coalesce(m.owning_series, ''), coalesce(m.bytes, 0), p.effective_date, {GoesOffLine()}, m.online_loc
        from public.sum_partn_alloc p join public.sum_main m on m.ds_index = p.ds_index
        where {MayGo(folder)}
        order by p.effective_date, p.ds_index limit {limit}
        """;

    /// <summary>Reads a row of <see cref="Candidates"/>.</summary>
    public static ExpiryCandidate ReadCandidate(NpgsqlDataReader row) =>
        new(new Sunum(row.GetInt64(0)), row.GetString(1), row.GetInt64(2), row.GetString(3), row.GetBoolean(4), row.GetString(5));

    // Status 2, on line, its time over by the database's clock, nothing that holds it: no lease, no row that says otherwise, no restored unit inside.
    // A date is twelve digits: texts of another length (year 10000, rubbish) would compare wrongly and never expire.
    private static SqlText MayGo(string folder) => $"""
        p.status = {PutTerms.DeletePending} and m.online_status = 'Y' and starts_with(m.online_loc, {folder + "/"})
        and p.effective_date < to_char(localtimestamp, 'YYYYMMDDHH24MI') and (p.effective_date = '0' or length(p.effective_date) = 12 and p.effective_date !~ '[^0-9]')
        and not exists (select from netdrms.sums_lease l where l.sunum = p.ds_index and l.until > now())
        and not exists (select from public.sum_partn_alloc o where o.ds_index = p.ds_index and o.ctid <> p.ctid
            and not (o.status = {PutTerms.DeletePending} and o.effective_date < to_char(localtimestamp, 'YYYYMMDDHH24MI') and (o.effective_date = '0' or length(o.effective_date) = 12 and o.effective_date !~ '[^0-9]')))
        and not exists (select from public.sum_partn_alloc i where i.wd > m.online_loc || '/' and i.wd < m.online_loc || '0' and i.status in (1, 2, 4, 8, 16))
        """;

    // What belonged to a series that was deleted is of no use in the archive either: its row goes. Spec 04 §4.7.
    private static SqlText GoesOffLine() =>
        $"coalesce(m.archive_status, '') = 'Y' and not exists (select from public.sum_partn_alloc d where d.ds_index = m.ds_index and d.archive_substatus = {PutTerms.SeriesDeleted})";

    /// <summary>Takes the rows of units away; gives their sizes.</summary>
    public static SqlText Doom(string partition, string folder, long[] sunums, double undeleteMinutes, string reason) => $"""
        with chosen as (
            select p.ds_index, p.effective_date
            from public.sum_partn_alloc p join public.sum_main m on m.ds_index = p.ds_index
            where p.ds_index = any({sunums}) and {MayGo(folder)}
            for update of p, m skip locked),
        doomed as (
            insert into netdrms.sums_expiry (sunum, path, partn_name, step, series, bytes, effective_date, is_archived, keeps_records, main_row, alloc_rows, due, reason)
            select m.ds_index, m.online_loc, {partition}, 'doomed', coalesce(m.owning_series, ''), coalesce(m.bytes, 0),
                   (select max(c.effective_date) from chosen c where c.ds_index = m.ds_index), {GoesOffLine()},
                   exists (select from public.sum_partn_alloc d where d.ds_index = m.ds_index and d.archive_substatus = {PutTerms.SeriesDeleted}),
                   to_jsonb(m), (select jsonb_agg(to_jsonb(a)) from public.sum_partn_alloc a where a.ds_index = m.ds_index),
                   now() + {undeleteMinutes} * interval '1 minute', {reason}
            from public.sum_main m where m.ds_index in (select ds_index from chosen)
            order by 7, m.ds_index
            on conflict (sunum) where step <> 'gone' do nothing
            returning sunum, bytes, is_archived),
        rows as (delete from public.sum_partn_alloc where ds_index in (select sunum from doomed)),
        forgotten as (delete from public.sum_main where ds_index in (select sunum from doomed where not is_archived)),
        off_line as (update public.sum_main set online_status = 'N' where ds_index in (select sunum from doomed where is_archived)),
        settled as (delete from netdrms.sums_unit where sunum in (select sunum from doomed) and step = 'unconfirmed')
        select bytes from doomed
        """;

    /// <summary>Brings units back as they were; gives their numbers.</summary>
    /// <param name="sunums">The units.</param>
    /// <param name="claimed">Of those whose removal was claimed, rather than of those that wait.</param>
    /// <param name="quietHours">How long the steward leaves them alone.</param>
    /// <param name="reason">Why they came back; null for "undeleted".</param>
    public static SqlText Restore(long[] sunums, bool claimed, double quietHours, string? reason) => $"""
        with back as (
            delete from netdrms.sums_expiry e
            where e.sunum = any({sunums}) and e.step = {(claimed ? "removing" : "doomed")}
              and case when e.is_archived then exists (select from public.sum_main m where m.ds_index = e.sunum and m.online_status is distinct from 'Y')
                       else not exists (select from public.sum_main m where m.ds_index = e.sunum) end
            returning e.sunum, e.path, e.is_archived, e.main_row, e.alloc_rows),
        remembered as (
            insert into public.sum_main select r.* from back b cross join lateral jsonb_populate_record(null::public.sum_main, b.main_row) r where not b.is_archived),
        on_line as (
            update public.sum_main m set online_status = 'Y', online_loc = b.path from back b where b.is_archived and m.ds_index = b.sunum),
        rows as (
            insert into public.sum_partn_alloc select r.* from back b cross join lateral jsonb_populate_recordset(null::public.sum_partn_alloc, b.alloc_rows) r),
        quiet as (
            insert into netdrms.sums_lease (sunum, until, reason) select sunum, now() + {quietHours} * interval '1 hour', {reason ?? "undeleted"} from back
            on conflict (sunum) do update set until = greatest(sums_lease.until, excluded.until), reason = excluded.reason)
        select sunum from back order by sunum
        """;
}
