using System.Buffers;
using System.Text;
using NetDrms.Cli.Arguments;
using NetDrms.Cli.Driver;
using NetDrms.Drms.Output;
using NetDrms.Drms.Queries;
using NetDrms.Drms.Records;
using NetDrms.Drms.Sessions;
using NetDrms.Fits.Images;
using NetDrms.Model.Errors;
using NetDrms.Model.Keywords;
using NetDrms.Model.RecordSets;
using NetDrms.Model.Series;

namespace NetDrms.Cli.Modules;

/// <summary>Stores the files of one batch of an ingest.</summary>
/// <param name="context">The call.</param>
/// <param name="session">The batch's session.</param>
/// <param name="access">Finds records that are there already.</param>
/// <param name="series">The series.</param>
/// <param name="segment">The segment that images go to.</param>
/// <param name="headers">Headers to keywords.</param>
internal sealed class IngestTarget(ModuleContext context, DrmsSession session, RecordSetAccess access, SeriesDefinition series, SegmentDefinition segment, HeaderKeywords headers)
{
    private readonly ValueAssigner _values = new(new SetInfoDialect("ingest"), isHexadecimal: false);
    private readonly Dictionary<string, string> _ofBatch = new(StringComparer.Ordinal);

    /// <summary>Stores a file as a record.</summary>
    /// <returns>Null when it is stored; why it is skipped; the empty text when it failed, which is reported.</returns>
    public async Task<string?> StoreAsync(string file, FitsImage image, IngestReport report, CancellationToken cancel)
    {
        RecordWriter writer = await session.WriterAsync(series, cancel);
        NewRecord record = writer.Create();
        try
        {
            headers.Set(record, [(segment, image.Header)]);
            foreach (GivenValue given in context.Arguments.Others)
                _values.Set(record, record.Keyword(given.Name), Assignment.Of(given));
        }
        catch (DrmsException failure)
        {
            report.Failed(file, failure.Error);
            return "";
        }
        if (record.MissingPrimeKeys().ToList() is { Count: > 0 } missing)
        {
            report.Failed(file, new DrmsError(ErrorCode.Argument, $"the header gives no value for {string.Join(", ", missing)}"));
            return "";
        }
        string query = QueryOf(record);
        if (_ofBatch.TryGetValue(query, out string? other))
            return $"{query} was stored from {other}";
        if (series.PrimeKeys.Count > 0 && await ExistsAsync(query, cancel))
            return $"{query} is there already";
        await session.Segments.WriteAsync(record, segment, image.Array, cancel);
        await writer.AddAsync(record, cancel);
        _ofBatch[query] = file;
        return null;
    }

    private string QueryOf(NewRecord record)
    {
        RecordQueryWriter names = new(series);
        DrmsValue[] keys = [.. names.Keys.Select(key => record.Get(record.Keyword(key.Name)))];
        ArrayBufferWriter<byte> text = new();
        names.Write(text, 0, keys);
        return Encoding.UTF8.GetString(text.WrittenSpan);
    }

    private async Task<bool> ExistsAsync(string text, CancellationToken cancel)
    {
        IReadOnlyList<RecordQuery> queries = await access.OpenAsync(text, cancel);
        RecordColumns columns = await RecordColumns.BindAsync(series, new RecordRequest(), access.FindAsync, cancel);
        await using RecordReader reader = await RecordReader.OpenAsync(session.Connection, queries[0].Select(columns.Columns, columns.Joins, RecordLimit.First(1)), columns, cancel);
        return await reader.ReadAsync(cancel);
    }
}
