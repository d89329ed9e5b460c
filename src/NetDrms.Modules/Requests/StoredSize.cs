namespace NetDrms.Modules.Requests;

/// <summary>Size of what a segment keeps: a file, or a folder with all that is in it.</summary>
internal static class StoredSize
{
    private static readonly EnumerationOptions s_all = new() { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint, IgnoreInaccessible = true };

    /// <summary>Bytes of a file or folder; null when there is none.</summary>
    public static long? Of(string path)
    {
        FileInfo file = new(path);
        if (file.Exists)
            return file.Length;
        return Directory.Exists(path) ? new DirectoryInfo(path).EnumerateFiles("*", s_all).Sum(f => f.Length) : null;
    }
}
