using NetDrms.Sums.Units;

namespace NetDrms.Sums.Steward;

/// <summary>A unit that the steward takes away: a row of <c>netdrms.sums_expiry</c>.</summary>
/// <param name="Entry">Number of the row.</param>
/// <param name="Sunum">The unit.</param>
/// <param name="Path">Its directory.</param>
/// <param name="Series">Series that owns it.</param>
/// <param name="Bytes">Its size as counted at put.</param>
/// <param name="KeepsRecords">Its series was deleted: nothing is done to records.</param>
internal sealed record ExpiryEntry(long Entry, Sunum Sunum, string Path, string Series, long Bytes, bool KeepsRecords);
