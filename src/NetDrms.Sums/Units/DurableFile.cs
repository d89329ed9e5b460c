using Microsoft.Win32.SafeHandles;

namespace NetDrms.Sums.Units;

/// <summary>Writes files that are there whole or not at all, also after a power cut: temporary name, flush, rename, flush of the folder.</summary>
public static class DurableFile
{
    /// <summary>Ending of the temporary name.</summary>
    public const string PartSuffix = ".part";

    /// <summary>Writes or replaces a file.</summary>
    /// <exception cref="IOException">The file could not be written; what stood there before is unchanged.</exception>
    public static void Write(string path, ReadOnlySpan<byte> content)
    {
        string part = path + PartSuffix;
        using (SafeFileHandle file = File.OpenHandle(part, FileMode.Create, FileAccess.Write))
        {
            RandomAccess.Write(file, content, fileOffset: 0);
            RandomAccess.FlushToDisk(file);
        }
        Commit(part, path);
    }

    /// <summary>Gives a file that another wrote under a temporary name in the same folder its final name; its content is flushed first.</summary>
    /// <exception cref="IOException">The file could not be flushed or renamed.</exception>
    public static void Publish(string part, string path)
    {
        using (SafeFileHandle file = File.OpenHandle(part, FileMode.Open, FileAccess.ReadWrite))
            RandomAccess.FlushToDisk(file);
        Commit(part, path);
    }

    private static void Commit(string part, string path)
    {
        File.Move(part, path, overwrite: true);
        FlushFolder(Path.GetDirectoryName(Path.GetFullPath(path))!);   // the name, too, survives a power cut
    }

    /// <summary>Makes the names in a folder durable.</summary>
    /// <exception cref="IOException">The folder cannot be opened or flushed.</exception>
    public static void FlushFolder(string folder)
    {
        int handle = Posix.OpenFolder(Posix.CurrentFolder, Posix.Name(folder), follow: true);
        if (handle < 0)
            throw Posix.Failure($"open \"{folder}\"");
        try
        {
            if (Posix.fsync(handle) != 0)
                throw Posix.Failure($"flush \"{folder}\" to disk");
        }
        finally
        {
            _ = Posix.close(handle);
        }
    }
}
