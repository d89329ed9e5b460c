namespace NetDrms.Sums.Archive.Writing;

/// <summary>A unit that is to be archived: a line of a manifest. Spec 04 §5.2.</summary>
/// <param name="Series">The series that owns it.</param>
/// <param name="Sunum">Its number.</param>
/// <param name="Path">Where it lies.</param>
/// <param name="Bytes">Its size as counted at put.</param>
/// <param name="Sumid">Session that put it.</param>
/// <param name="EffectiveDate">When it may be deleted.</param>
internal sealed record ArchiveUnit(string Series, long Sunum, string Path, long Bytes, long Sumid, string EffectiveDate);
