using System.Globalization;
using NetDrms.Database.Sql;
using NetDrms.Model.Errors;
using NetDrms.Model.Series;
using Npgsql;

namespace NetDrms.Drms.Records;

/// <summary>A column of a series' table as the database has it.</summary>
/// <param name="Name">Name, lower case.</param>
/// <param name="Storage">What it holds.</param>
internal readonly record struct TableColumn(string Name, ColumnStorage Storage)
{
    /// <summary>Reads the columns of a table in their order; tables that grew by hand may differ from the definition.</summary>
    /// <exception cref="DrmsException">There is no such table.</exception>
    public static async Task<IReadOnlyList<TableColumn>> ReadAsync(NpgsqlConnection connection, SeriesName series, CancellationToken cancel)
    {
        SqlText sql = $"""
            select a.attname::text, a.atttypid::bigint from pg_catalog.pg_attribute a
            where a.attrelid = to_regclass({SqlName.Of(series).Quoted}) and a.attnum > 0 and not a.attisdropped
            order by a.attnum
            """;
        List<TableColumn> columns = [];
        await using NpgsqlCommand command = sql.On(connection);
        await using NpgsqlDataReader row = await command.ExecuteReaderAsync(cancel);
        while (await row.ReadAsync(cancel))
            columns.Add(new TableColumn(row.GetString(0), ColumnStorages.Of((uint)row.GetInt64(1))));
        return columns.Count > 0
            ? columns
            : throw new DrmsException(ErrorCode.UnknownSeries, string.Create(CultureInfo.InvariantCulture, $"series \"{series}\" has no table in the database"));
    }
}
