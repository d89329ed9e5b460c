using NetDrms.Sums.Archive.Tar;

namespace NetDrms.Sums.Archive;

/// <summary>Reads files of a volume for their checksums.</summary>
internal static class VolumeCheck
{
    private const int PieceBytes = 1 << 20;

    /// <summary>Reads a file once and gives its MD5.</summary>
    /// <exception cref="IOException">The medium failed.</exception>
    public static async Task<string> SumAsync(IVolume volume, int file, CancellationToken cancel)
    {
        await using Stream stream = await volume.ReadAsync(file, cancel);
        await using Md5Stream sum = new(stream);
        await sum.CopyToAsync(Stream.Null, PieceBytes, cancel);
        return sum.Md5;
    }
}
