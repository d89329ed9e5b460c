namespace NetDrms.Server.Web.Files;

/// <summary>A place in a request's path that may be a storage unit's folder, <c>D&lt;sunum&gt;</c>, and the way from there. Spec 06 §1.</summary>
/// <param name="Sunum">The number.</param>
/// <param name="Folder">Path up to and with the unit's folder, as it was asked for.</param>
/// <param name="Names">The way from there.</param>
internal sealed record UnitPath(long Sunum, string Folder, string[] Names)
{
    private const int LongestPath = 4096;
    private const int MostDigits = 19;
    private const int MostCandidates = 3;   // a partition may lie below a folder that looks like a unit's

    /// <summary>True for a path with such a place; nothing else is looked up.</summary>
    public static bool IsOne(string path) => Read(path).Count > 0;

    /// <summary>The places, from the left.</summary>
    /// <param name="path">A decoded path, which begins with a slash. Dots, backslashes, control characters and encoded slashes make it none.</param>
    public static IReadOnlyList<UnitPath> Read(string path)
    {
        if (path.Length is < 2 or > LongestPath || path[0] != '/' || path.AsSpan().ContainsAnyInRange('\0', '\u001f') || path.AsSpan().ContainsAny('\\', '\u007f')
            || path.Contains("%2f", StringComparison.OrdinalIgnoreCase))
            return [];
        string[] names = (path.EndsWith('/') ? path[1..^1] : path[1..]).Split('/');
        if (names.AsSpan().ContainsAny("", ".", ".."))
            return [];
        List<UnitPath> found = [];
        for (int i = 1; i < names.Length && found.Count < MostCandidates; i++)
        {
            if (TryReadFolder(names[i], out long sunum))
                found.Add(new UnitPath(sunum, "/" + string.Join('/', names[..(i + 1)]), names[(i + 1)..]));
        }
        return found;
    }

    /// <summary>True when a unit that lies in a folder is meant: by the folder's full path, or by the partition's last name, as in <c>/SUM0/D12</c>.</summary>
    public bool Means(string folder)
    {
        if (Folder == folder)
            return true;
        string partition = Path.GetFileName(Path.GetDirectoryName(folder) ?? "");
        return partition.Length > 0 && Folder == $"/{partition}/{Path.GetFileName(folder)}";
    }

    private static bool TryReadFolder(string name, out long sunum)
    {
        sunum = 0;
        return name.Length is > 1 and <= MostDigits + 1 && name[0] == 'D' && name[1] is >= '1' and <= '9' && !name.AsSpan(1).ContainsAnyExceptInRange('0', '9')
            && long.TryParse(name.AsSpan(1), System.Globalization.NumberStyles.None, null, out sunum);
    }
}
