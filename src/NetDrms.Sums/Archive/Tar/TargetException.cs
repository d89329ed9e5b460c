namespace NetDrms.Sums.Archive.Tar;

/// <summary>What was read from the archive could not be written to a partition. The medium is not to blame.</summary>
internal sealed class TargetException(string message, Exception? cause = null) : IOException(message, cause)
{
}
