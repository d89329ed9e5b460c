using NetDrms.Database.Sql;
using NetDrms.Model.Series;
using Npgsql;

namespace NetDrms.Server.Pages;

/// <summary>How much a series holds and over which time, found by indexes and estimates: cheap for any size.</summary>
/// <param name="Records">Number of records, all versions; see <paramref name="IsAtLeast"/>.</param>
/// <param name="IsAtLeast">True when counting stopped there.</param>
/// <param name="Rows">Rows of the table by the planner's estimate, at least <paramref name="Records"/>.</param>
/// <param name="First">Least column value of the time key; null without one.</param>
/// <param name="Last">Greatest.</param>
internal sealed record SeriesSpan(long Records, bool IsAtLeast, long Rows, double? First, double? Last)
{
    private const long LargestScan = 1_000_000;   // a key that leads no index is looked for in tables up to this size

    /// <summary>Reads it.</summary>
    public static async Task<SeriesSpan> ReadAsync(NpgsqlConnection connection, SeriesDefinition series, TimeKey? key, CancellationToken cancel)
    {
        SqlName table = SqlName.Of(series.Name);
        int limit = Wording.CountLimit;
        SqlText sql = $"""
            select (select count(*) from (select 1 from {table} limit {limit + 1}) few),
                   (select greatest(reltuples, 0)::bigint from pg_class where oid = {table.Quoted}::regclass)
            """;
        long counted;
        long rows;
        await using (NpgsqlCommand command = sql.On(connection))
        await using (NpgsqlDataReader row = await command.ExecuteReaderAsync(cancel))
        {
            await row.ReadAsync(cancel);
            counted = row.GetInt64(0);
            rows = row.GetInt64(1);
        }
        bool isAtLeast = counted > limit;
        SeriesSpan span = new(isAtLeast ? limit : counted, isAtLeast, isAtLeast ? Math.Max(rows, limit) : counted, null, null);
        return key is null || counted == 0 || (!key.IsLeading && span.Rows > LargestScan) ? span : await span.WithEndsAsync(connection, table, key, cancel);
    }

    private async Task<SeriesSpan> WithEndsAsync(NpgsqlConnection connection, SqlName table, TimeKey key, CancellationToken cancel)
    {
        SqlName column = SqlName.Of(key.Column.Name);
        SqlText sql = $"""
            select (select min({column})::double precision from {table} where {column} > {Bound(key)}),
                   (select max({column})::double precision from {table} where {column} > {Bound(key)})
            """;
        await using NpgsqlCommand command = sql.On(connection);
        await using NpgsqlDataReader row = await command.ExecuteReaderAsync(cancel);
        await row.ReadAsync(cancel);
        return row.IsDBNull(0) ? this : this with { First = row.GetDouble(0), Last = row.GetDouble(1) };
    }

    /// <summary>The value below which a time is missing, of the column's type, so that its index serves.</summary>
    public static SqlText Bound(TimeKey key) => key.Slots is null ? (SqlText)$"{key.MissingColumnValue}" : $"{(long)key.MissingColumnValue}";
}
