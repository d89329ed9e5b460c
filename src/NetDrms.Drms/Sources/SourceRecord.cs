namespace NetDrms.Drms.Sources;

/// <summary>The record that was made of a file.</summary>
/// <param name="Recnum">Its number.</param>
/// <param name="Sunum">Its storage unit.</param>
public readonly record struct SourceRecord(long Recnum, long Sunum);
