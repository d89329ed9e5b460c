using NetDrms.Sums.Partitions;
using NetDrms.Sums.Units;

namespace NetDrms.Sums.Steward;

/// <summary>How full a partition is, as users of it see it: 100 (1 − f_bavail/f_blocks). Spec 04 §4.4.</summary>
/// <param name="TotalBytes">Size of its file system.</param>
/// <param name="AvailableBytes">Room for users.</param>
internal readonly record struct PartitionUsage(long TotalBytes, long AvailableBytes)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Percent in use, after so many bytes more were freed.</summary>
    public double PercentAfter(long freedBytes) => TotalBytes <= 0 ? 100 : 100 * (1 - ((double)(AvailableBytes + freedBytes) / TotalBytes));

    /// <summary>Percent in use.</summary>
    public double Percent => PercentAfter(0);

    /// <summary>Bytes that must be freed until no more than a percentage is in use.</summary>
    public long BytesAbove(double percent) => (long)Math.Ceiling((TotalBytes * (1 - (percent / 100))) - AvailableBytes);

    /// <summary>Asks the file system.</summary>
    /// <exception cref="IOException">The folder is not there, or the file system does not answer.</exception>
    public static async Task<PartitionUsage> MeasureAsync(DiskWork disk, string folder, CancellationToken cancel)
    {
        try
        {
            return await disk.RunAsync(folder, () => Measure(folder), Patience, cancel);
        }
        catch (TimeoutException hangs)
        {
            throw new IOException(hangs.Message, hangs);
        }
    }

    /// <summary>Asks the file system, without limit of time.</summary>
    /// <exception cref="IOException">The folder is not there.</exception>
    public static PartitionUsage Measure(string folder)
    {
        // a DriveInfo of a missing folder would tell of the root file system
        if (!Posix.TryStatus(Posix.CurrentFolder, Posix.Name(folder), follow: true, out FileStatus status) || !status.IsFolder)
            throw new IOException($"{folder} does not exist");
        DriveInfo drive = new(folder);
        return new(drive.TotalSize, drive.AvailableFreeSpace);
    }
}
