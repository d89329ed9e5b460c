namespace NetDrms.Server.Pages.Records;

/// <summary>The file of a segment of a record.</summary>
/// <param name="Segment">Name of the segment.</param>
/// <param name="IsThere">False when the record has no storage unit, or the link to it leads nowhere.</param>
/// <param name="IsImage">True when it can be shown as a picture.</param>
public sealed record RecordFile(string Segment, bool IsThere, bool IsImage);
