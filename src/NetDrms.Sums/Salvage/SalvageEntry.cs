using NetDrms.Sums.Units;

namespace NetDrms.Sums.Salvage;

/// <summary>A storage unit whose put failed: its data are kept, and no client can see them. Spec 04, better 5.</summary>
/// <param name="Sunum">Its number.</param>
/// <param name="Path">Its directory.</param>
/// <param name="Series">The series that it was put for; null when the put did not name one that can be.</param>
/// <param name="Reason">Why the put failed.</param>
/// <param name="Client">Who put it.</param>
/// <param name="Since">When it failed.</param>
/// <param name="Expires">When it is removed, if no record refers to it.</param>
/// <param name="Bytes">What its directory holds; null when it cannot be read from here.</param>
/// <param name="IsReferenced">Records refer to it; null when that cannot be told yet, or the database cannot be asked.</param>
public sealed record SalvageEntry(
    Sunum Sunum, string Path, string? Series, string Reason, string Client, DateTime Since, DateTime? Expires, long? Bytes, bool? IsReferenced);
