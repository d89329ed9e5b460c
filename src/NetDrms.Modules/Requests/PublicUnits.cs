using NetDrms.Database.Sql;
using NetDrms.Model.Series;
using NetDrms.Sums.Units;
using Npgsql;

namespace NetDrms.Modules.Requests;

/// <summary>Keeps storage units of series that are not public from strangers: they look like unknown ones.</summary>
internal static class PublicUnits
{
    /// <summary>Gives the units as the connection's role may know them. Those of what is no series here (logs, other sites' series) stay.</summary>
    public static async Task<IReadOnlyList<StorageUnit>> OfAsync(NpgsqlConnection connection, IReadOnlyList<StorageUnit> units, CancellationToken cancel)
    {
        HashSet<string> hidden = await HiddenAsync(connection, [.. units.Select(unit => unit.OwningSeries).Distinct(StringComparer.OrdinalIgnoreCase)], cancel);
        return hidden.Count == 0 ? units : [.. units.Select(unit => hidden.Contains(unit.OwningSeries.ToLowerInvariant()) ? StorageUnit.Unknown(unit.Sunum) : unit)];
    }

    private static async Task<HashSet<string>> HiddenAsync(NpgsqlConnection connection, IReadOnlyList<string> series, CancellationToken cancel)
    {
        List<SeriesName> names = [];
        foreach (string text in series)
        {
            if (SeriesName.TryParse(text, out SeriesName name))
                names.Add(name);
        }
        string[] keys = [.. names.Select(name => name.Key)];
        string[] tables = [.. names.Select(name => name.Table)];
        SqlText sql = $"""
            select n.nspname || '.' || c.relname
              from pg_class c join pg_namespace n on n.oid = c.relnamespace
             where c.relname = any({tables}) and n.nspname || '.' || c.relname = any({keys})
               and not (has_schema_privilege(n.oid, 'usage') and has_table_privilege(c.oid, 'select'))
            """;
        HashSet<string> hidden = new(StringComparer.Ordinal);
        if (keys.Length == 0)
            return hidden;
        await using NpgsqlCommand command = sql.On(connection);
        await using NpgsqlDataReader row = await command.ExecuteReaderAsync(cancel);
        while (await row.ReadAsync(cancel))
            hidden.Add(row.GetString(0));
        return hidden;
    }
}
