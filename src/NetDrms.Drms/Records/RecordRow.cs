using NetDrms.Drms.Links;
using NetDrms.Drms.Segments;
using NetDrms.Model.Keywords;

namespace NetDrms.Drms.Records;

/// <summary>The record that a <see cref="RecordReader"/> stands on; one object for the whole reading, valid until the next record is read.</summary>
/// <remarks>Positions are those of the lists in the <see cref="RecordRequest"/>. Nothing is allocated but strings, and of those one for a run of equal texts.</remarks>
public sealed class RecordRow
{
    private readonly RecordColumns _columns;
    private readonly ColumnDecoder _decoder;
    private readonly KeywordSource[] _keywords;

    internal RecordRow(RecordColumns columns, ColumnDecoder decoder)
    {
        _columns = columns;
        _decoder = decoder;
        _keywords = [.. columns.Keywords.Select(KeywordSource.Of)];
        foreach (KeywordColumn keyword in columns.Keywords)
        {
            if (keyword.Ordinal >= 0)
                decoder.Require(keyword.Ordinal, keyword.Effective!.Type);
        }
        foreach (LinkColumn link in columns.Links)
        {
            for (int i = 0; i < link.KeyOrdinals.Length; i++)
                decoder.Require(link.KeyOrdinals[i], link.Keys[i].Type);
        }
    }

    /// <summary>What is read.</summary>
    public RecordColumns Columns => _columns;

    /// <summary>Found, or what became of the link in <see cref="RecordRequest.Through"/>; then everything else here is missing.</summary>
    public LinkState State => StateOf(_columns.BaseJoin);

    /// <summary>Record number; −1 if there is no record.</summary>
    public long Recnum => _decoder.IntegerOr(Asked(_columns.Recnum, RecordParts.Recnum), -1);

    /// <summary>Storage unit; −1 for none.</summary>
    public long Sunum => _decoder.IntegerOr(Asked(_columns.Sunum, RecordParts.Sunum), -1);

    /// <summary>Slot in the storage unit.</summary>
    public int Slotnum => (int)_decoder.IntegerOr(Asked(_columns.Slotnum, RecordParts.Slotnum), 0);

    /// <summary>Number of the session that wrote the record; 0 if unknown.</summary>
    public long SessionId => _decoder.IntegerOr(Asked(_columns.SessionId, RecordParts.Session), 0);

    /// <summary>Namespace whose session table has that number; empty if unknown.</summary>
    public string SessionNamespace
    {
        get
        {
            int ordinal = Asked(_columns.SessionNamespace, RecordParts.Session);
            return _decoder.IsNull(ordinal) ? "" : _decoder.Text(ordinal);
        }
    }

    /// <summary>Whether a keyword has a value in this record; a linked one may not.</summary>
    public LinkState StateOfKeyword(int keyword)
    {
        ref readonly KeywordSource source = ref _keywords[keyword];
        return source.IsHere ? LinkState.Found : source.Fault == LinkState.Found ? StateOf(source.Join) : source.Fault;
    }

    /// <summary>Value of a keyword: of the record, of the definition (constant, NULL), or of the record behind its link. Missing if <see cref="StateOfKeyword"/> is not found.</summary>
    public DrmsValue Keyword(int keyword)
    {
        ref readonly KeywordSource source = ref _keywords[keyword];
        if (!source.IsHere && StateOf(source.Join) != LinkState.Found)
            return DrmsValue.Missing(source.Type);
        return source.Ordinal >= 0 ? _decoder.Value(source.Ordinal, source.Type, source.Default) : source.Default;
    }

    /// <summary>The bytes of a string keyword as the database sent them, without making a string.</summary>
    /// <param name="keyword">Position of the keyword.</param>
    /// <param name="utf8">The text; valid until another text of this row is read.</param>
    /// <returns>False when the value does not stand in a text column of this row: ask <see cref="Keyword"/> then.</returns>
    public bool TryGetUtf8(int keyword, out ReadOnlySpan<byte> utf8)
    {
        ref readonly KeywordSource source = ref _keywords[keyword];
        utf8 = default;
        if (source.Ordinal < 0 || source.Type != DrmsType.String || _decoder.IsNull(source.Ordinal))
            return false;
        utf8 = _decoder.Utf8(source.Ordinal);
        return true;
    }

    /// <summary>The number of a keyword of type float, double or time that stands in this record's own row as the definition says.</summary>
    /// <returns>False for everything else: ask <see cref="Keyword"/>.</returns>
    internal bool TryGetReal(int keyword, out double value)
    {
        ref readonly KeywordSource source = ref _keywords[keyword];
        value = 0;
        return source.IsHere && source.Ordinal >= 0 && _decoder.TryReal(source.Ordinal, source.Type, out value);
    }

    /// <summary>The same for the integer types.</summary>
    internal bool TryGetInteger(int keyword, out long value)
    {
        ref readonly KeywordSource source = ref _keywords[keyword];
        value = 0;
        return source.IsHere && source.Ordinal >= 0 && _decoder.TryInteger(source.Ordinal, source.Type, out value);
    }

    /// <summary>Whether a segment is there; a linked one may not be, and a constant one that nobody wrote is <see cref="LinkState.Unset"/>.</summary>
    public LinkState StateOfSegment(int segment)
    {
        SegmentColumn column = _columns.Segments[segment];
        LinkState state = column.Route.Fault == LinkState.Found ? StateOf(column.Join) : column.Route.Fault;
        return state == LinkState.Found && (column.Recnum < 0 || _decoder.IsNull(column.Recnum)) ? LinkState.Unset : state;
    }

    /// <summary>Where a segment's file is; of the record behind the link for a linked segment, of the writing record for a constant one.</summary>
    public SegmentPlace Segment(int segment)
    {
        SegmentColumn column = _columns.Segments[segment];
        if (column.Recnum < 0 || _decoder.IsNull(column.Recnum))
            return new SegmentPlace(-1, -1, 0, "");
        string file = _decoder.IsNull(column.File) ? "" : _decoder.Text(column.File);
        return new SegmentPlace(_decoder.Integer(column.Recnum), _decoder.IntegerOr(column.Sunum, -1), (int)_decoder.IntegerOr(column.Slotnum, 0), file);
    }

    /// <summary>Length of an axis of a segment: of this record for a vardim segment, else of the definition; 0 when unknown.</summary>
    public int SegmentAxis(int segment, int axis)
    {
        SegmentColumn column = _columns.Segments[segment];
        if (axis < column.Axes.Length)
            return (int)_decoder.IntegerOr(column.Axes[axis], 0);
        return column.Effective is { } definition && axis < definition.Dimensions.Count ? definition.Dimensions[axis] : 0;
    }

    /// <summary>What became of a link.</summary>
    public LinkState StateOfLink(int link)
    {
        LinkColumn column = _columns.Links[link];
        return column.Target is null ? LinkState.Undefined : StateOf(column.Join);
    }

    /// <summary>The record behind a link: where it is; record number −1 if the link is not found.</summary>
    public SegmentPlace Link(int link)
    {
        LinkColumn column = _columns.Links[link];
        return StateOfLink(link) != LinkState.Found
            ? new SegmentPlace(-1, -1, 0, "")
            : new SegmentPlace(_decoder.Integer(_columns.Joined[column.Join].StateOrdinal), _decoder.IntegerOr(column.Sunum, -1), (int)_decoder.IntegerOr(column.Slotnum, 0), "");
    }

    /// <summary>Value of a prime key (as users see it) of the record behind a link.</summary>
    public DrmsValue LinkKey(int link, int key)
    {
        LinkColumn column = _columns.Links[link];
        return _decoder.Value(column.KeyOrdinals[key], column.Keys[key].Type, column.Keys[key].Default);
    }

    /// <summary>A raw column by its own type; false for NULL.</summary>
    public bool TryGetRaw(int column, out DrmsValue value)
    {
        int ordinal = _columns.Raw[column];
        bool isNull = _decoder.IsNull(ordinal);
        value = isNull ? default : _decoder.Raw(ordinal);
        return !isNull;
    }

    // A link is as good as the first one on the way that does not lead on.
    private LinkState StateOf(int join)
    {
        if (join == SelectList.Base)
            return LinkState.Found;
        SelectList.Node node = _columns.Joined[join];
        LinkState before = StateOf(node.Parent);
        if (before != LinkState.Found)
            return before;
        return _decoder.Integer(node.StateOrdinal) switch
        {
            > 0 => LinkState.Found,
            0 => LinkState.Unset,
            _ => LinkState.Broken,
        };
    }

    // What every row asks of a keyword, side by side.
    private readonly record struct KeywordSource(int Ordinal, int Join, LinkState Fault, DrmsType Type, DrmsValue Default)
    {
        public bool IsHere { get; } = Join == SelectList.Base && Fault == LinkState.Found;

        public static KeywordSource Of(KeywordColumn column) => column.Effective is { } definition
            ? new(column.Ordinal, column.Join, column.Route.Fault, definition.Type, definition.Default)
            : new(-1, column.Join, column.Route.Fault, DrmsType.Int, DrmsValue.Missing(DrmsType.Int));
    }

    private static int Asked(int ordinal, RecordParts part) =>
        ordinal >= 0 ? ordinal : throw new InvalidOperationException($"{part} was not asked for");
}
