using NetDrms.Model.Series;

namespace NetDrms.Drms.Records;

/// <summary>What is wanted of every record; the reader answers by the positions in these lists.</summary>
public sealed record RecordRequest
{
    /// <summary>Which of the record's own columns.</summary>
    public RecordParts Parts { get; init; } = RecordParts.Recnum;

    /// <summary>Keywords: plain, constant, per-segment copies, implicit or linked ones.</summary>
    public IReadOnlyList<RecordKeyword> Keywords { get; init; } = [];

    /// <summary>Segments, linked ones included.</summary>
    public IReadOnlyList<SegmentDefinition> Segments { get; init; } = [];

    /// <summary>Links to be followed to their records.</summary>
    public IReadOnlyList<LinkDefinition> Links { get; init; } = [];

    /// <summary>Columns of the series table by name, as they are (the <c>ln_*</c> columns of a clone).</summary>
    public IReadOnlyList<string> RawColumns { get; init; } = [];

    /// <summary>If set, everything above is of the record behind this link and of that record's series.</summary>
    public LinkDefinition? Through { get; init; }
}
