using System.Globalization;
using System.Text;
using System.Buffers;
using NetDrms.Drms.Links;
using NetDrms.Drms.Output;
using NetDrms.Drms.Queries;
using NetDrms.Drms.Records;
using NetDrms.Model.Errors;
using NetDrms.Model.Keywords;
using NetDrms.Model.Series;
using NetDrms.Server.Pages.Records;

namespace NetDrms.Server.Pages.Viewer;

/// <summary>The image of one record's segment: where it is, how large, and the keywords that place it on the sky.</summary>
internal sealed class SegmentImage
{
    private readonly Dictionary<string, DrmsValue> _keywords = new(StringComparer.OrdinalIgnoreCase);

    private SegmentImage(SeriesDefinition series, SegmentDefinition segment, string path)
    {
        Series = series;
        Segment = segment;
        Path = path;
    }

    /// <summary>Series of the record.</summary>
    public SeriesDefinition Series { get; }

    /// <summary>The segment, of the link's target for a linked one.</summary>
    public SegmentDefinition Segment { get; }

    /// <summary>Name of the segment as asked for.</summary>
    public string Name { get; private init; } = "";

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Slot of the record in its unit.</summary>
    public int Slot { get; private init; }

    /// <summary>Record number.</summary>
    public long Recnum { get; private init; }

    /// <summary>The record's query by prime keys.</summary>
    public string Query { get; private init; } = "";

    /// <summary>Pixels a row; 0 when only the file knows.</summary>
    public int Width { get; private init; }

    /// <summary>Rows.</summary>
    public int Height { get; private init; }

    /// <summary>Changes when the file does.</summary>
    public string Mark { get; private init; } = "";

    /// <summary>True for two axes in a format that holds arrays.</summary>
    public bool IsPicture => Segment is { IsRaw: false, Dimensions.Count: 2, Protocol: not SegmentProtocol.Generic };

    /// <summary>A number among the keywords; null when the series has none or it is missing.</summary>
    public double? Number(string keyword) => _keywords.TryGetValue(keyword, out DrmsValue value) && !value.IsMissing
        ? value.Type switch
        {
            DrmsType.String => null,
            DrmsType.Float or DrmsType.Double or DrmsType.Time => value.AsDouble,
            _ => value.AsInteger,
        }
        : null;

    /// <summary>A text among the keywords.</summary>
    public string? Text(string keyword) => _keywords.TryGetValue(keyword, out DrmsValue value) && value is { IsMissing: false, Type: DrmsType.String } ? value.AsString.Trim() : null;

    /// <summary>Finds the image.</summary>
    /// <param name="session">Reads the record.</param>
    /// <param name="recordSet">The record; of several the first.</param>
    /// <param name="segment">The segment; null for the first.</param>
    /// <param name="cancel">Cancels.</param>
    /// <exception cref="DrmsException">There is no such record or segment, or no file.</exception>
    public static async Task<SegmentImage> FindAsync(PageSession session, string recordSet, string? segment, CancellationToken cancel)
    {
        RecordQuery query = (await RecordSetReading.OpenAsync(session, recordSet, [], cancel))[0];
        SeriesDefinition series = query.Series;
        SegmentDefinition? wanted = segment is null && series.Segments.Count > 0 ? series.Segments[0] : null;
        if (wanted is null && !series.TryGetSegment(segment ?? "", out wanted))
        {
            throw new DrmsException(new DrmsError(ErrorCode.UnknownSegment, $"series \"{series.Name}\" has no segment \"{Excerpt.Of(segment ?? "")}\"")
            {
                Hint = series.Segments.Count > 0 ? $"Its segments are {string.Join(", ", series.Segments.Select(s => s.Name))}." : "It has none at all.",
            });
        }
        RecordQueryWriter identity = new(series);
        List<RecordKeyword> keywords = [.. identity.Keys.Select(key => new RecordKeyword(key, null))];
        foreach (string name in SkyFrame.Keywords)
        {
            if (RecordKeyword.TryFind(series, name, out RecordKeyword? keyword) && !keywords.Contains(keyword))
                keywords.Add(keyword);
        }
        RecordColumns columns = await RecordColumns.BindAsync(series, new RecordRequest { Parts = RecordParts.Recnum, Keywords = keywords, Segments = [wanted] }, session.FindAsync, cancel);
        await using RecordReader reader = await RecordReader.OpenAsync(session.Session.Connection, query, columns, RecordLimit.First(1), cancel);
        if (!await reader.ReadAsync(cancel))
            throw new DrmsException(ErrorCode.UnknownRecord, $"no record matches \"{Excerpt.Of(recordSet)}\"");
        return await OfRowAsync(session, reader.Row, identity, wanted, cancel);
    }

    private static async Task<SegmentImage> OfRowAsync(PageSession session, RecordRow row, RecordQueryWriter identity, SegmentDefinition wanted, CancellationToken cancel)
    {
        SegmentColumn column = row.Columns.Segments[0];
        ArrayBufferWriter<byte> query = new();
        identity.Write(query, row.Recnum, [.. identity.Keys.Select((_, i) => row.Keyword(i))]);
        string record = Encoding.UTF8.GetString(query.WrittenSpan);
        if (row.StateOfSegment(0) != LinkState.Found || column.Effective is not SegmentDefinition effective)
            throw new DrmsException(ErrorCode.UnknownSegment, $"segment \"{wanted.Name}\" of {record} leads to no record");
        string? path = await session.Session.Segments.FindAsync(row, 0, retrieve: false, cancel);
        if (path is null || !File.Exists(path))
        {
            throw new DrmsException(new DrmsError(ErrorCode.UnknownRecord, $"segment \"{wanted.Name}\" of {record} has no file on line")
            {
                Hint = "It may have been archived or may have expired; an export request brings back what an archive has.",
            });
        }
        FileInfo file = new(path);
        SegmentImage image = new(row.Columns.Source, effective, path)
        {
            Name = wanted.Name,
            Recnum = row.Recnum,
            Query = record,
            Slot = row.Segment(0).Slotnum,
            Width = row.SegmentAxis(0, 0),
            Height = row.SegmentAxis(0, 1),
            Mark = string.Create(CultureInfo.InvariantCulture, $"{row.Recnum:x}-{row.Segment(0).Sunum:x}-{file.Length:x}-{file.LastWriteTimeUtc.Ticks:x}"),
        };
        for (int i = 0; i < row.Columns.Keywords.Count; i++)
        {
            if (row.StateOfKeyword(i) == LinkState.Found)
                image._keywords[row.Columns.Keywords[i].Keyword.Name] = row.Keyword(i);
        }
        return image;
    }
}
