using NetDrms.Database.Sql;
using NetDrms.Sums.Access;
using NetDrms.Sums.Daemon;
using NetDrms.Sums.Units;

namespace NetDrms.Sums.Journal;

/// <summary>The journal of storage units: written before a directory is made, sealed or removed, so that after any crash it is known what is ours and what is whole. Spec 04, better 3–5.</summary>
/// <remarks>
/// Each change names the step it starts from and the daemon run and session that own the unit: of two that would settle one unit, one wins.
/// Steps that only spare work after a crash are committed without waiting for the disk; a crash of the database may lose them, a crash of the daemon never does.
/// </remarks>
internal sealed class UnitJournal(SumsDatabase database, int instance)
{
    /// <summary>Number of this run of the daemon.</summary>
    public int Instance => instance;

    /// <summary>Notes that a directory is going to be made; durable when it returns.</summary>
    /// <returns>False when the number is known already: in <c>sum_main</c>, in the journal, or its directory is still to be removed by the steward.</returns>
    public async Task<bool> TryBeginAsync(NewUnit unit, CancellationToken cancel) => await database.ExecuteAsync(
        $"""
        insert into netdrms.sums_unit as u (sunum, path, step, instance, session, given, asked_bytes, tape_group, storage_set, client, db_user)
        select {unit.Sunum.Value}, {unit.Path}, 'making', {instance}, {unit.Session}, {unit.IsGiven}, {unit.AskedBytes}, {unit.Group}, {unit.Set}, {unit.Client}, {unit.User}
        where not exists (select from public.sum_main where ds_index = {unit.Sunum.Value})
          and not exists (select from netdrms.sums_expiry where sunum = {unit.Sunum.Value} and step <> 'gone')
        on conflict (sunum) do update set noted = now()
        where u.step = 'making' and u.instance = excluded.instance and u.session = excluded.session and u.path = excluded.path
        """,
        cancel) == 1;

    /// <summary>Notes that the directory shall be made elsewhere, since the first place did not take it.</summary>
    public Task MoveAsync(NewUnit unit, CancellationToken cancel) => database.ExecuteAsync(
        $"update netdrms.sums_unit set path = {unit.Path}, storage_set = {unit.Set}, noted = now() where sunum = {unit.Sunum.Value} and instance = {instance} and step = 'making'",
        cancel);

    /// <summary>Notes that the directory is there and its client may fill it.</summary>
    public Task MadeAsync(Sunum sunum, CancellationToken cancel) => database.ExecuteAsync(
        $"""
        update netdrms.sums_unit set step = 'allocated', noted = now()
        where sunum = {sunum.Value} and instance = {instance} and step in ('making', 'allocated')
          and set_config('synchronous_commit', 'off', true) is not null
        """,
        cancel);

    /// <summary>Takes over directories that another session of the same user left to be put; gives those that it got.</summary>
    public async Task<HashSet<long>> TakeGrantsAsync(long session, Caller caller, long[] sunums, string[] paths, CancellationToken cancel) =>
        [.. await database.ReadAsync(
            $"""
            update netdrms.sums_unit u set step = 'allocated', instance = {instance}, session = {session}, noted = now()
            from unnest({sunums}, {paths}) as w(sunum, path)
            where u.sunum = w.sunum and u.path = w.path
              and (u.db_user is null or u.db_user = {caller.User} or {caller.Rights == AccessRights.Administer})
              and (u.step = 'granted' and u.expires > now() or u.step = 'allocated' and u.instance = {instance} and u.session = {session})
            returning u.sunum
            """,
            row => row.GetInt64(0),
            cancel)];

    /// <summary>Notes that units are going to be sealed, and on what terms.</summary>
    /// <returns>How many of them are this session's to put.</returns>
    public Task<int> SealingAsync(long session, long[] sunums, PutTerms terms, CancellationToken cancel) => database.ExecuteAsync(
        $"""
        update netdrms.sums_unit
        set step = 'sealing', noted = now(), series = {terms.Series}, status = {terms.Status}, substatus = {terms.Substatus},
            effective_date = to_char(localtimestamp + {terms.RetentionDays} * interval '1 day', 'YYYYMMDDHH24MI'), put_date = localtimestamp
        where sunum = any({sunums}) and instance = {instance} and session = {session} and step in ('allocated', 'sealing')
          and set_config('synchronous_commit', 'off', true) is not null
        """,
        cancel);

    /// <summary>Notes what sealed units hold, ahead of <see cref="SealedAsync"/>: for more than one statement should carry.</summary>
    public Task ManifestsAsync(IReadOnlyList<(long Sunum, UnitManifest Manifest)> manifests, CancellationToken cancel) =>
        database.ExecuteAsync(ManifestTable.Insert(manifests), cancel);

    /// <summary>Notes that units are sealed and on disk, and what they hold; durable when it returns.</summary>
    /// <param name="manifests">Of those units whose manifests <see cref="ManifestsAsync"/> has not written.</param>
    /// <returns>How many.</returns>
    public Task<int> SealedAsync(
        long session, long[] sunums, long[] bytes, IReadOnlyList<(long Sunum, UnitManifest Manifest)> manifests, CancellationToken cancel) => database.ExecuteAsync(
        $"""
        {(manifests.Count == 0 ? new SqlText() : (SqlText)$"with manifest as ({ManifestTable.Insert(manifests)})")}
        update netdrms.sums_unit u set step = 'sealed', noted = now(), bytes = w.bytes, expires = null
        from unnest({sunums}, {bytes}) as w(sunum, bytes)
        where u.sunum = w.sunum and u.instance = {instance} and u.session = {session} and u.step in ('sealing', 'sealed')
        """,
        cancel);

    /// <summary>Notes that a put failed: the data stay, for salvage, with the terms of the put as far as they can be.</summary>
    public Task FailedAsync(long session, long[] sunums, PutTerms terms, string reason, double days, CancellationToken cancel) => database.ExecuteAsync(
        $"""
        update netdrms.sums_unit set step = 'salvage', noted = now(), reason = {reason}, expires = now() + {days} * interval '1 day',
            series = nullif({terms.Series}, ''), status = {terms.Status}, substatus = {terms.Substatus}, put_date = localtimestamp,
            effective_date = to_char(localtimestamp + {terms.RetentionDays} * interval '1 day', 'YYYYMMDDHH24MI')
        where sunum = any({sunums}) and instance = {instance} and session = {session} and step in ('allocated', 'sealing', 'sealed', 'salvage')
        """,
        cancel);

    /// <summary>Notes that units' directories are going to be removed.</summary>
    /// <returns>Those that may be: nobody else has settled them.</returns>
    public async Task<HashSet<long>> RemovingAsync(long session, long[] sunums, CancellationToken cancel) =>
        [.. await database.ReadAsync(
            $"""
            update netdrms.sums_unit set step = 'removing', noted = now()
            where sunum = any({sunums}) and instance = {instance} and session = {session} and step not in ('granted', 'unconfirmed')
            returning sunum
            """,
            row => row.GetInt64(0),
            cancel)];

    /// <summary>Gives units back for a put in another session, which may wait until their old limit or so many hours.</summary>
    public Task GrantAsync(long session, long[] sunums, double hours, CancellationToken cancel) => database.ExecuteAsync(
        $"""
        update netdrms.sums_unit set step = 'granted', noted = now(), expires = coalesce(expires, now() + {hours} * interval '1 hour')
        where sunum = any({sunums}) and instance = {instance} and session = {session} and step in ('allocated', 'sealing', 'sealed', 'granted')
        """,
        cancel);

    /// <summary>Finds the directory of a unit that waits for a put in another session; null when none does.</summary>
    public async Task<string?> FindGrantAsync(Sunum sunum, CancellationToken cancel) => (await database.ReadAsync(
        $"select path from netdrms.sums_unit where sunum = {sunum.Value} and step = 'granted' and expires > now()", row => row.GetString(0), cancel)).FirstOrDefault();

    /// <summary>Says why a unit cannot be allocated or put: what SUMS or the journal know of it.</summary>
    public async Task<string?> ExplainAsync(Sunum sunum, CancellationToken cancel) => (await database.ReadAsync(
        $"""
        select 'is stored already at ' || online_loc from public.sum_main where ds_index = {sunum.Value}
        union all
        select case step
            when 'granted' then 'waits to be put from ' || path
            when 'salvage' then 'waits for salvage at ' || path
            when 'removing' then 'is being removed from ' || path
            else 'is being written at ' || path end
        from netdrms.sums_unit where sunum = {sunum.Value}
        union all
        select 'has expired, and is being removed from ' || path from netdrms.sums_expiry where sunum = {sunum.Value} and step <> 'gone'
        """,
        row => row.GetString(0),
        cancel)).FirstOrDefault();

    /// <summary>The units of a session that are put but not visible yet, as its own info shows them.</summary>
    public Task<List<StorageUnit>> PendingAsync(long session, long sumid, long[] sunums, string userName, CancellationToken cancel) => database.ReadAsync(
        $"""
        select sunum, path, series, bytes, to_char(put_date, 'YYYY-MM-DD HH24:MI:SS'), effective_date, status, substatus
        from netdrms.sums_unit where sunum = any({sunums}) and instance = {instance} and session = {session} and step = 'sealed'
        """,
        row => new StorageUnit(
            new Sunum(row.GetInt64(0)), row.GetString(1), "Y", "N", "N", "", row.GetString(2), 0, row.GetInt64(3), sumid, row.GetString(4), userName,
            "N/A", 0, "1958-01-01 00:00:00", "N/A", 0, "1958-01-01 00:00:00", row.GetString(5), row.GetInt32(6), row.GetInt32(7)),
        cancel);

    /// <summary>Lets the session's own pending units of a series expire with those that are stored.</summary>
    public Task DeleteSeriesAsync(long session, string series, CancellationToken cancel) => database.ExecuteAsync(
        $"""
        update netdrms.sums_unit set status = {PutTerms.DeletePending}, effective_date = '0', substatus = {PutTerms.SeriesDeleted}
        where instance = {instance} and session = {session} and step = 'sealed' and lower(series) = lower({series})
        """,
        cancel);

    /// <summary>Keeps the session's own pending units longer; the rule is that of stored ones.</summary>
    public Task TouchAsync(long session, long[] sunums, double days, CancellationToken cancel) => database.ExecuteAsync(
        $"""
        update netdrms.sums_unit u set effective_date = t.kept
        from (select to_char(localtimestamp + {Math.Abs(days) + SumsTables.TouchGraceDays} * interval '1 day', 'YYYYMMDDHH24MI') as kept,
                     to_char(localtimestamp + {Math.Abs(days)} * interval '1 day', 'YYYYMMDDHH24MI') as asked) t
        where u.sunum = any({sunums}) and u.instance = {instance} and u.session = {session} and u.step = 'sealed'
          and ({days >= 0} or u.effective_date = '0' or t.asked > u.effective_date)
        """,
        cancel);

    /// <summary>Drops the entry of a unit whose directory is gone, or was never made.</summary>
    public Task ForgetAsync(Sunum sunum, CancellationToken cancel) => database.ExecuteAsync(
        $"""
        with gone as (delete from netdrms.sums_unit where sunum = {sunum.Value} and instance = {instance} and step in ('making', 'removing') returning sunum, path),
        manifest as (delete from netdrms.sums_manifest where sunum in (select sunum from gone))
        delete from public.sum_partn_alloc where wd in (select path from gone) and status = 1 and ds_index = 0
        """,
        cancel);

    /// <summary>Enters the row that a directory has which was allocated without a session; the protocol's single requests commit it. Spec 04 §3.3.</summary>
    public Task WriteSingleAllocAsync(Sunum sunum, long sumid, CancellationToken cancel) => database.ExecuteAsync(
        $"""
        insert into public.sum_partn_alloc (wd, sumid, status, bytes, effective_date, archive_substatus, group_id, ds_index, safe_id)
        select path, {sumid}, 1, asked_bytes, '0', 0, 0, 0, 0 from netdrms.sums_unit u where sunum = {sunum.Value} and instance = {instance}
          and not exists (select from public.sum_partn_alloc p where p.wd = u.path and p.status = 1)
        """,
        cancel);

    /// <summary>Ends what single requests began under a number of their own choice: the rows of <see cref="WriteSingleAllocAsync"/>, none of any session.</summary>
    public Task CloseSingleAsync(long sumid, CancellationToken cancel) => database.ExecuteAsync(
        $"""
        delete from public.sum_partn_alloc
        where sumid = {sumid} and status in (1, 8) and ds_index = 0 and wd in (select path from netdrms.sums_unit where session < 0)
        """,
        cancel);
}
