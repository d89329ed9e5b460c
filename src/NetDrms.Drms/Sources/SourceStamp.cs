namespace NetDrms.Drms.Sources;

/// <summary>A file as it was when it was looked at: what tells cheaply whether it has changed.</summary>
/// <param name="Path">Full path.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Modified">Time of its last change, 100 ns since the year 1.</param>
public readonly record struct SourceStamp(string Path, long Bytes, long Modified)
{
    /// <summary>Looks at a file; one that is not there has −1 bytes.</summary>
    public static SourceStamp Of(string path)
    {
        FileInfo file = new(path);
        return file.Exists ? new SourceStamp(path, file.Length, file.LastWriteTimeUtc.Ticks) : new SourceStamp(path, -1, 0);
    }
}
