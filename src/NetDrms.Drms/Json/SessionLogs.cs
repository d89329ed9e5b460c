using NetDrms.Database.Sql;
using NetDrms.Drms.Output;
using Npgsql;

namespace NetDrms.Drms.Json;

/// <summary>Directories of the logs of the sessions that wrote records. Spec 06 §2.4, <c>*logdir*</c>.</summary>
/// <param name="connection">Connection to the session tables, free when it is asked.</param>
/// <param name="units">Where the logs' units are asked for.</param>
internal sealed class SessionLogs(NpgsqlConnection connection, UnitLookup units)
{
    private const int MostRemembered = 50_000;
    private const string NoLog = "NO LOG";   // nothing is known of the session

    private readonly Dictionary<(string Namespace, long Id), string> _logs = [];
    private readonly Dictionary<string, bool> _hasTable = new(StringComparer.Ordinal);

    /// <summary>The directory, or what stands for it.</summary>
    public string Of(in HeldRow row) => _logs.GetValueOrDefault((row.SessionNamespace, row.SessionId), NoLog);

    /// <summary>Asks about the sessions of many rows at once.</summary>
    public async Task LookUpAsync(List<HeldRow> rows, CancellationToken cancel)
    {
        if (_logs.Count > MostRemembered)
            _logs.Clear();
        IEnumerable<IGrouping<string, long>> unknown = rows
            .Where(r => r.SessionNamespace.Length > 0 && !_logs.ContainsKey((r.SessionNamespace, r.SessionId)))
            .GroupBy(r => r.SessionNamespace, r => r.SessionId, StringComparer.Ordinal);
        foreach (IGrouping<string, long> sessions in unknown.ToList())
        {
            if (await HasTableAsync(sessions.Key, cancel))
                await ReadAsync(sessions.Key, [.. sessions.Distinct()], cancel);
        }
    }

    // A missing table would end the transaction that the records are read in.
    private async Task<bool> HasTableAsync(string sessionNamespace, CancellationToken cancel)
    {
        if (_hasTable.TryGetValue(sessionNamespace, out bool known))
            return known;
        SqlText sql = $"select has_table_privilege(c.oid, 'select') from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = {sessionNamespace} and c.relname = 'drms_session'";
        await using NpgsqlCommand command = sql.On(connection);
        return _hasTable[sessionNamespace] = await command.ExecuteScalarAsync(cancel) is true;
    }

    private async Task ReadAsync(string sessionNamespace, long[] numbers, CancellationToken cancel)
    {
        List<(long Id, long LogUnit)> logs = [];
        SqlText sql = $"select sessionid, coalesce(sunum, -1) from {SqlName.Of(sessionNamespace, "drms_session")} where sessionid = any({numbers})";
        await using (NpgsqlCommand command = sql.On(connection))
        await using (NpgsqlDataReader row = await command.ExecuteReaderAsync(cancel))
        {
            while (await row.ReadAsync(cancel))
                logs.Add((row.GetInt64(0), row.GetInt64(1)));
        }
        await units.InfoAsync(logs.Select(l => l.LogUnit), cancel);
        foreach ((long id, long unit) in logs)
            _logs[(sessionNamespace, id)] = units.Info(unit) is { IsOnline: true } log ? log.Location : UnitFacts.NoDirectory;
    }
}
