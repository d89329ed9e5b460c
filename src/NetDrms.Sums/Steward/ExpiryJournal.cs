using NetDrms.Database.Faults;
using NetDrms.Database.Sql;
using NetDrms.Sums.Daemon;
using NetDrms.Sums.Journal;
using NetDrms.Sums.Units;
using Npgsql;

namespace NetDrms.Sums.Steward;

/// <summary>The steward's journal, <c>netdrms.sums_expiry</c>: rows of a unit go together with the entry that tells of its directory, so that after any crash it is known what is still to be removed. Spec 04, better 4.</summary>
internal sealed class ExpiryJournal(SumsDatabase database)
{
    /// <summary>A unit that could not go, or that came back, is left alone for so long.</summary>
    public const double QuietHours = 72;

    /// <summary>Units of a partition that may go, oldest effective date first.</summary>
    public Task<List<ExpiryCandidate>> CandidatesAsync(string folder, int limit, CancellationToken cancel) =>
        database.ReadAsync(ExpirySql.Candidates(folder, limit), ExpirySql.ReadCandidate, cancel);

    /// <summary>Takes the rows of units away, those that may still go: archived units go off line and keep their row, others are forgotten.</summary>
    /// <param name="partition">Name of the partition in <c>sum_partn_avail</c>.</param>
    /// <param name="folder">Its folder.</param>
    /// <param name="sunums">The units.</param>
    /// <param name="undeleteMinutes">How long their directories stay.</param>
    /// <param name="reason">Why, for the history.</param>
    /// <param name="cancel">Stops before the commit.</param>
    /// <returns>Sizes of the units that have lost their rows now.</returns>
    public Task<List<long>> DoomAsync(string partition, string folder, long[] sunums, double undeleteMinutes, string reason, CancellationToken cancel) => database.RunAsync(
        async connection =>
        {
            await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync(cancel);
            SqlText wait = $"select pg_advisory_xact_lock({UnitLeases.LockKey})";   // whoever hands out a path is done with it, lease and all
            await using (NpgsqlCommand command = wait.On(connection, transaction))
                await command.ExecuteNonQueryAsync(cancel);
            List<long> sizes = [];
            await using (NpgsqlCommand command = ExpirySql.Doom(partition, folder, sunums, undeleteMinutes, reason).On(connection, transaction))
            await using (NpgsqlDataReader row = await command.ExecuteReaderAsync(cancel))
            {
                while (await row.ReadAsync(cancel))
                    sizes.Add(row.GetInt64(0));
            }
            Failpoint.Hit("sums.expire.chosen");
            await transaction.CommitAsync(CancellationToken.None);
            Failpoint.Hit("sums.expire.doomed");
            return sizes;
        },
        cancel);

    /// <summary>Bytes of a partition whose rows are gone and whose directories are not.</summary>
    public async Task<long> PendingBytesAsync(string partition, CancellationToken cancel) => (await database.ReadAsync(
        $"select coalesce(sum(bytes), 0)::bigint from netdrms.sums_expiry where partn_name = {partition} and step <> 'gone'", static row => row.GetInt64(0), cancel))[0];

    /// <summary>Ends entries whose directory is in use again: it was removed before a crash, then another unit got its name.</summary>
    public Task<List<ExpiryEntry>> ReleaseAsync(string partition, CancellationToken cancel) => database.ReadAsync(
        $"""
        update netdrms.sums_expiry e set step = 'gone', removed = now(), main_row = null, alloc_rows = null, reason = reason || '; its directory is in use again'
        where e.partn_name = {partition} and e.step <> 'gone'
          and (exists (select from public.sum_partn_alloc p where p.wd = e.path) or exists (select from netdrms.sums_unit u where u.path = e.path))
        returning entry, sunum, path, series, bytes, keeps_records
        """,
        ReadEntry,
        cancel);

    /// <summary>Claims directories whose time is over, and those that a crash left half removed.</summary>
    /// <param name="partition">The partition.</param>
    /// <param name="atOnce">Also those that could still come back.</param>
    /// <param name="limit">How many.</param>
    /// <param name="after">Entries up to this number were tried already.</param>
    /// <param name="cancel">Stops.</param>
    public async Task<List<ExpiryEntry>> ClaimAsync(string partition, bool atOnce, int limit, long after, CancellationToken cancel) =>
        [.. (await database.ReadAsync(
            $"""
            update netdrms.sums_expiry set step = 'removing'
            where entry in (
                select entry from netdrms.sums_expiry
                where partn_name = {partition} and entry > {after} and (step = 'removing' or step = 'doomed' and (due <= now() or {atOnce}))
                order by entry limit {limit} for update skip locked)
            returning entry, sunum, path, series, bytes, keeps_records
            """,
            ReadEntry,
            cancel)).OrderBy(static entry => entry.Entry)];

    /// <summary>Notes that directories are gone.</summary>
    /// <param name="entries">Their entries.</param>
    /// <param name="records">How many records went with each.</param>
    /// <param name="cancel">Stops.</param>
    public Task GoneAsync(long[] entries, long[] records, CancellationToken cancel) => database.ExecuteAsync(
        $"""
        with gone as (
            update netdrms.sums_expiry e
            set step = 'gone', removed = now(), records_deleted = w.records, alloc_rows = null,
                main_row = case when e.main_row ->> 'archive_status' = 'Y' then e.main_row end
            from unnest({entries}, {records}) as w(entry, records)
            where e.entry = w.entry and e.step = 'removing'
            returning e.sunum)
        delete from netdrms.sums_manifest f using gone
        where f.sunum = gone.sunum and not exists (select from public.sum_main m where m.ds_index = f.sunum)
        """,
        cancel);

    /// <summary>Notes that a directory could not be removed yet; it can come back meanwhile.</summary>
    public Task PostponeAsync(long entry, double minutes, CancellationToken cancel) => database.ExecuteAsync(
        $"update netdrms.sums_expiry set step = 'doomed', due = now() + {minutes} * interval '1 minute' where entry = {entry} and step = 'removing'", cancel);

    /// <summary>Puts a unit back whose removal was claimed and has not begun.</summary>
    public Task<List<Sunum>> KeepAsync(ExpiryEntry entry, string reason, CancellationToken cancel) => database.ReadAsync(
        ExpirySql.Restore([entry.Sunum.Value], claimed: true, QuietHours, reason), static row => new Sunum(row.GetInt64(0)), cancel);

    /// <summary>Brings units back whose directories are still there, their rows as they were; they are left alone for <see cref="QuietHours"/>.</summary>
    /// <returns>Those that came back.</returns>
    public Task<List<Sunum>> UndeleteAsync(long[] sunums, CancellationToken cancel) => database.ReadAsync(
        ExpirySql.Restore(sunums, claimed: false, QuietHours, reason: null), static row => new Sunum(row.GetInt64(0)), cancel);

    /// <summary>Leaves units alone for a day, since they cannot go.</summary>
    public Task SpareAsync(long[] sunums, string reason, CancellationToken cancel) => database.ExecuteAsync(
        $"""
        insert into netdrms.sums_lease (sunum, until, reason) select s, now() + interval '1 day', {reason} from unnest({sunums}) as w(s)
        on conflict (sunum) do update set until = greatest(sums_lease.until, excluded.until), reason = excluded.reason
        """,
        cancel);

    /// <summary>Forgets leases that have ended, and what went long ago.</summary>
    public async Task TidyAsync(double historyDays, CancellationToken cancel)
    {
        await database.ExecuteAsync($"delete from netdrms.sums_lease where until < now()", cancel);
        await database.ExecuteAsync($"analyze netdrms.sums_lease", cancel);   // it grows by thousands at a time, and candidates are joined with it
        await database.ExecuteAsync($"delete from netdrms.sums_expiry where step = 'gone' and removed < now() - {historyDays} * interval '1 day'", cancel);
    }

    private static ExpiryEntry ReadEntry(NpgsqlDataReader row) =>
        new(row.GetInt64(0), new Sunum(row.GetInt64(1)), row.GetString(2), row.GetString(3), row.GetInt64(4), row.GetBoolean(5));
}
