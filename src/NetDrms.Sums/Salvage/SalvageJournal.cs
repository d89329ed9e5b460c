using NetDrms.Database.Sql;
using NetDrms.Sums.Access;
using NetDrms.Sums.Daemon;
using NetDrms.Sums.Journal;
using NetDrms.Sums.Units;

namespace NetDrms.Sums.Salvage;

/// <summary>The steps of salvage in the journal.</summary>
internal sealed class SalvageJournal(SumsDatabase database, UnitJournal journal)
{
    /// <summary>Finds a unit that waits for salvage.</summary>
    public async Task<JournalEntry?> FindAsync(Sunum sunum, CancellationToken cancel) => (await database.ReadAsync(
        $"select path, session, given, series, fence from netdrms.sums_unit where sunum = {sunum.Value} and step = 'salvage'",
        row => new JournalEntry(
            sunum, row.GetString(0), JournalStep.Salvage, row.GetInt64(1), row.GetBoolean(2), row.IsDBNull(3) ? null : row.GetString(3), IsDue: false, row.IsDBNull(4) ? null : row.GetInt64(4)),
        cancel)).FirstOrDefault();

    /// <summary>Keeps the reconciler from removing a unit while it is sealed, which may take an hour.</summary>
    public async Task<bool> TryHoldAsync(JournalEntry entry, CancellationToken cancel) => await database.ExecuteAsync(
        $"""
        update netdrms.sums_unit set instance = {journal.Instance}, expires = greatest(expires, now() + interval '1 day')
        where sunum = {entry.Sunum.Value} and step = 'salvage'
        """,
        cancel) == 1;

    /// <summary>Notes that a unit is going to be removed; from then on the reconciler completes it.</summary>
    public async Task<bool> TryDropAsync(JournalEntry entry, SqlText noted, CancellationToken cancel) => await database.ExecuteAsync(
        $"""
        with dropped as (
            update netdrms.sums_unit set step = 'removing', instance = {journal.Instance}, noted = now()
            where sunum = {entry.Sunum.Value} and step = 'salvage' returning sunum, path, series)
        {noted} {AuditActions.Drop}, coalesce(series, path), array[sunum], path from dropped
        """,
        cancel) == 1;
}
