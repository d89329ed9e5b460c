using NetDrms.Database.Sql;
using Npgsql;

namespace NetDrms.Cli.Tests.Golden;

/// <summary>Every row of every table, and the state of every sequence, of a DRMS database.</summary>
internal static class DatabaseRows
{
    // column → why it is left aside; it is in every table but where a table is named
    private static readonly (string? Table, string Column, string Reason)[] s_leftAside =
    [
        (null, "sunum", "storage units are numbered by each run's daemon"),
        (null, "slotnum", "goes with the storage unit"),
        (null, "sessionid", "sessions are numbered by each database"),
        ("gold.drms_series", "created", "the day of the run"),
        ("gold.m_45s", "chark", "defect, spec 02 §2.2: the first character of the default's text, not its number"),
        ("gold.m_45s", "content", "defect, spec 03 §3.1: cut at an inner quote"),
    ];

    /// <summary>The schemas of the recording.</summary>
    public static readonly string[] Schemas = ["admin", "drms", "gold"];

    /// <summary>Reads all: the name of the table or sequence, its rows as JSON in an order of their own.</summary>
    public static async Task<IReadOnlyDictionary<string, IReadOnlyList<string>>> ReadAsync(TestDatabase database, CancellationToken cancel)
    {
        SortedDictionary<string, IReadOnlyList<string>> all = new(StringComparer.Ordinal);
        await using NpgsqlConnection connection = await database.SuperuserSource.OpenConnectionAsync(cancel);
        SqlText tables = $"""
            select c.relkind::text || n.nspname || '.' || c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
             where n.nspname = any({Schemas}) and c.relkind in ('r', 'p', 'v', 'm', 'f', 'S')
            """;
        foreach (string found in await ListAsync(connection, tables, cancel))
        {
            string name = found[1..];
            string[] parts = name.Split('.');
            string[] columns = [.. s_leftAside.Where(left => left.Table is null || left.Table == name).Select(left => left.Column)];
            SqlText rows = found[0] == 'S'
                ? (SqlText)$"select last_value || ' ' || is_called from {SqlName.Of(parts[0], parts[1])}"
                : $"select (to_jsonb(t) - {columns})::text from {SqlName.Of(parts[0], parts[1])} t order by 1";
            all.Add(name, await ListAsync(connection, rows, cancel));
        }
        return all;
    }

    private static async Task<List<string>> ListAsync(NpgsqlConnection connection, SqlText sql, CancellationToken cancel)
    {
        await using NpgsqlCommand command = sql.On(connection);
        await using NpgsqlDataReader row = await command.ExecuteReaderAsync(cancel);
        List<string> list = [];
        while (await row.ReadAsync(cancel))
            list.Add(row.GetString(0));
        return list;
    }
}
