using System.Globalization;
using NetDrms.Database.Faults;
using NetDrms.Database.Sql;
using NetDrms.Sums.Access;
using NetDrms.Sums.Daemon;
using NetDrms.Sums.Salvage;
using NetDrms.Sums.Units;
using Npgsql;

namespace NetDrms.Sums.Journal;

/// <summary>Enters settled units into the original's tables, together with the journal's own step: both or none. Row effects: spec 04 §2.1.</summary>
internal sealed class UnitRows(SumsDatabase database, UnitJournal journal, AuditTrail audit, string userName, bool hasArchive)
{
    /// <summary>Commits the work of a session; what was put is visible when it returns.</summary>
    /// <exception cref="SumsFailure">Nothing was committed; or the database is lost and whether it was is not known, then the reconciler settles it.</exception>
    public Task CloseAsync(SessionOutcome outcome, double grantHours, CancellationToken cancel)
    {
        bool again = false;
        return database.RunAsync(
            async connection =>
            {
                if (again && await IsCommittedAsync(connection, outcome, cancel))
                    return true;
                again = true;   // a connection that breaks now leaves it open whether we committed
                await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync(cancel);
                await using NpgsqlBatch batch = new(connection, transaction);
                foreach (string series in outcome.DeletedSeries)
                    batch.BatchCommands.Add(DeleteSeries(outcome, series).InBatch());
                if (outcome.Dropped.Length > 0)
                    batch.BatchCommands.Add(Drop(outcome).InBatch());
                if (outcome.Kept.Length > 0)
                    batch.BatchCommands.Add(Keep(outcome, grantHours).InBatch());
                if (outcome.Put.Length > 0)
                    batch.BatchCommands.Add(Enter(outcome.Session, outcome.Sumid, outcome.Put, isConfirmed: false, audit.Insert(outcome.Caller, outcome.Sumid), AuditActions.Put).InBatch());
                if (batch.BatchCommands.Count > 0)
                {
                    object? entered = await batch.ExecuteScalarAsync(cancel);
                    if (outcome.Put.Length > 0 && (entered is not long count || count != outcome.Put.Length))
                        throw SumsFailure.Work(string.Create(CultureInfo.InvariantCulture, $"another daemon has settled units of session {outcome.Session}"));
                }
                Failpoint.Hit("sums.close.entered");
                await transaction.CommitAsync(CancellationToken.None);
                Failpoint.Hit("sums.close.committed");
                return true;
            },
            cancel);
    }

    /// <summary>Enters one unit that was sealed in a session that never closed, since a record refers to it.</summary>
    /// <returns>False when somebody else has settled it.</returns>
    public async Task<bool> AdoptAsync(JournalEntry entry, CancellationToken cancel)
    {
        SqlText noted = audit.Insert(Caller.Daemon(userName), Math.Abs(entry.Session));
        List<long> entered = await database.ReadAsync(Enter(entry.Session, Math.Abs(entry.Session), [entry.Sunum.Value], isConfirmed: true, noted, AuditActions.Adopt), row => row.GetInt64(0), cancel);
        return entered[0] == 1;
    }

    /// <summary>Enters a unit whose put failed, now that it is sealed.</summary>
    /// <returns>False when it does not wait for salvage any more.</returns>
    public Task<bool> RestoreAsync(JournalEntry entry, SalvagedPut put, Caller caller, CancellationToken cancel)
    {
        double days = put.RetentionDays ?? 0;
        bool isGiven = put.RetentionDays is not null;
        SqlText seal = $"""
            with manifest as ({ManifestTable.Insert([(entry.Sunum.Value, put.Manifest)])})
            update netdrms.sums_unit set step = 'sealed', instance = {journal.Instance}, bytes = {put.Bytes}, series = {put.Series},
                status = coalesce(status, {PutTerms.DeletePending}), substatus = coalesce(substatus, {PutTerms.DoNotArchive}), put_date = coalesce(put_date, localtimestamp),
                effective_date = case when {isGiven} then to_char(localtimestamp + {days} * interval '1 day', 'YYYYMMDDHH24MI')
                    else greatest(effective_date, to_char(localtimestamp + {SumsTables.TouchGraceDays} * interval '1 day', 'YYYYMMDDHH24MI')) end
            where sunum = {entry.Sunum.Value} and step = 'salvage'
            """;
        SqlText enter = Enter(entry.Session, Math.Abs(entry.Session), [entry.Sunum.Value], isConfirmed: true, audit.Insert(caller, Math.Abs(entry.Session)), AuditActions.Restore);
        return database.RunAsync(
            async connection =>
            {
                await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync(cancel);
                await using (NpgsqlCommand sealing = seal.On(connection, transaction))
                {
                    if (await sealing.ExecuteNonQueryAsync(cancel) == 0)
                        return false;
                }
                await using NpgsqlCommand entering = enter.On(connection, transaction);
                bool isEntered = await entering.ExecuteScalarAsync(cancel) is 1L;
                await transaction.CommitAsync(CancellationToken.None);
                return isEntered;
            },
            cancel);
    }

    /// <summary>Lets a unit expire that no record refers to, and ends its entry.</summary>
    public Task ExpireAsync(Sunum sunum, CancellationToken cancel) => database.ExecuteAsync(
        $"""
        with gone as (delete from netdrms.sums_unit where sunum = {sunum.Value} and step = 'unconfirmed' returning sunum)
        update public.sum_partn_alloc p set effective_date = '0', status = {PutTerms.DeletePending}, archive_substatus = {PutTerms.DoNotArchive}
        from gone where p.ds_index = gone.sunum
        """,
        cancel);

    /// <summary>Ends the entries of units that records refer to.</summary>
    public Task ConfirmAsync(long[] sunums, CancellationToken cancel) =>
        database.ExecuteAsync($"delete from netdrms.sums_unit where sunum = any({sunums}) and step = 'unconfirmed'", cancel);

    private static async Task<bool> IsCommittedAsync(NpgsqlConnection connection, SessionOutcome outcome, CancellationToken cancel)
    {
        if (outcome.Put.Length == 0)
            return false;   // the rest may be done twice
        SqlText sql = $"select count(*) from public.sum_main where ds_index = any({outcome.Put}) and create_sumid = {outcome.Sumid}";
        await using NpgsqlCommand command = sql.On(connection);
        return await command.ExecuteScalarAsync(cancel) is long count && count == outcome.Put.Length;
    }

    // Units of a number that the client chose belong to another site: no record of ours need ever refer to them.
    private SqlText Enter(long session, long sumid, long[] sunums, bool isConfirmed, SqlText noted, string action) => $"""
        with settled as (
            delete from netdrms.sums_unit
            where sunum = any({sunums}) and instance = {journal.Instance} and session = {session} and step = 'sealed' and (given or {isConfirmed})
            returning *),
        waiting as (
            update netdrms.sums_unit set step = 'unconfirmed', noted = now(), expires = null
            where sunum = any({sunums}) and instance = {journal.Instance} and session = {session} and step = 'sealed' and not (given or {isConfirmed})
            returning *),
        put as (select * from settled union all select * from waiting),
        old as (delete from public.sum_partn_alloc where ds_index in (select sunum from put) and status = 2 and not {hasArchive}),
        writing as (delete from public.sum_partn_alloc where wd in (select path from put) and status = 1 and ds_index = 0),
        main as (
            insert into public.sum_main (online_loc, online_status, archive_status, offsite_ack, history_comment, owning_series, storage_group, storage_set,
                bytes, ds_index, create_sumid, creat_date, access_date, username)
            select path, 'Y', 'N', 'N', '', series, 0, storage_set, bytes, sunum, {sumid}, put_date, put_date, {userName} from put),
        alloc as (
            insert into public.sum_partn_alloc (wd, sumid, status, bytes, effective_date, archive_substatus, group_id, ds_index, safe_id)
            select path, {sumid}, status, bytes, effective_date, substatus, 0, sunum, 0 from put),
        grouped as (
            insert into netdrms.sums_tape_group (sunum, tape_group)
            select sunum, tape_group from put where status = {PutTerms.ArchivePending} and tape_group <> 0
            on conflict (sunum) do update set tape_group = excluded.tape_group),
        noted as ({noted} {action}, series, array_agg(sunum order by sunum), count(*) || ' storage units, ' || sum(bytes) || ' bytes' from put group by series)
        select count(*) from put
        """;

    private SqlText DeleteSeries(SessionOutcome outcome, string series) => $"""
        with deleted as (
            update public.sum_partn_alloc p set status = {PutTerms.DeletePending}, effective_date = '0', archive_substatus = {PutTerms.SeriesDeleted}
            from public.sum_main m where m.ds_index = p.ds_index and lower(m.owning_series) = lower({series})
            returning p.ds_index)
        {audit.Insert(outcome.Caller, outcome.Sumid)} {AuditActions.DeleteSeries}, {series}, null::bigint[], count(*) || ' storage units' from deleted
        """;

    private SqlText Keep(SessionOutcome outcome, double hours) => $"""
        update netdrms.sums_unit set step = 'granted', noted = now(), expires = coalesce(expires, now() + {hours} * interval '1 hour')
        where sunum = any({outcome.Kept}) and instance = {journal.Instance} and session = {outcome.Session} and step in ('allocated', 'granted')
        """;

    private SqlText Drop(SessionOutcome outcome) => $"""
        update netdrms.sums_unit set step = 'removing', noted = now()
        where sunum = any({outcome.Dropped}) and instance = {journal.Instance} and session = {outcome.Session} and step in ('allocated', 'removing')
        """;
}
