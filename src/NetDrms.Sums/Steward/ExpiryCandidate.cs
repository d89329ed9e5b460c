using NetDrms.Sums.Units;

namespace NetDrms.Sums.Steward;

/// <summary>A unit that may go: its time is over and nothing holds it.</summary>
/// <param name="Sunum">The unit.</param>
/// <param name="Series">Series that owns it.</param>
/// <param name="Bytes">Its size as counted at put.</param>
/// <param name="EffectiveDate"><c>YYYYMMDDHHMM</c>, or <c>0</c>.</param>
/// <param name="IsArchived">It goes off line and keeps its row and its place in the archive.</param>
/// <param name="Path">Its directory.</param>
public sealed record ExpiryCandidate(Sunum Sunum, string Series, long Bytes, string EffectiveDate, bool IsArchived, string Path);
