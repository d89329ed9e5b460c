using NetDrms.Database.Sql;
using NetDrms.Drms.Records;
using NetDrms.Model.Keywords;
using NetDrms.Model.Series;
using Npgsql;

namespace NetDrms.Drms.Catalog;

/// <summary>Numbers about the records of a series. Spec 03 §2.5, §4.</summary>
/// <param name="connection">Open; not owned.</param>
/// <param name="transaction">The transaction that is open on it, or null.</param>
public sealed class SeriesStatistics(NpgsqlConnection connection, NpgsqlTransaction? transaction = null)
{
    /// <summary>The statement that gives the records at the ends of a series: the first and the last one in the order of the prime keys, and the one
    /// with the highest number; nothing for an empty series. A record comes as often as it is one of them.</summary>
    /// <param name="series">The series.</param>
    /// <param name="columns">What is read of them.</param>
    public static SqlText Ends(SeriesDefinition series, RecordColumns columns)
    {
        ArgumentNullException.ThrowIfNull(series);
        ArgumentNullException.ThrowIfNull(columns);
        SqlName table = SeriesTable.Name(series.Name);
        return $"""
            with e(n, recnum) as (
              select 1, {End(series, table, "", "min")} union all
              select 2, {End(series, table, " desc", "max")} union all
              select 3, (select max(recnum) from {table}))
            select {columns.Columns} from e join {table} t on t.recnum = e.recnum {columns.Joins} order by e.n
            """;
    }

    /// <summary>Finds the ends of a series by its indexes, in one round trip.</summary>
    public async Task<SeriesExtent> ExtentAsync(SeriesDefinition series, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(series);
        SqlName table = SeriesTable.Name(series.Name);
        SqlText sql = $"""
            select {End(series, table, "", "min")},
                   {End(series, table, " desc", "max")},
                   (select max(recnum) from {table}),
                   to_regclass({Shadow(series)}) is not null
            """;
        await using NpgsqlCommand command = sql.On(connection, transaction);
        await using NpgsqlDataReader row = await command.ExecuteReaderAsync(cancel);
        await row.ReadAsync(cancel);
        return new SeriesExtent(Recnum(row, 0), Recnum(row, 1), Recnum(row, 2), row.GetBoolean(3));
    }

    /// <summary>Counts the records and groups; reads the whole table.</summary>
    public async Task<SeriesCounts> CountAsync(SeriesDefinition series, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(series);
        SqlName table = SeriesTable.Name(series.Name);
        SqlText groups = new();
        if (series.PrimeKeys.Count == 0)
        {
            SqlText all = $"select count(*) from {table}";
            groups.Append(all);
        }
        else
        {
            SqlText distinct = $"select count(*) from (select 1 from {table} group by {Keys(series)}) g";
            groups.Append(distinct);
        }
        SqlText ranges = new();
        foreach (KeywordDefinition key in series.PrimeKeys)
        {
            SqlText range = $", min({SqlName.Of(key.Name)}), max({SqlName.Of(key.Name)})";
            ranges.Append(range);
        }
        SqlText sql = $"""
            select coalesce(max(recnum), 0), count(*), ({groups}), pg_total_relation_size({table.Quoted}::regclass){ranges} from {table}
            """;
        await using NpgsqlCommand command = sql.On(connection, transaction);
        await using NpgsqlDataReader row = await command.ExecuteReaderAsync(cancel);
        await row.ReadAsync(cancel);
        ColumnDecoder decoder = new(row);
        return new SeriesCounts
        {
            LastRecnum = row.GetInt64(0),
            Records = row.GetInt64(1),
            Groups = row.GetInt64(2),
            TableBytes = row.GetInt64(3),
            Ranges = [.. series.PrimeKeys.Select((key, i) => (key, Value(decoder, 4 + (2 * i), key), Value(decoder, 5 + (2 * i), key)))],
        };
    }

    private static DrmsValue Value(ColumnDecoder decoder, int column, KeywordDefinition key) => decoder.Value(column, key.Type, DrmsValue.Missing(key.Type));

    // A NULL key has no place in the order; only if there is nothing else does such a record count.
    private static SqlText End(SeriesDefinition series, SqlName table, string direction, string otherwise)
    {
        SqlText end = $"coalesce((select recnum from {table}{NotNull(series)} order by {Order(series, direction)}recnum{NoKeys(series, direction)} limit 1), (select ";
        end.AppendLiteral(otherwise);
        SqlText rest = $"(recnum) from {table}))";
        return end.Append(rest);
    }

    // Newest version of a group first; without keys there are no groups.
    private static SqlText NoKeys(SeriesDefinition series, string direction)
    {
        SqlText text = new();
        text.AppendLiteral(series.PrimeKeys.Count > 0 ? " desc" : direction);
        return text;
    }

    private static SqlText NotNull(SeriesDefinition series)
    {
        SqlText text = new();
        foreach (KeywordDefinition key in series.PrimeKeys)
        {
            text.AppendLiteral(text.IsEmpty ? " where " : " and ");
            text.AppendFormatted(SqlName.Of(key.Name));
            text.AppendLiteral(" is not null");
        }
        return text;
    }

    private static SqlText Order(SeriesDefinition series, string direction)
    {
        SqlText text = new();
        foreach (KeywordDefinition key in series.PrimeKeys)
        {
            text.AppendFormatted(SqlName.Of(key.Name));
            text.AppendLiteral(direction);
            text.AppendLiteral(", ");
        }
        return text;
    }

    private static SqlText Keys(SeriesDefinition series)
    {
        SqlText text = new();
        foreach (KeywordDefinition key in series.PrimeKeys)
        {
            if (!text.IsEmpty)
                text.AppendLiteral(", ");
            text.AppendFormatted(SqlName.Of(key.Name));
        }
        return text;
    }

    private static string Shadow(SeriesDefinition series) => SqlName.Of(series.Name.Namespace, ShadowTable.TableName(series.Name)).Quoted;

    private static long? Recnum(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetInt64(column);
}
