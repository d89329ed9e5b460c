using NetDrms.Sums.Units;

namespace NetDrms.Sums.Integrity;

/// <summary>A unit that is on line, and what it held when it was sealed.</summary>
/// <param name="Sunum">Its number.</param>
/// <param name="Path">Its directory.</param>
/// <param name="Series">The series that owns it.</param>
/// <param name="Bytes">Its size as sum_main tells; null when it does not.</param>
/// <param name="Manifest">Null when nobody knows: an original daemon or one before manifests stored it.</param>
internal sealed record StoredUnit(Sunum Sunum, string Path, string Series, long? Bytes, UnitManifest? Manifest)
{
    /// <summary>The partition: a unit that came back from a tape may lie one level deeper.</summary>
    public string Partition => System.IO.Path.GetDirectoryName(Path) ?? "/";
}
