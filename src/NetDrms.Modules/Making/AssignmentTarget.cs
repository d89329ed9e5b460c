using NetDrms.Drms.Records;
using NetDrms.Model.Series;

namespace NetDrms.Modules.Making;

/// <summary>What an assignment sets: one of the four, or nothing that the series knows.</summary>
/// <param name="Keyword">A keyword.</param>
/// <param name="Segment">A segment.</param>
/// <param name="Link">A link.</param>
/// <param name="IsIgnored">True for lines of <c>show_info -k</c> that only inform: <c>SUDIR</c>, <c>image_info</c>.</param>
internal readonly record struct AssignmentTarget(RecordKeyword? Keyword = null, SegmentDefinition? Segment = null, LinkDefinition? Link = null, bool IsIgnored = false)
{
    /// <summary>True when the series has nothing of that name.</summary>
    public bool IsUnknown => Keyword is null && Segment is null && Link is null && !IsIgnored;
}
