using NetDrms.Database.Sql;
using NetDrms.Sums.Daemon;
using NetDrms.Sums.Units;

namespace NetDrms.Sums.Journal;

/// <summary>Reads what is unsettled in the journal, and takes over what dead daemons left.</summary>
internal sealed class OpenEntries(SumsDatabase database, UnitJournal journal)
{
    /// <summary>Most entries of one pass; the rest follows in the next.</summary>
    public const int MaxEntries = 10_000;

    private readonly DeadRuns _dead = new(database, journal);

    /// <summary>Takes over the units of daemon runs that have died. Not thread-safe. Their clients may come back: directories wait to be put by another session, all for some time.</summary>
    /// <returns>How many.</returns>
    public async Task<int> ClaimAsync(double minutes, CancellationToken cancel)
    {
        int claimed = 0;
        foreach (int run in await _dead.FindAsync(cancel))
        {
            // the lock is tried first, in a step of its own: a live daemon holds it
            claimed += await database.ExecuteAsync(
                $"""
                with dead as materialized (select pg_try_advisory_xact_lock({DaemonInstance.LockClass}, {run}) as is_dead)
                update netdrms.sums_unit
                set instance = {journal.Instance}, noted = now(),
                    step = case step when 'allocated' then 'granted' else step end,
                    expires = coalesce(expires, now() + {minutes} * interval '1 minute')
                where instance = {run} and step not in ('granted', 'unconfirmed') and (select is_dead from dead)
                """,
                cancel);
        }
        return claimed;
    }

    /// <summary>What is to be settled: entries of this run, grants that have expired, and put units whose time to be referred to is over.</summary>
    public Task<List<JournalEntry>> ReadAsync(double unconfirmedHours, CancellationToken cancel) => database.ReadAsync(
        $"""
        select sunum, path, step, session, given, series, coalesce(expires <= now(), true), fence
        from netdrms.sums_unit
        where instance = {journal.Instance} and step in ('making', 'allocated', 'sealing', 'sealed', 'salvage', 'removing')
           or step = 'granted' and expires <= now()
           or step = 'unconfirmed' and noted <= now() - {unconfirmedHours} * interval '1 hour'
        order by noted, sunum
        limit {MaxEntries}
        """,
        row => new JournalEntry(
            new Sunum(row.GetInt64(0)), row.GetString(1), JournalSteps.Parse(row.GetString(2)), row.GetInt64(3), row.GetBoolean(4),
            row.IsDBNull(5) ? null : row.GetString(5), row.GetBoolean(6), row.IsDBNull(7) ? null : row.GetInt64(7)),
        cancel);

    /// <summary>Notes the fence of a unit. See <see cref="DrmsReferences"/>.</summary>
    public Task FenceAsync(Sunum sunum, long fence, CancellationToken cancel) => database.ExecuteAsync(
        $"update netdrms.sums_unit set fence = {fence} where sunum = {sunum.Value} and fence is null", cancel);

    /// <summary>Claims an entry for removal, if it still stands where it was read.</summary>
    public async Task<bool> TryRemovingAsync(JournalEntry entry, CancellationToken cancel) => await database.ExecuteAsync(
        $"""
        update netdrms.sums_unit set step = 'removing', instance = {journal.Instance}, noted = now()
        where sunum = {entry.Sunum.Value} and step = {entry.Step.ToText()} and session = {entry.Session}
          and (step <> 'salvage' or expires is null or expires <= now())
        """,
        cancel) == 1;

    /// <summary>Lets a unit wait to be put by another session.</summary>
    public Task GrantAgainAsync(JournalEntry entry, double hours, CancellationToken cancel) => database.ExecuteAsync(
        $"""
        update netdrms.sums_unit set step = 'granted', noted = now(), expires = coalesce(expires, now() + {hours} * interval '1 hour')
        where sunum = {entry.Sunum.Value} and step = {entry.Step.ToText()} and session = {entry.Session}
        """,
        cancel);

    /// <summary>Notes that an interrupted put was completed, and what the unit holds.</summary>
    public async Task<bool> TrySealedAsync(JournalEntry entry, long bytes, UnitManifest manifest, CancellationToken cancel) => await database.ExecuteAsync(
        $"""
        with manifest as ({ManifestTable.Insert([(entry.Sunum.Value, manifest)])})
        update netdrms.sums_unit set step = 'sealed', bytes = {bytes}, noted = now()
        where sunum = {entry.Sunum.Value} and step = 'sealing' and session = {entry.Session} and instance = {journal.Instance}
        """,
        cancel) == 1;
}
