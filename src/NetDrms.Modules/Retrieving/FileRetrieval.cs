using NetDrms.Model.Errors;

namespace NetDrms.Modules.Retrieving;

/// <summary>Brings a file out of the storage: a copy or a link, an existing file kept as <c>name~</c>. Nothing is run by a shell.</summary>
internal static class FileRetrieval
{
    /// <summary>Fetches a file or a folder.</summary>
    /// <param name="source">Where it is.</param>
    /// <param name="target">A folder that exists, or the name that it gets.</param>
    /// <param name="asLink">Make a symbolic link.</param>
    /// <param name="overwrites">Do not keep an existing file.</param>
    /// <exception cref="DrmsException">The target cannot be written; what was there is still there.</exception>
    public static void Fetch(string source, string target, bool asLink, bool overwrites)
    {
        string name = Directory.Exists(target) ? Path.Combine(target, Path.GetFileName(source)) : target;
        string part = $"{name}.part{Environment.ProcessId}";
        try
        {
            if (asLink)
                File.CreateSymbolicLink(part, source);
            else if (Directory.Exists(source))
                CopyFolder(source, part);
            else
            {
                File.Copy(source, part, overwrite: true);
                File.SetUnixFileMode(part, File.GetUnixFileMode(part) | UnixFileMode.UserWrite);   // sealed files are read-only
            }
            if (Path.Exists(name) && (!overwrites || Directory.Exists(name)))
                Move(name, name + "~");
            Move(part, name);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new DrmsException(new DrmsError(ErrorCode.File, $"could not write \"{name}\": {failure.Message.TrimEnd('.')}")
            {
                ClassicMessage = $"retrieve_file failed on command: {(asLink ? "ln -s" : "cp")} {source} {target}",
            }, failure);
        }
    }

    private static void Move(string from, string to)
    {
        if (Directory.Exists(from) && new DirectoryInfo(from).LinkTarget is null)
        {
            if (Directory.Exists(to))
                Directory.Delete(to, recursive: true);
            Directory.Move(from, to);
        }
        else
            File.Move(from, to, overwrite: true);
    }

    private static void CopyFolder(string source, string target)
    {
        Directory.CreateDirectory(target);
        foreach (string file in Directory.EnumerateFiles(source))
            File.Copy(file, Path.Combine(target, Path.GetFileName(file)), overwrite: true);
        foreach (string folder in Directory.EnumerateDirectories(source))
            CopyFolder(folder, Path.Combine(target, Path.GetFileName(folder)));
    }
}
