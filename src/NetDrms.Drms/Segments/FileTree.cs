using NetDrms.Database.Cluster;
using NetDrms.Model.Errors;
using NetDrms.Sums.Units;

namespace NetDrms.Drms.Segments;

/// <summary>Copies files and folders into storage units: whole, durable, readable for all. Spec 02 §5.1, §5.6.</summary>
/// <remarks>Links are followed, so that a unit needs nothing outside itself; a folder that leads back into itself is refused.</remarks>
internal static class FileTree
{
    private const int MaxDepth = 64;

    private const UnixFileMode FileMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;   // 0644
    private const UnixFileMode ExecuteMode = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>Base name of a path as it will stand in the unit and in the segment's column.</summary>
    /// <exception cref="DrmsException">The path has none that can be stored.</exception>
    public static string NameOf(string path)
    {
        string name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)));
        bool isPlain = name.Length > 0 && !name.Any(char.IsControl) && !name.EndsWith(DurableFile.PartSuffix, StringComparison.Ordinal);
        return isPlain ? name : throw new DrmsException(ErrorCode.Argument, $"\"{path}\" has no name that a segment can keep");
    }

    /// <summary>Checks that a file or folder can be read, before anything is changed.</summary>
    /// <exception cref="DrmsException">It cannot.</exception>
    public static void RequireReadable(string path)
    {
        try
        {
            if (Directory.Exists(path))
                _ = Directory.EnumerateFileSystemEntries(path).Any();
            else
                File.OpenHandle(path).Dispose();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DrmsException(new DrmsError(ErrorCode.File, $"could not open \"{path}\": {Reason(error)}") { File = path, ClassicMessage = $"Error:Unable to open {path}" }, error);
        }
    }

    /// <summary>Copies a file or a folder with all that is in it; what stood there under the same name is replaced.</summary>
    /// <exception cref="DrmsException">Something could not be read or written.</exception>
    public static void Copy(string source, string target)
    {
        try
        {
            CopyEntry(source, target, 0);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DrmsException(new DrmsError(ErrorCode.File, $"could not copy \"{source}\" to \"{target}\": {Reason(error)}") { File = source }, error);
        }
    }

    /// <summary>Copies all that is in a folder into another, which exists.</summary>
    /// <exception cref="DrmsException">Something could not be read or written.</exception>
    public static void CopyContent(string source, string target)
    {
        foreach (string entry in Directory.EnumerateFileSystemEntries(source))
            Copy(entry, Path.Combine(target, Path.GetFileName(entry)));
    }

    private static void CopyEntry(string source, string target, int depth)
    {
        if (depth > MaxDepth)
            throw new IOException("its folders are nested too deep, or lead back into themselves");
        if (!Directory.Exists(source))
        {
            CopyFile(source, target);
            return;
        }
        Directory.CreateDirectory(target, FolderModes.Partition);
        File.SetUnixFileMode(target, FolderModes.Partition);
        foreach (string entry in Directory.EnumerateFileSystemEntries(source))
            CopyEntry(entry, Path.Combine(target, Path.GetFileName(entry)), depth + 1);
        DurableFile.FlushFolder(target);
    }

    private static void CopyFile(string source, string target)
    {
        if (File.GetAttributes(source).HasFlag(FileAttributes.Device))
            throw new IOException("it is no regular file");   // a pipe would be waited for
        string part = target + DurableFile.PartSuffix;
        try
        {
            File.Copy(source, part, overwrite: true);
            UnixFileMode execute = (File.GetUnixFileMode(source) & UnixFileMode.UserExecute) != 0 ? ExecuteMode : 0;
            File.SetUnixFileMode(part, FileMode | execute);
            DurableFile.Publish(part, target);
        }
        catch
        {
            File.Delete(part);
            throw;
        }
    }

    // .NET puts the path into its texts; the message says it already
    private static string Reason(Exception error) => error switch
    {
        UnauthorizedAccessException => "permission denied",
        FileNotFoundException or DirectoryNotFoundException => "no such file or folder",
        _ when error.Message.IndexOf(" : ", StringComparison.Ordinal) is > 0 and int end => error.Message[..end].ToLowerInvariant(),
        _ => char.ToLowerInvariant(error.Message[0]) + error.Message[1..],
    };
}
