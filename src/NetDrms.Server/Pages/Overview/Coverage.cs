using NetDrms.Database.Sql;
using NetDrms.Model.Series;
using Npgsql;

namespace NetDrms.Server.Pages.Overview;

/// <summary>How the records of a series lie in time: counts in equal stretches, by one statement.</summary>
/// <param name="Key">The keyword of the time.</param>
/// <param name="Bins">The stretches in order.</param>
/// <param name="IsSampled">True when only a part of a large table was read, and counts are estimates.</param>
public sealed record Coverage(string Key, IReadOnlyList<CoverageBin> Bins, bool IsSampled)
{
    private const int MaxBins = 96;
    private const long LargestScan = 2_000_000;

    /// <summary>Reads it; null without times.</summary>
    internal static async Task<Coverage?> ReadAsync(NpgsqlConnection connection, SeriesDefinition series, TimeKey? key, SeriesSpan span, CancellationToken cancel)
    {
        if (key is null || span.First is not double first || span.Last is not double last)
            return null;
        // whole slots a bin, so that a regular series shows regular bars
        double step = key.Slots is null ? Math.Max((last - first) / MaxBins, 1e-3) : Math.Max(1, Math.Ceiling((last - first + 1) / MaxBins));
        int bins = (int)Math.Min(MaxBins, Math.Floor((last - first) / step) + 1);
        bool isSampled = span.Rows > LargestScan;
        double share = isSampled ? Math.Max(0.01, 100.0 * LargestScan / span.Rows) : 100;
        SqlName column = SqlName.Of(key.Column.Name);
        SqlText sample = isSampled ? $" tablesample system ({share})" : new SqlText();
        SqlText sql = $"""
            select least(floor(({column} - {first}) / {step})::int, {bins - 1}) as bin, count(*)
              from {SqlName.Of(series.Name)}{sample} where {column} > {SeriesSpan.Bound(key)} group by 1 order by 1
            """;
        long[] counts = new long[bins];
        await using (NpgsqlCommand command = sql.On(connection))
        await using (NpgsqlDataReader row = await command.ExecuteReaderAsync(cancel))
        {
            while (await row.ReadAsync(cancel))
                counts[Math.Clamp(row.GetInt32(0), 0, bins - 1)] += (long)Math.Round(row.GetInt64(1) * 100 / share);
        }
        return new Coverage(key.Keyword.Name, [.. counts.Select((count, i) => new CoverageBin(key.Text(key.InstantOf(first + (i * step))), key.Text(key.InstantOf(first + ((i + 1) * step))), count))], isSampled);
    }
}
