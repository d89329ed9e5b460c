namespace NetDrms.Sums.Units;

/// <summary>Size of a storage unit as SUMS counts it: every folder, every file, and what every symbolic link points to. Spec 04 §4.2.</summary>
/// <param name="Bytes">Sum of the sizes; a hard link counts each time, a sparse file by its length.</param>
/// <param name="Files">Number of entries that are no folder.</param>
public readonly record struct UnitSize(long Bytes, int Files)
{
    /// <summary>Measures the unit in a folder.</summary>
    /// <exception cref="IOException">The folder cannot be read, or a symbolic link points to nothing.</exception>
    public static UnitSize Of(string folder) => Of(folder, null);

    /// <summary>Measures, and counts the links to each file that has several.</summary>
    internal static UnitSize Of(string path, Dictionary<ulong, uint>? links)
    {
        long bytes = 0;
        int files = 0;
        UnitTree.Walk(
            path,
            (int folder, byte[] name, in FileStatus status) =>
            {
                FileStatus counted = status;
                if (status.IsLink && !Posix.TryStatus(folder, name, follow: true, out counted))
                    throw new IOException($"symbolic link \"{Posix.Text(name)}\" in \"{path}\" points to nothing");
                bytes += (long)counted.SizeBytes;
                files++;
                if (links is not null && status.IsFile && status.Links > 1)
                    links[status.Inode] = links.GetValueOrDefault(status.Inode) + 1;
            },
            (int _, in FileStatus status) => bytes += (long)status.SizeBytes);
        return new(bytes, files);
    }
}
