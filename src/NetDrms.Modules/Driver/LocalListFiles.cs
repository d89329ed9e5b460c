using System.Diagnostics.CodeAnalysis;
using NetDrms.Model.RecordSets;

namespace NetDrms.Modules.Driver;

/// <summary>Reads the record-set lists that a user of this machine names as <c>@file</c>. Spec 01 §1.5.</summary>
/// <param name="folder">Working folder.</param>
internal sealed class LocalListFiles(string folder) : IListFileReader
{
    private const string Accounts = "/etc/passwd";

    /// <inheritdoc/>
    public bool TryRead(string path, [NotNullWhen(true)] out ListFile? file, [NotNullWhen(false)] out string? reason)
    {
        (file, reason) = (null, null);
        string full = Path.GetFullPath(Expanded(path), folder);
        try
        {
            if (Directory.Exists(full))
            {
                reason = "Is a directory";
                return false;
            }
            string real = File.ResolveLinkTarget(full, returnFinalTarget: true)?.FullName ?? full;
            file = new ListFile(real, File.ReadAllLines(full));
            return true;
        }
        catch (Exception failure) when (failure is FileNotFoundException or DirectoryNotFoundException)
        {
            reason = "No such file or directory";
        }
        catch (UnauthorizedAccessException)
        {
            reason = "Permission denied";
        }
        catch (IOException failure)
        {
            reason = failure.Message;
        }
        return false;
    }

    // "~user/rest" is that user's home; a plain "~/" is not expanded.
    private static string Expanded(string path)
    {
        int slash = path.IndexOf('/', StringComparison.Ordinal);
        if (path.Length < 2 || path[0] != '~' || slash is 1)
            return path;
        string user = slash < 0 ? path[1..] : path[1..slash];
        foreach (string line in File.Exists(Accounts) ? File.ReadLines(Accounts) : [])
        {
            string[] fields = line.Split(':');
            if (fields.Length > 5 && fields[0] == user)
                return slash < 0 ? fields[5] : fields[5] + path[slash..];
        }
        return path;
    }
}
