using System.Text;
using NetDrms.Drms.Catalog;
using NetDrms.Drms.Output;
using NetDrms.Drms.Records;
using NetDrms.Model.Keywords;
using NetDrms.Model.Series;
using Npgsql;

namespace NetDrms.Drms.Json;

/// <summary>The ends of a series as <c>series_struct</c> tells them. Spec 06 §2.2.</summary>
/// <param name="First">First record; null for an empty series.</param>
/// <param name="Last">Last record.</param>
/// <param name="HighestRecnum">Highest record number; 0 for an empty series.</param>
public sealed record SeriesInterval(SeriesEnd? First, SeriesEnd? Last, long HighestRecnum)
{
    /// <summary>Reads them in one round trip.</summary>
    public static async Task<SeriesInterval> ReadAsync(NpgsqlConnection connection, SeriesDefinition series, CancellationToken cancel)
    {
        RecordQueryWriter query = new(series);
        RecordRequest request = new() { Keywords = [.. query.Keys.Select(key => new RecordKeyword(key, null))] };
        RecordColumns columns = await RecordColumns.BindAsync(series, request, (_, _) => Task.FromResult<SeriesDefinition?>(null), cancel);
        List<SeriesEnd> ends = [];
        await using RecordReader reader = await RecordReader.OpenAsync(connection, SeriesStatistics.Ends(series, columns), columns, cancel);
        while (await reader.ReadAsync(cancel))
            ends.Add(new SeriesEnd(reader.Row.Recnum, Text(query, reader.Row)));
        return ends is [SeriesEnd first, SeriesEnd last, SeriesEnd highest] ? new SeriesInterval(first, last, highest.Recnum) : new SeriesInterval(null, null, 0);
    }

    private static string Text(RecordQueryWriter query, RecordRow row)
    {
        OutputBuffer text = new(null, 256);
        DrmsValue[] keys = [.. Enumerable.Range(0, query.Keys.Count).Select(row.Keyword)];
        query.Write(text, row.Recnum, keys);
        return Encoding.UTF8.GetString(text.Held);
    }
}
