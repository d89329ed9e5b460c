namespace NetDrms.Sums.Archive.Administration;

/// <summary>A file of a volume.</summary>
/// <param name="File">Its number.</param>
/// <param name="Md5">Its checksum.</param>
/// <param name="Series">A series that has units in it; empty when none of its units is known any more.</param>
/// <param name="Units">Units of that series.</param>
/// <param name="Bytes">Their size.</param>
public sealed record VolumeContent(int File, string Md5, string Series, long Units, long Bytes);
