namespace NetDrms.Samples.Filling;

/// <summary>A text file for a generic segment.</summary>
/// <param name="Segment">Name of the segment.</param>
/// <param name="FileName">Base name that the file keeps.</param>
/// <param name="Content">Its lines.</param>
internal sealed record SegmentText(string Segment, string FileName, string Content);
