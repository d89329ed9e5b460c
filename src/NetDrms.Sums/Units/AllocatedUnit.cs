namespace NetDrms.Sums.Units;

/// <summary>A directory that SUMS made for a client to fill.</summary>
/// <param name="Sunum">Number of the unit.</param>
/// <param name="Path">The directory, mode 2775.</param>
public sealed record AllocatedUnit(Sunum Sunum, string Path);
