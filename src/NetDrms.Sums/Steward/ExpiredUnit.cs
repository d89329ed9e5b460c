using NetDrms.Sums.Units;

namespace NetDrms.Sums.Steward;

/// <summary>A unit that went, or is going: a line of the history.</summary>
/// <param name="Sunum">The unit.</param>
/// <param name="Series">Series that owned it.</param>
/// <param name="Bytes">Its size as counted at put.</param>
/// <param name="EffectiveDate">When its time was over.</param>
/// <param name="IsArchived">A copy is in the archive.</param>
/// <param name="Path">Its directory.</param>
/// <param name="Expired">When it lost its rows.</param>
/// <param name="Due">From when on its directory goes.</param>
/// <param name="Removed">When its directory was gone; null while it is there.</param>
/// <param name="RecordsDeleted">DRMS records that went with it.</param>
/// <param name="Reason">Why.</param>
public sealed record ExpiredUnit(
    Sunum Sunum, string Series, long Bytes, string? EffectiveDate, bool IsArchived, string Path, DateTime Expired, DateTime Due, DateTime? Removed, long RecordsDeleted, string Reason);
