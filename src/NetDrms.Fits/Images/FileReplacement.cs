namespace NetDrms.Fits.Images;

/// <summary>Writes a file that is there whole or not at all: temporary name, flush, rename.</summary>
/// <remarks>The name itself becomes durable when the storage daemon seals the unit, which flushes its folders.</remarks>
internal static class FileReplacement
{
    private const string PartSuffix = ".part";
    private const int BufferBytes = 1 << 16;
    private const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;   // 0644

    /// <summary>Writes or replaces a file.</summary>
    /// <param name="path">Its final name.</param>
    /// <param name="bytes">Its length if known, else 0: a full disk is then noticed before anything is written.</param>
    /// <param name="write">Writes the content.</param>
    /// <exception cref="Model.Errors.DrmsException">It could not be written; what stood there before is unchanged, and no part is left.</exception>
    public static void Write(string path, long bytes, Action<Stream> write)
    {
        string part = path + PartSuffix;
        try
        {
            FileStreamOptions options = new()
            {
                Mode = FileMode.Create,
                Access = FileAccess.Write,
                Share = FileShare.None,
                BufferSize = BufferBytes,
                PreallocationSize = bytes,
            };
            if (!OperatingSystem.IsWindows())
                options.UnixCreateMode = Mode;
            using (FileStream file = new(part, options))
            {
                if (!OperatingSystem.IsWindows())
                    File.SetUnixFileMode(file.SafeFileHandle, Mode);   // whatever the umask says
                write(file);
                file.Flush(flushToDisk: true);
            }
            File.Move(part, path, overwrite: true);
        }
        catch (Exception cause)
        {
            Remove(part);
            if (cause is IOException or UnauthorizedAccessException)
                throw FitsFault.Unwritable(path, cause);
            throw;
        }
    }

    private static void Remove(string part)
    {
        try
        {
            File.Delete(part);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            // the error of the write says more; whoever removes the unit's folder removes the part
        }
    }
}
