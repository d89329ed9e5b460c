using System.Runtime.InteropServices;
using NetDrms.Drms.Links;
using NetDrms.Drms.Output;
using NetDrms.Drms.Records;

namespace NetDrms.Drms.Json;

/// <summary>The answer of <c>rs_list</c>: a list of values a keyword, segment and link. Spec 06 §2.4.</summary>
/// <remarks>What only the storage daemon knows is kept for some rows and written for all of them at once.</remarks>
public sealed class ColumnAnswer : IRowAnswer
{
    private const string Quality = "QUALITY";

    private readonly AnswerPlan _plan;
    private readonly ColumnStore _store;
    private readonly AnswerLookups _lookups;
    private readonly HeldColumn? _records;
    private readonly HeldColumn[] _keywords;
    private readonly SegmentLists[] _segments;
    private readonly HeldColumn[] _links;
    private readonly List<HeldRow> _rows = [];
    private readonly List<HeldSegment> _held = [];   // for every row the segments that are read, side by side
    private readonly OutputBuffer _names = new(null, 256);   // the queries of the rows that are kept
    private BoundAnswer? _bound;

    /// <summary>Prepares the answer.</summary>
    /// <param name="plan">Its columns.</param>
    /// <param name="store">Holds them.</param>
    /// <param name="lookups">Asks the storage daemon.</param>
    public ColumnAnswer(AnswerPlan plan, ColumnStore store, AnswerLookups lookups)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(store);
        _plan = plan;
        _store = store;
        _lookups = lookups;
        _records = plan.Request.WithRecords ? store.Add() : null;
        _keywords = [.. plan.Keywords.Select(_ => store.Add())];
        _segments = [.. plan.Segments.Select(_ => new SegmentLists(store))];
        _links = [.. plan.Links.Select(_ => store.Add())];
    }

    /// <inheritdoc/>
    public bool IsFull => _rows.Count >= ListingOutput.RowsHeld;

    /// <inheritdoc/>
    public void Begin(BoundAnswer bound) => _bound = bound;

    /// <inheritdoc/>
    public void Write(RecordRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        BoundAnswer bound = _bound!;
        if (_plan.NeedsUnits)
            Hold(bound, row);
        for (int i = 0; i < _keywords.Length; i++)
            Keyword(bound, row, i);
        for (int i = 0; i < _segments.Length; i++)
            Segment(bound, row, i);
        for (int i = 0; i < _links.Length; i++)
            Link(bound, row, i);
        _store.SpillIfFull();
    }

    /// <inheritdoc/>
    public async Task FlushAsync(CancellationToken cancel)
    {
        if (_rows.Count == 0)
            return;
        await _lookups.LookUpAsync(_plan, _rows, _held, cancel);
        int width = _held.Count / _rows.Count;
        int text = 0;
        for (int i = 0; i < _rows.Count; i++)
        {
            HeldRow row = _rows[i];
            WriteHeld(row, CollectionsMarshal.AsSpan(_held).Slice(i * width, width), text);
            text = row.TextEnd;
            _store.SpillIfFull();
        }
        _rows.Clear();
        _held.Clear();
        _names.Clear();
    }

    /// <inheritdoc/>
    public async Task SendAsync(OutputBuffer output, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(output);
        if (_records is not null)
        {
            output.Write("\"recinfo\":["u8);
            await _store.WriteAsync(_records, output, cancel);
            output.Write("],"u8);
        }
        await SendAsync("\"keywords\":["u8.ToArray(), [.. _plan.Keywords.Select(k => k.Name)], _keywords.Select(c => new[] { ("values", c) }), output, cancel);
        await SendAsync("],\"segments\":["u8.ToArray(), _plan.Segments, _segments.Select(s => s.All), output, cancel);
        await SendAsync("],\"links\":["u8.ToArray(), _plan.Links, _links.Select(c => new[] { ("values", c) }), output, cancel);
        output.Write("],"u8);
    }

    // Objects of a name and lists. Of all segments those that no record has are left out.
    private async Task SendAsync(byte[] head, IReadOnlyList<string> names, IEnumerable<IEnumerable<(string Name, HeldColumn Column)>> lists, OutputBuffer output, CancellationToken cancel)
    {
        output.Write(head);
        bool any = false;
        foreach ((string name, IEnumerable<(string Name, HeldColumn Column)> columns) in names.Zip(lists))
        {
            if (ReferenceEquals(names, _plan.Segments) && _plan.SkipsSegments && columns.First().Column.Count == 0)
                continue;
            output.Write(any ? ",{\"name\":"u8 : "{\"name\":"u8);
            any = true;
            JsonText.Write(output, name);
            foreach ((string list, HeldColumn column) in columns)
            {
                output.Text($",\"{list}\":[");
                await _store.WriteAsync(column, output, cancel);
                output.Byte((byte)']');
            }
            output.Byte((byte)'}');
        }
    }

    private void Hold(BoundAnswer bound, RecordRow row)
    {
        if (_records is not null)
            RowText.Spec(_names, bound, row);
        bool withSession = _plan.NeedsSessions;
        _rows.Add(new HeldRow(row.Sunum, row.Slotnum, withSession ? row.SessionId : 0, withSession ? row.SessionNamespace : "", _names.Held.Length));
        for (int i = 0; i < bound.Columns.Segments.Count; i++)
            _held.Add(HeldSegment.Of(row, i));
    }

    private void Keyword(BoundAnswer bound, RecordRow row, int column)
    {
        HeldColumn values = _keywords[column];
        AnswerKeyword asked = _plan.Keywords[column];
        switch (asked.Pseudo)
        {
            case PseudoKeyword.None:
                break;
            case PseudoKeyword.Recnum:
                values.Number(row.Recnum);
                return;
            case PseudoKeyword.Sunum:
                values.Number(row.Sunum);
                return;
            case PseudoKeyword.Spec:
                values.Next().Byte((byte)'"');
                RowText.Spec(values.Bytes, bound, row);
                values.Bytes.Byte((byte)'"');
                return;
            default:
                return;   // written when the storage daemon was asked
        }
        int keyword = bound.KeywordAt[column];
        if (keyword < 0 || row.StateOfKeyword(keyword) != LinkState.Found)
        {
            values.Plain("Invalid KeyLink"u8);
            return;
        }
        OutputBuffer bytes = values.Next();
        bytes.Byte((byte)'"');
        if (asked.Name == Quality)
            RowText.Keyword(bytes, bound, row, keyword);
        else if (!RowText.TryColumn(bytes, bound, row, column))
            bytes.Write("MISSING"u8);
        bytes.Byte((byte)'"');
    }

    private void Segment(BoundAnswer bound, RecordRow row, int column)
    {
        SegmentLists lists = _segments[column];
        int segment = bound.SegmentAt[column];
        if (segment < 0 || HeldSegment.Of(row, segment).Definition is null)
        {
            if (!_plan.SkipsSegments)
                lists.Dimensions.Plain("NA"u8);
            return;
        }
        lists.Dimensions.Next().Byte((byte)'"');
        RowText.Dimensions(lists.Dimensions.Bytes, bound, row, segment);
        lists.Dimensions.Bytes.Byte((byte)'"');
        Implicit(lists.Compression, bound, row, bound.CompressionAt[segment], skipsMissing: true);
        Implicit(lists.Zeros, bound, row, bound.ZeroAt[segment], skipsMissing: false);
        Implicit(lists.Scales, bound, row, bound.ScaleAt[segment], skipsMissing: false);
    }

    private static void Implicit(HeldColumn values, BoundAnswer bound, RecordRow row, int keyword, bool skipsMissing)
    {
        if (keyword < 0 || row.StateOfKeyword(keyword) != LinkState.Found || (skipsMissing && row.Keyword(keyword).IsMissing))
            return;
        values.Next().Byte((byte)'"');
        RowText.Keyword(values.Bytes, bound, row, keyword);
        values.Bytes.Byte((byte)'"');
    }

    private void Link(BoundAnswer bound, RecordRow row, int column)
    {
        OutputBuffer bytes = _links[column].Next();
        bytes.Byte((byte)'"');
        if (!RowText.TryLink(bytes, bound, row, bound.LinkAt[column]))
            bytes.Write("Invalid_Link"u8);
        bytes.Byte((byte)'"');
    }

    private void WriteHeld(in HeldRow row, ReadOnlySpan<HeldSegment> segments, int text)
    {
        BoundAnswer bound = _bound!;
        if (_records is not null)
        {
            OutputBuffer bytes = _records.Next();
            bytes.Write("{\"name\":\""u8);
            bytes.Write(_names.Held[text..row.TextEnd]);
            bytes.Write(UnitFacts.IsOnline(_lookups.Unit(row.Sunum)) ? "\",\"online\":1}"u8 : "\",\"online\":0}"u8);
        }
        for (int i = 0; i < _keywords.Length; i++)
        {
            PseudoKeyword pseudo = _plan.Keywords[i].Pseudo;
            if (PseudoKeywords.IsLookedUp(pseudo))
                _keywords[i].Text(_lookups.Text(pseudo, row, segments));
        }
        for (int i = 0; i < _segments.Length; i++)
        {
            int at = bound.SegmentAt[i];
            if (at >= 0 && segments[at] is { Definition: not null } segment)
                _segments[i].Values.Text(_lookups.Path(segment) ?? UnitFacts.NoDirectory);
            else if (!_plan.SkipsSegments)
                _segments[i].Values.Plain(at < 0 ? "InvalidSegName"u8 : "BadSegLink"u8);
        }
    }
}
