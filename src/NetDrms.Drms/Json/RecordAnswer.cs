using System.Runtime.InteropServices;
using NetDrms.Drms.Links;
using NetDrms.Drms.Output;
using NetDrms.Drms.Records;
using NetDrms.Sums.Units;

namespace NetDrms.Drms.Json;

/// <summary>The answer of <c>rs_list</c> with FITS names: an object a record. Spec 06 §2.5.</summary>
public sealed class RecordAnswer : IRowAnswer
{
    private static readonly PseudoKeyword[] s_order =
    [
        PseudoKeyword.Recnum, PseudoKeyword.Sunum, PseudoKeyword.Size, PseudoKeyword.Online, PseudoKeyword.Retain, PseudoKeyword.Archive,
        PseudoKeyword.RecordDirectory, PseudoKeyword.LogDirectory, PseudoKeyword.DirectoryTime, PseudoKeyword.Spec,
    ];

    private readonly AnswerPlan _plan;
    private readonly ColumnStore _store;
    private readonly AnswerLookups _lookups;
    private readonly HeldColumn _records;
    private readonly PseudoKeyword[] _pseudo;
    private readonly List<HeldRow> _rows = [];
    private readonly List<HeldSegment> _held = [];
    private readonly List<AnswerHole> _holes = [];
    private readonly OutputBuffer _text = new(null);
    private readonly JsonWriter _json;
    private BoundAnswer? _bound;
    private FitsColumns? _columns;

    /// <summary>Prepares the answer.</summary>
    /// <param name="plan">What it holds of every record.</param>
    /// <param name="store">Holds the records.</param>
    /// <param name="lookups">Asks the storage daemon.</param>
    public RecordAnswer(AnswerPlan plan, ColumnStore store, AnswerLookups lookups)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(store);
        _plan = plan;
        _store = store;
        _lookups = lookups;
        _records = store.Add();
        _pseudo = [.. s_order.Where(p => plan.Keywords.Any(k => k.Pseudo == p))];
        _json = new JsonWriter(_text);
    }

    /// <inheritdoc/>
    public bool IsFull => _rows.Count >= ListingOutput.RowsHeld;

    /// <inheritdoc/>
    public void Begin(BoundAnswer bound)
    {
        _bound = bound;
        _columns = new FitsColumns(bound);
    }

    /// <inheritdoc/>
    public void Write(RecordRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        BoundAnswer bound = _bound!;
        for (int i = 0; i < bound.Columns.Segments.Count; i++)
            _held.Add(HeldSegment.Of(row, i));
        _json.BeginObject();
        Spec("specification", bound, row);
        foreach (PseudoKeyword pseudo in _pseudo)
            Pseudo(pseudo, bound, row);
        _json.Name("keywords");
        _json.BeginArray();
        foreach (int column in _columns!.OfRecord)
            Keyword(column, row);
        _json.EndArray();
        bool hasFile = Segments(bound, row);
        Links(bound, row);
        if (_plan.Request.WithRecords)
        {
            _json.Name("online");
            Hole(PseudoKeyword.None, -1, hasFile);
        }
        _json.EndObject();
        bool withSession = _plan.NeedsSessions;
        bool withUnit = _plan.NeedsUnits;
        _rows.Add(new HeldRow(withUnit ? row.Sunum : -1, withUnit ? row.Slotnum : 0, withSession ? row.SessionId : 0, withSession ? row.SessionNamespace : "", _text.Held.Length));
        _json.Restart();
    }

    /// <inheritdoc/>
    public async Task FlushAsync(CancellationToken cancel)
    {
        if (_rows.Count == 0)
            return;
        if (_plan.NeedsUnits)
            await _lookups.LookUpAsync(_plan, _rows, _held, cancel);
        int width = _held.Count / _rows.Count;
        int done = 0;
        int hole = 0;
        for (int i = 0; i < _rows.Count; i++)
        {
            HeldRow row = _rows[i];
            OutputBuffer output = _records.Next();
            for (; hole < _holes.Count && _holes[hole].Offset < row.TextEnd; hole++)
            {
                output.Write(_text.Held[done.._holes[hole].Offset]);
                done = _holes[hole].Offset;
                Fill(output, _holes[hole], row, CollectionsMarshal.AsSpan(_held).Slice(i * width, width));
            }
            output.Write(_text.Held[done..row.TextEnd]);
            done = row.TextEnd;
            _store.SpillIfFull();
        }
        _rows.Clear();
        _held.Clear();
        _holes.Clear();
        _text.Clear();
    }

    /// <inheritdoc/>
    public async Task SendAsync(OutputBuffer output, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(output);
        output.Write("\"recset\":["u8);
        await _store.WriteAsync(_records, output, cancel);
        output.Write("],"u8);
    }

    private void Spec(string member, BoundAnswer bound, RecordRow row)
    {
        _json.Name(member);
        _text.Byte((byte)'"');
        RowText.Spec(_text, bound, row);
        _text.Byte((byte)'"');
        _json.HasValue();
    }

    private void Pseudo(PseudoKeyword pseudo, BoundAnswer bound, RecordRow row)
    {
        string member = PseudoKeywords.Member(pseudo);
        switch (pseudo)
        {
            case PseudoKeyword.Recnum:
                _json.Member(member, row.Recnum);
                break;
            case PseudoKeyword.Sunum:
                _json.Member(member, row.Sunum);
                break;
            case PseudoKeyword.Spec:
                Spec(member, bound, row);
                break;
            default:
                _json.Name(member);
                Hole(pseudo, -1, hasFile: false);
                break;
        }
    }

    private void Hole(PseudoKeyword pseudo, int segment, bool hasFile)
    {
        _json.Comma();
        _holes.Add(new AnswerHole(_text.Held.Length, pseudo, segment, hasFile));
        _json.HasValue();
    }

    private void Keyword(int column, RecordRow row)
    {
        _json.BeginObject();
        _json.Member("name", _columns!.Names[column]);
        int keyword = _bound!.KeywordAt[column];
        if (keyword < 0)
        {
            _json.Name("invalid");
            _json.Raw("true");
        }
        else if (row.StateOfKeyword(keyword) != LinkState.Found)
            _json.Member("value", "???");
        else
            Value("value", keyword, row);
        _json.EndObject();
    }

    private void Value(string member, int keyword, RecordRow row)
    {
        _json.Name(member);
        _text.Byte((byte)'"');
        _columns!.Cells[keyword]!.Write(_text, row.Keyword(keyword));
        _text.Byte((byte)'"');
        _json.HasValue();
    }

    private bool Segments(BoundAnswer bound, RecordRow row)
    {
        bool any = false;
        _json.Name("segments");
        _json.BeginArray();
        for (int i = 0; i < bound.SegmentAt.Length; i++)
        {
            _json.BeginObject();
            _json.Member("name", _plan.Segments[i]);
            int segment = bound.SegmentAt[i];
            if (segment < 0)
            {
                _json.Name("invalid");
                _json.Raw("true");
            }
            else if (HeldSegment.Of(row, segment).Definition is null)
                _json.Member("path", "BadSegLink");
            else
            {
                any = true;
                Segment(bound, row, segment);
            }
            _json.EndObject();
        }
        _json.EndArray();
        return any;
    }

    private void Segment(BoundAnswer bound, RecordRow row, int segment)
    {
        Hole(PseudoKeyword.None, segment, hasFile: true);
        _json.Name("dims");
        _text.Byte((byte)'"');
        RowText.Dimensions(_text, bound, row, segment);
        _text.Byte((byte)'"');
        _json.HasValue();
        if (IsSet(bound.CompressionAt[segment], row) && !row.Keyword(bound.CompressionAt[segment]).IsMissing)
            Value("cparms", bound.CompressionAt[segment], row);
        if (IsSet(bound.ZeroAt[segment], row))
            Value("bzero", bound.ZeroAt[segment], row);
        if (IsSet(bound.ScaleAt[segment], row))
            Value("bscale", bound.ScaleAt[segment], row);
        if (_columns!.OfSegments[segment] is not { Count: > 0 } keywords)
            return;
        _json.Name("keywords");
        _json.BeginArray();
        foreach (int column in keywords)
            Keyword(column, row);
        _json.EndArray();
    }

    private static bool IsSet(int keyword, RecordRow row) => keyword >= 0 && row.StateOfKeyword(keyword) == LinkState.Found;

    private void Links(BoundAnswer bound, RecordRow row)
    {
        _json.Name("links");
        _json.BeginArray();
        for (int i = 0; i < bound.LinkAt.Length; i++)
        {
            _json.BeginObject();
            _json.Member("name", _plan.Links[i]);
            int start = _text.Held.Length;
            _json.Name("linkedrec");
            _text.Byte((byte)'"');
            if (RowText.TryLink(_text, bound, row, bound.LinkAt[i]))
                _text.Byte((byte)'"');
            else
            {
                _text.CutBack(start);
                _text.Write(",\"invalid\":true"u8);
            }
            _json.EndObject();
        }
        _json.EndArray();
    }

    private void Fill(OutputBuffer output, in AnswerHole hole, in HeldRow row, ReadOnlySpan<HeldSegment> segments)
    {
        if (hole.Pseudo != PseudoKeyword.None)
        {
            JsonText.Write(output, _lookups.Text(hole.Pseudo, row, segments));
            return;
        }
        if (hole.Segment < 0)
        {
            StorageUnit? unit = _lookups.Unit(row.Sunum);
            output.Write(UnitFacts.IsOnline(unit) ? "1"u8 : unit is not null || hole.HasFile ? "0"u8 : "\"NA\""u8);
            return;
        }
        string? path = _lookups.Path(segments[hole.Segment]);
        output.Write(path is null ? "\"online\":0,\"path\":"u8 : "\"online\":1,\"path\":"u8);
        JsonText.Write(output, path ?? UnitFacts.NoDirectory);
    }
}
