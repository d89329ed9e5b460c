using Microsoft.Extensions.Logging;
using NetDrms.Database.Sql;
using NetDrms.Model.Series;
using NetDrms.Sums.Daemon;
using Npgsql;

namespace NetDrms.Sums.Journal;

/// <summary>Asks the DRMS database whether records refer to storage units. Spec 04, better 4.</summary>
/// <remarks>
/// "No" needs more than an empty answer: the transaction that will commit the record may still run. A client writes its rows before it puts
/// (spec 02 §6.3), so that transaction has its number by then. The first time a unit is asked for, the next free transaction number becomes its fence;
/// when no transaction below the fence runs any more, "no" is final. Age decides nothing.
/// </remarks>
internal sealed class DrmsReferences(DatabaseTarget target, ILogger log)
{
    /// <summary>Series name under which modules put their log directories; the session row refers to them.</summary>
    public const string LogSeries = "drms_logs";

    private const int NewestRecords = 200_000;   // looked at first, by the primary key: new units belong to new records

    /// <summary>Asks for all entries, over one connection.</summary>
    /// <returns>An answer for each entry, by number of its unit; all undecided when the database cannot be reached.</returns>
    public async Task<Dictionary<long, Reference>> AskAsync(IReadOnlyList<JournalEntry> entries, CancellationToken cancel)
    {
        Dictionary<long, Reference> answers = entries.ToDictionary(entry => entry.Sunum.Value, entry => new Reference(ReferenceState.Undecided, entry.Fence));
        if (entries.Count == 0)
            return answers;
        try
        {
            await using NpgsqlConnection connection = await DatabaseConnection.OpenAsync(target, cancel);
            (long oldest, long next) = await TransactionsAsync(connection, cancel);   // before the rows are looked at
            foreach (IGrouping<string, JournalEntry> series in entries.GroupBy(entry => entry.Series ?? "", StringComparer.OrdinalIgnoreCase))
                await AskAsync(connection, series.Key, [.. series], oldest, next, answers, cancel);
        }
        catch (Exception failure) when (failure is Model.Errors.DrmsException || SumsDatabase.IsLost(failure))
        {
            log.DrmsDatabaseUnreachable(target.ToString(), failure);
        }
        return answers;
    }

    private async Task AskAsync(
        NpgsqlConnection connection, string series, JournalEntry[] entries, long oldest, long next, Dictionary<long, Reference> answers, CancellationToken cancel)
    {
        long[] sunums = [.. entries.Select(entry => entry.Sunum.Value)];
        HashSet<long>? referenced;
        try
        {
            referenced = series.Equals(LogSeries, StringComparison.OrdinalIgnoreCase)
                ? await LogsAsync(connection, sunums, cancel)
                : await RecordsAsync(connection, series, sunums, cancel);
        }
        catch (PostgresException refused)   // no right to read the series, for example: nothing is decided
        {
            log.SeriesUnreadable(series, refused);
            return;
        }
        foreach (JournalEntry entry in entries)
        {
            long fence = entry.Fence ?? next;
            ReferenceState state = referenced?.Contains(entry.Sunum.Value) == true ? ReferenceState.Referenced
                : oldest < fence ? ReferenceState.Undecided
                : referenced is null ? ReferenceState.UnknownSeries : ReferenceState.Unreferenced;
            answers[entry.Sunum.Value] = new(state, fence);
        }
    }

    private static async Task<(long Oldest, long Next)> TransactionsAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        SqlText sql = $"select pg_snapshot_xmin(s)::text::bigint, pg_snapshot_xmax(s)::text::bigint from pg_current_snapshot() s";
        await using NpgsqlCommand command = sql.On(connection);
        await using NpgsqlDataReader row = await command.ExecuteReaderAsync(cancel);
        await row.ReadAsync(cancel);
        return (row.GetInt64(0), row.GetInt64(1));
    }

    // null: no such series. The whole table is read only for units that the newest records do not refer to.
    private static async Task<HashSet<long>?> RecordsAsync(NpgsqlConnection connection, string series, long[] sunums, CancellationToken cancel)
    {
        if (!SeriesName.TryParse(series, out SeriesName name) || !await ExistsAsync(connection, SqlName.Of(name), cancel))
            return null;
        HashSet<long> found = await ReadAsync(
            connection,
            $"select distinct sunum from (select sunum from {SqlName.Of(name)} order by recnum desc limit {NewestRecords}) n where sunum = any({sunums})",
            cancel);
        long[] rest = [.. sunums.Where(sunum => !found.Contains(sunum))];
        if (rest.Length > 0)
            found.UnionWith(await ReadAsync(connection, $"select distinct sunum from {SqlName.Of(name)} where sunum = any({rest})", cancel));
        return found;
    }

    private static async Task<HashSet<long>> LogsAsync(NpgsqlConnection connection, long[] sunums, CancellationToken cancel)
    {
        HashSet<long> found = [];
        SqlText namespaces = $"select name from admin.ns";
        List<string> names = [];
        await using (NpgsqlCommand command = namespaces.On(connection))
        await using (NpgsqlDataReader row = await command.ExecuteReaderAsync(cancel))
        {
            while (await row.ReadAsync(cancel))
                names.Add(row.GetString(0));
        }
        foreach (string name in names)
        {
            SqlName sessions = SqlName.Of(name, "drms_session");
            if (await ExistsAsync(connection, sessions, cancel))
                found.UnionWith(await ReadAsync(connection, $"select distinct sunum from {sessions} where sunum = any({sunums})", cancel));
        }
        return found;
    }

    private static async Task<bool> ExistsAsync(NpgsqlConnection connection, SqlName table, CancellationToken cancel)
    {
        SqlText sql = $"select to_regclass({table.Quoted}) is not null";
        await using NpgsqlCommand command = sql.On(connection);
        return await command.ExecuteScalarAsync(cancel) is true;
    }

    private static async Task<HashSet<long>> ReadAsync(NpgsqlConnection connection, SqlText sql, CancellationToken cancel)
    {
        HashSet<long> numbers = [];
        await using NpgsqlCommand command = sql.On(connection);
        command.CommandTimeout = 0;   // a large series takes as long as it takes; nobody waits for it
        await using NpgsqlDataReader row = await command.ExecuteReaderAsync(cancel);
        while (await row.ReadAsync(cancel))
            numbers.Add(row.GetInt64(0));
        return numbers;
    }
}
