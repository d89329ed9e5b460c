using System.Buffers;
using System.Text;
using NetDrms.Database.Sql;
using NetDrms.Drms.Links;
using NetDrms.Drms.Output;
using NetDrms.Drms.Queries;
using NetDrms.Drms.Records;
using NetDrms.Model.Keywords;
using NetDrms.Model.Series;

namespace NetDrms.Server.Pages.Records;

/// <summary>A page of records as text; filled a subset at a time, up to its limit.</summary>
internal sealed class RecordTable
{
    private readonly IReadOnlyList<string> _keywords;
    private readonly List<RecordLine> _lines = [];
    private readonly RecordColumn?[] _columns;

    /// <summary>An empty table.</summary>
    /// <param name="keywords">Names of the keywords, each once.</param>
    public RecordTable(IReadOnlyList<string> keywords)
    {
        _keywords = keywords;
        _columns = new RecordColumn?[keywords.Count];
    }

    /// <summary>The records.</summary>
    public IReadOnlyList<RecordLine> Lines => _lines;

    /// <summary>The columns; what no series of the table has is only a name.</summary>
    public IReadOnlyList<RecordColumn> Columns => [.. _columns.Select((column, i) => column ?? new RecordColumn(_keywords[i], "", "", false, false))];

    /// <summary>Keywords that no series of the table has.</summary>
    public IReadOnlyList<string> Unknown => [.. _keywords.Where((_, i) => _columns[i] is null)];

    /// <summary>True when the limit left records out.</summary>
    public bool HasMore { get; private set; }

    /// <summary>Adds records of a subset.</summary>
    /// <param name="session">Reads them.</param>
    /// <param name="query">The subset.</param>
    /// <param name="segments">Which segments; null for all.</param>
    /// <param name="limit">How many and from which end.</param>
    /// <param name="skip">How many are left out at the beginning.</param>
    /// <param name="cancel">Cancels.</param>
    public async Task AddAsync(PageSession session, RecordQuery query, IReadOnlyList<string>? segments, RecordLimit limit, long skip, CancellationToken cancel)
    {
        SeriesDefinition series = query.Series;
        SeriesLines columns = await BindAsync(session, series, segments, cancel);
        RecordLimit oneMore = new(limit.Count < 0 ? limit.Count : limit.Count + 1);
        SqlText statement = query.Select(columns.Read.Columns, columns.Read.Joins, oneMore);
        if (skip > 0)
        {
            SqlText offset = $" offset {skip}";
            statement.Append(offset);
        }
        await using RecordReader reader = await RecordReader.OpenAsync(session.Session.Connection, statement, columns.Read, cancel);
        long count = 0;
        while (await reader.ReadAsync(cancel))
        {
            if (limit.Count > 0 && count == limit.Count)
            {
                HasMore = true;
                return;
            }
            count++;
            _lines.Add(columns.LineOf(reader.Row));
        }
    }

    private async Task<SeriesLines> BindAsync(PageSession session, SeriesDefinition series, IReadOnlyList<string>? segments, CancellationToken cancel)
    {
        RecordQueryWriter identity = new(series);
        List<RecordKeyword> read = [.. identity.Keys.Select(key => new RecordKeyword(key, null))];
        int[] places = new int[_keywords.Count];
        for (int i = 0; i < places.Length; i++)
        {
            places[i] = -1;
            if (!RecordKeyword.TryFind(series, _keywords[i], out RecordKeyword? keyword))
                continue;
            places[i] = read.IndexOf(keyword);
            if (places[i] >= 0)
                continue;
            places[i] = read.Count;
            read.Add(keyword);
        }
        RecordColumns columns = await RecordColumns.BindAsync(series, new RecordRequest
        {
            Parts = RecordParts.Recnum,
            Keywords = read,
            Segments = [.. series.Segments.Where(segment => segments is null || segments.Contains(segment.Name, StringComparer.OrdinalIgnoreCase))],
        }, session.FindAsync, cancel);
        for (int i = 0; i < places.Length; i++)
        {
            if (places[i] >= 0)
                _columns[i] ??= Describe(columns.Keywords[places[i]], places[i] < identity.Keys.Count);
        }
        return new SeriesLines(columns, identity, places);
    }

    private static RecordColumn Describe(KeywordColumn column, bool isPrime)
    {
        KeywordDefinition shown = column.Effective ?? column.Keyword.Definition;
        return new RecordColumn(column.Keyword.Name, shown.Unit is "none" or "" ? "" : shown.Unit, Wording.Note(shown.Description).Text, shown.Type is not (DrmsType.String or DrmsType.Time), isPrime);
    }

    /// <summary>How the rows of one series become lines.</summary>
    private sealed class SeriesLines(RecordColumns read, RecordQueryWriter identity, int[] places)
    {
        private readonly KeywordFormat?[] _formats = [.. read.Keywords.Select(column =>
            column.Effective is KeywordDefinition keyword ? KeywordFormat.Parse(keyword.Type, keyword.Format, keyword.Unit) : null)];
        private readonly DrmsValue[] _keys = new DrmsValue[identity.Keys.Count];
        private readonly ArrayBufferWriter<byte> _text = new();

        public RecordColumns Read => read;

        public RecordLine LineOf(RecordRow row)
        {
            for (int i = 0; i < _keys.Length; i++)
                _keys[i] = row.Keyword(i);
            _text.ResetWrittenCount();
            identity.Write(_text, row.Recnum, _keys);
            string?[] cells = new string?[places.Length];
            for (int i = 0; i < cells.Length; i++)
                cells[i] = places[i] < 0 ? null : Cell(row, places[i]);
            return new RecordLine(read.Source.Name.Text, row.Recnum, Encoding.UTF8.GetString(_text.WrittenSpan), cells, [.. read.Segments.Select((segment, i) => FileOf(row, segment, i))]);
        }

        private string? Cell(RecordRow row, int keyword)
        {
            if (row.StateOfKeyword(keyword) != LinkState.Found || _formats[keyword] is not KeywordFormat format)
                return null;
            DrmsValue value = row.Keyword(keyword);
            return value.IsMissing ? null : format.Print(value).Trim();
        }

        private static RecordFile FileOf(RecordRow row, SegmentColumn segment, int position) => new(
            segment.Segment.Name,
            row.StateOfSegment(position) == LinkState.Found && row.Segment(position) is { Sunum: > 0, File.Length: > 0 },
            segment.Effective is { IsRaw: false, Dimensions.Count: 2, Protocol: SegmentProtocol.Fits or SegmentProtocol.Fitz or SegmentProtocol.Tas or SegmentProtocol.Bin or SegmentProtocol.BinGz });
    }
}
