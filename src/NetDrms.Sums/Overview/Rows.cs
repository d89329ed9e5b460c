using NetDrms.Database.Sql;
using Npgsql;

namespace NetDrms.Sums.Overview;

/// <summary>Reads all rows of a statement.</summary>
internal static class Rows
{
    /// <summary>Reads them.</summary>
    public static async Task<List<T>> ReadAsync<T>(NpgsqlConnection connection, SqlText sql, Func<NpgsqlDataReader, T> read, CancellationToken cancel)
    {
        List<T> items = [];
        await using NpgsqlCommand command = sql.On(connection);
        command.CommandTimeout = 0;   // millions of units take as long as they take
        await using NpgsqlDataReader row = await command.ExecuteReaderAsync(cancel);
        while (await row.ReadAsync(cancel))
            items.Add(read(row));
        return items;
    }
}
