namespace NetDrms.Sums.Overview;

/// <summary>Units of a series that wait for the archive.</summary>
/// <param name="Series">The series.</param>
/// <param name="Units">How many.</param>
/// <param name="Bytes">Their bytes.</param>
/// <param name="Oldest">When the oldest was put, in the database's local time; null when not known.</param>
public sealed record ArchiveBacklog(string Series, long Units, long Bytes, DateTime? Oldest);
