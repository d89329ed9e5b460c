using NetDrms.Sums.Units;

namespace NetDrms.Sums.Integrity;

/// <summary>A directory with the name of a storage unit that SUMS does not know.</summary>
/// <param name="Sunum">The number in its name.</param>
/// <param name="Path">Where it is.</param>
/// <param name="Bytes">Its size; null when it cannot be read.</param>
/// <param name="Changed">When an entry was made or removed in it last.</param>
/// <param name="StoredAt">Where SUMS has the unit of this number; null when it has none.</param>
public sealed record OrphanDirectory(Sunum Sunum, string Path, long? Bytes, DateTimeOffset Changed, string? StoredAt);
