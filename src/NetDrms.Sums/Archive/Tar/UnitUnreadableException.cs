namespace NetDrms.Sums.Archive.Tar;

/// <summary>A storage unit could not be read, so that what was to be written from it is not whole. The medium is not to blame.</summary>
internal sealed class UnitUnreadableException(string message, Exception? cause = null) : IOException(message, cause)
{
}
