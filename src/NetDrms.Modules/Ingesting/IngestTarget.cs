using System.Buffers;
using System.Text;
using NetDrms.Drms.Output;
using NetDrms.Drms.Records;
using NetDrms.Drms.Sessions;
using NetDrms.Drms.Sources;
using NetDrms.Fits.Images;
using NetDrms.Model.Errors;
using NetDrms.Model.Keywords;
using NetDrms.Model.Series;
using NetDrms.Modules.Arguments;
using NetDrms.Modules.Making;

namespace NetDrms.Modules.Ingesting;

/// <summary>Stores the files of one batch of an ingest.</summary>
/// <param name="session">The batch's session.</param>
/// <param name="stored">Finds the records that are there already.</param>
/// <param name="known">Finds the files that are stored already, on the session's connection.</param>
/// <param name="order">What the user wants.</param>
/// <param name="headers">Headers to keywords.</param>
internal sealed class IngestTarget(DrmsSession session, StoredContent stored, KnownSources known, IngestOrder order, HeaderKeywords headers)
{
    private readonly ValueAssigner _values = new(new SetInfoDialect("ingest"), isHexadecimal: false);
    private readonly Dictionary<string, (string File, byte[] Sha256)> _ofBatch = new(StringComparer.Ordinal);

    /// <summary>Stores a file as a record.</summary>
    /// <returns>Null when it is stored, else why it need not be.</returns>
    /// <exception cref="DrmsException">It cannot be stored. When the session has not failed, the other files of the batch can.</exception>
    public async Task<string?> StoreAsync(IngestSource source, CancellationToken cancel)
    {
        if (await known.FindAsync(source.Sha256, cancel) is SourceRecord before)
        {
            known.Add(source.Stamp, source.Sha256, before);
            return "already stored";
        }
        if (source.Image is FitsImage image)
            SegmentFile.Check(order.Segment, image.Array);
        RecordWriter writer = await session.WriterAsync(order.Series, cancel);
        NewRecord record = Filled(writer, source);
        string query = QueryOf(record);
        if (order.Series.PrimeKeys.Count > 0 && await SkipAsync(record, query, writer, source, cancel) is string reason)
            return reason;
        if (source.Image is not null)
            await session.Segments.WriteAsync(record, order.Segment, source.Image.Array, cancel);
        else
            await session.Segments.CopyInAsync(record, order.Segment, source.Stamp.Path, cancel);
        known.Add(source.Stamp, source.Sha256, new SourceRecord(record.Recnum, record.Sunum));
        await writer.AddAsync(record, cancel);
        _ofBatch[query] = (source.Stamp.Path, source.Sha256);
        return null;
    }

    private NewRecord Filled(RecordWriter writer, IngestSource source)
    {
        NewRecord record = writer.Create();
        headers.Set(record, [(order.Segment, source.Header)]);
        foreach (GivenValue given in order.Values)
            _values.Set(record, record.Keyword(given.Name), Assignment.Of(given));
        if (record.MissingPrimeKeys().ToList() is { Count: > 0 } missing)
        {
            throw new DrmsException(new DrmsError(ErrorCode.Argument, $"its header gives no value for {string.Join(", ", missing)}")
            {
                Hint = $"Give one for all files, {missing[0]}=value, or name the header's keyword in a --map.",
            });
        }
        return record;
    }

    // Why the file need not be stored; an error when its record holds something else.
    private async Task<string?> SkipAsync(NewRecord record, string query, RecordWriter writer, IngestSource source, CancellationToken cancel)
    {
        if (_ofBatch.TryGetValue(query, out (string File, byte[] Sha256) other))
        {
            if (other.Sha256.AsSpan().SequenceEqual(source.Sha256))
                return $"the same as {other.File}";
            return order.Replaces ? null : throw Differs($"{query} was stored from {other.File}, which differs");
        }
        (SourceRecord Place, string? Difference)? there = await stored.CompareAsync(record, query, writer, source, cancel);
        if (there is null)
            return null;
        if (there.Value.Difference is string difference)
            return order.Replaces ? null : throw Differs($"differs from the stored {query}: {difference}");
        known.Add(source.Stamp, source.Sha256, there.Value.Place);
        return "already stored";
    }

    private static DrmsException Differs(string message) => new(new DrmsError(ErrorCode.AlreadyExists, message) { Hint = "--replace stores it as a new version." });

    private string QueryOf(NewRecord record)
    {
        RecordQueryWriter names = new(order.Series);
        DrmsValue[] keys = [.. names.Keys.Select(key => record.Get(record.Keyword(key.Name)))];
        ArrayBufferWriter<byte> text = new();
        names.Write(text, 0, keys);
        return Encoding.UTF8.GetString(text.WrittenSpan);
    }
}
