using NetDrms.Drms.Queries;
using NetDrms.Model.Series;

namespace NetDrms.Modules.Requests;

/// <summary>Part of a request: the records of one subset, and the segments that are wanted of them.</summary>
/// <param name="Query">The records.</param>
/// <param name="Segments">The segments.</param>
/// <param name="Limit">How many of the records.</param>
internal sealed record RequestedSubset(RecordQuery Query, IReadOnlyList<SegmentDefinition> Segments, RecordLimit Limit);
