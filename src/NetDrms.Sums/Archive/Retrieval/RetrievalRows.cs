using System.Globalization;
using NetDrms.Database.Faults;
using NetDrms.Database.Sql;
using NetDrms.Sums.Archive.Catalog;
using NetDrms.Sums.Daemon;
using NetDrms.Sums.Journal;
using Npgsql;

namespace NetDrms.Sums.Archive.Retrieval;

/// <summary>The journal of retrievals, <c>netdrms.sums_retrieval</c>, and the rows of units that came back. Spec 04 §5.6.</summary>
internal sealed class RetrievalRows(SumsDatabase database)
{
    private const double BystanderDays = 3;    // of units that came along with a tape file
    private const double KeepHours = 24;       // of failures and of requests that nobody polls for

    /// <summary>Asks for units; those that are archived and not on line are wanted from now on.</summary>
    /// <returns>These.</returns>
    public Task<List<long>> WantAsync(long[] sunums, double days, CancellationToken cancel) => database.ReadAsync(
        $"""
        insert into netdrms.sums_retrieval as r (sunum, tapeid, filenum, retention_days, step)
        select ds_index, arch_tape, coalesce(arch_tape_fn, 0), {Math.Abs(days)}, 'wanted'
        from public.sum_main
        where ds_index = any({sunums}) and archive_status = 'Y' and arch_tape is not null and online_status is distinct from 'Y'
        on conflict (sunum) do update set
            retention_days = greatest(r.retention_days, excluded.retention_days), asked = now(),
            step = case r.step when 'failed' then 'wanted' else r.step end, reason = null
        returning sunum
        """,
        static row => row.GetInt64(0),
        cancel);

    /// <summary>Asks for a damaged unit that is on line to be replaced by what is archived.</summary>
    /// <returns>False when it is not archived.</returns>
    public async Task<bool> WantRestoreAsync(long sunum, CancellationToken cancel) => await database.ExecuteAsync(
        $"""
        insert into netdrms.sums_retrieval (sunum, tapeid, filenum, retention_days, is_restore, step)
        select ds_index, arch_tape, coalesce(arch_tape_fn, 0), 0, true, 'wanted'
        from public.sum_main where ds_index = {sunum} and archive_status = 'Y' and arch_tape is not null and online_status = 'Y'
        on conflict (sunum) do update set asked = now(), step = 'wanted', is_restore = true, reason = null where netdrms.sums_retrieval.step = 'failed'
        """,
        cancel) == 1;

    /// <summary>Those of units that are still on their way.</summary>
    public Task<List<long>> PendingAsync(long[] sunums, CancellationToken cancel) => database.ReadAsync(
        $"select sunum from netdrms.sums_retrieval where sunum = any({sunums}) and step <> 'failed'", static row => row.GetInt64(0), cancel);

    /// <summary>Why a unit could not be brought back; null when nothing is known.</summary>
    public async Task<string?> FailureAsync(long sunum, CancellationToken cancel) => (await database.ReadAsync(
        $"select coalesce(reason, '') from netdrms.sums_retrieval where sunum = {sunum} and step = 'failed'", static row => row.GetString(0), cancel)).FirstOrDefault();

    /// <summary>Keeps what a client has asked for, so that it, or any daemon for it, can look how far that is.</summary>
    public Task KeepRequestAsync(string request, long[] sunums, CancellationToken cancel) =>
        database.ExecuteAsync($"insert into netdrms.sums_retrieval_request (request, sunums) values ({request}, {sunums})", cancel);

    /// <summary>What was asked under a request id; null when nothing was.</summary>
    public async Task<long[]?> RequestAsync(string request, CancellationToken cancel) => (await database.ReadAsync(
        $"select sunums from netdrms.sums_retrieval_request where request = {request}", static row => row.GetFieldValue<long[]>(0), cancel)).FirstOrDefault();

    /// <summary>The volumes from which something is wanted, the longest waiting first.</summary>
    public Task<List<string>> VolumesAsync(CancellationToken cancel) => database.ReadAsync(
        $"select tapeid from netdrms.sums_retrieval where step <> 'failed' group by tapeid order by min(asked)", static row => row.GetString(0), cancel);

    /// <summary>The files of a volume from which something is wanted.</summary>
    public Task<List<int>> FilesAsync(string tapeId, CancellationToken cancel) => database.ReadAsync(
        $"select distinct filenum from netdrms.sums_retrieval where tapeid = {tapeId} and step = 'wanted' order by 1", static row => row.GetInt32(0), cancel);

    /// <summary>Wants also the other units of a file that are not on line: reading it once more would be dear.</summary>
    public Task WantBystandersAsync(string tapeId, int file, CancellationToken cancel) => database.ExecuteAsync(
        $"""
        insert into netdrms.sums_retrieval (sunum, tapeid, filenum, retention_days, step)
        select ds_index, arch_tape, arch_tape_fn, {BystanderDays}, 'wanted'
        from public.sum_main where arch_tape = {tapeId} and arch_tape_fn = {file} and archive_status = 'Y' and online_status is distinct from 'Y'
        on conflict (sunum) do nothing
        """,
        cancel);

    /// <summary>What is wanted from a file.</summary>
    public Task<List<WantedUnit>> WantedAsync(string tapeId, int file, CancellationToken cancel) => database.ReadAsync(
        $"""
        select r.sunum, r.is_restore, m.online_status is not distinct from 'Y', m.online_loc, coalesce(m.storage_set, 0), coalesce(m.bytes, 0), m.safe_tape, coalesce(m.safe_tape_fn, 0)
        from netdrms.sums_retrieval r join public.sum_main m on m.ds_index = r.sunum
        where r.tapeid = {tapeId} and r.filenum = {file} and r.step = 'wanted' order by r.sunum
        """,
        static row => new WantedUnit(
            row.GetInt64(0), row.GetBoolean(1), row.GetBoolean(2), row.GetString(3), row.GetInt32(4), row.GetInt64(5), row.IsDBNull(6) ? null : row.GetString(6), row.GetInt32(7)),
        cancel);

    /// <summary>Moves wanted units on to "reading", each with the folder that it is going to have.</summary>
    public static Task ClaimAsync(AdvisoryLock held, long[] sunums, string[] paths) => ExecuteAsync(held, $"""
        update netdrms.sums_retrieval r set step = 'reading', path = w.path, noted = now()
        from unnest({sunums}, {paths}) as w(sunum, path) where r.sunum = w.sunum and r.step = 'wanted'
        """);

    /// <summary>Notes that units were read whole and are right.</summary>
    public static Task PlacingAsync(AdvisoryLock held, long[] sunums) =>
        ExecuteAsync(held, $"update netdrms.sums_retrieval set step = 'placing', noted = now() where sunum = any({sunums}) and step = 'reading'");

    /// <summary>Gives units back that were claimed and not read.</summary>
    public static Task AgainAsync(AdvisoryLock held, long[] sunums) =>
        ExecuteAsync(held, $"update netdrms.sums_retrieval set step = 'wanted', path = null, noted = now() where sunum = any({sunums})");

    /// <summary>Notes that units cannot be brought back.</summary>
    public static Task FailAsync(AdvisoryLock held, long[] sunums, string reason) =>
        ExecuteAsync(held, $"update netdrms.sums_retrieval set step = 'failed', path = null, reason = {reason}, noted = now() where sunum = any({sunums})");

    /// <summary>Ends the entries of units that need not come back.</summary>
    public static Task ForgetAsync(AdvisoryLock held, long[] sunums) => ExecuteAsync(held, $"delete from netdrms.sums_retrieval where sunum = any({sunums})");

    /// <summary>What a daemon that died left of a volume.</summary>
    public Task<List<(long Sunum, string Path, bool IsRestore, bool IsPlacing)>> LeftAsync(string tapeId, CancellationToken cancel) => database.ReadAsync(
        $"select sunum, coalesce(path, ''), is_restore, step = 'placing' from netdrms.sums_retrieval where tapeid = {tapeId} and step in ('reading', 'placing')",
        static row => (row.GetInt64(0), row.GetString(1), row.GetBoolean(2), row.GetBoolean(3)),
        cancel);

    /// <summary>Enters units that are in their places: on line, with a row that says until when.</summary>
    public static Task EnterAsync(AdvisoryLock held, long[] sunums) => held.CommitAsync(async (connection, transaction) =>
    {
        SqlText[] statements =
        [
            $"""
            update public.sum_main m set online_status = 'Y', online_loc = r.path, access_date = localtimestamp
            from netdrms.sums_retrieval r where r.sunum = any({sunums}) and m.ds_index = r.sunum and r.step = 'placing' and not r.is_restore
            """,
            $"""
            delete from public.sum_partn_alloc p using netdrms.sums_retrieval r
            where r.sunum = any({sunums}) and p.ds_index = r.sunum and r.step = 'placing' and not r.is_restore
            """,
            $"""
            insert into public.sum_partn_alloc (wd, sumid, status, bytes, effective_date, archive_substatus, group_id, ds_index, safe_id)
            select r.path, m.create_sumid, {PutTerms.DeletePending}, m.bytes, to_char(localtimestamp + r.retention_days * interval '1 day', 'YYYYMMDDHH24MI'), 0, 0, r.sunum, 0
            from netdrms.sums_retrieval r join public.sum_main m on m.ds_index = r.sunum
            where r.sunum = any({sunums}) and r.step = 'placing' and not r.is_restore
            """,
            $"delete from netdrms.sums_retrieval where sunum = any({sunums}) and step = 'placing'",
        ];
        foreach (SqlText sql in statements)
        {
            await using NpgsqlCommand command = sql.On(connection, transaction);
            await command.ExecuteNonQueryAsync();
        }
        Failpoint.Hit("sums.retrieve.entered");
    });

    /// <summary>Drops what nobody will ask for any more.</summary>
    public Task SweepAsync(CancellationToken cancel) => database.ExecuteAsync(
        $"""
        with old as (delete from netdrms.sums_retrieval_request where asked < now() - {KeepHours} * interval '1 hour')
        delete from netdrms.sums_retrieval where step = 'failed' and noted < now() - {KeepHours} * interval '1 hour'
        """,
        cancel);

    /// <summary>The partitions that are open for writing, with their sets.</summary>
    public Task<List<(string Folder, int Set)>> PartitionsAsync(CancellationToken cancel) => database.ReadAsync(
        $"select partn_name, pds_set_num from public.sum_partn_avail where pds_set_num >= 0 order by 1",
        static row => (row.GetString(0).Length > 1 ? row.GetString(0).TrimEnd('/') : row.GetString(0), row.GetInt32(1)),
        cancel);

    /// <summary>True when a volume can be read now.</summary>
    public async Task<string> StateAsync(string tapeId, CancellationToken cancel) => (await database.ReadAsync(
        $"select state from netdrms.sum_volume where tapeid = {tapeId}", static row => row.GetString(0), cancel)).FirstOrDefault() ?? "missing";

    private static async Task ExecuteAsync(AdvisoryLock held, SqlText sql)
    {
        try
        {
            await using NpgsqlCommand command = sql.On(held.Connection);
            await command.ExecuteNonQueryAsync();
        }
        catch (Exception failure) when (failure is NpgsqlException or InvalidOperationException || SumsDatabase.IsLost(failure))
        {
            throw SumsFailure.Work(string.Create(CultureInfo.InvariantCulture, $"could not note a retrieval: {failure.Message}"), failure);
        }
    }
}
