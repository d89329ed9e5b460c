namespace NetDrms.Sums.Overview;

/// <summary>A partition as the steward saw it last.</summary>
/// <param name="Folder">Its folder.</param>
/// <param name="Set">The set that it is written in; −1 = closed for writing.</param>
/// <param name="TotalBytes">Its size; 0 when nobody has looked yet.</param>
/// <param name="FreeBytes">Free bytes.</param>
/// <param name="Errors">Errors that were seen on it.</param>
/// <param name="LastError">The last one; null for none.</param>
/// <param name="ClosedBecause">Why it was closed; null when it was not, or nobody said.</param>
public sealed record PartitionUse(string Folder, int Set, long TotalBytes, long FreeBytes, long Errors, string? LastError, string? ClosedBecause)
{
    /// <summary>Share that is used, 0 … 1.</summary>
    public double UsedShare => TotalBytes > 0 ? 1 - ((double)FreeBytes / TotalBytes) : 0;
}
