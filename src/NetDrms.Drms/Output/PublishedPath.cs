namespace NetDrms.Drms.Output;

/// <summary>Paths of storage units as the web shows them: from the partition's own name on, <c>/SUM0/D123/S00000</c>, wherever the partition is mounted. Spec 06 §1, §13.4.</summary>
/// <remarks>The web serves files under these names. A partition that is not called <c>SUM</c> and a number is shown by its whole path.</remarks>
public static class PublishedPath
{
    private const string PartitionStart = "/SUM";

    /// <summary>The path that the web shows.</summary>
    /// <param name="path">A storage unit's directory, or a file in it.</param>
    public static string Of(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        for (int at = path.IndexOf(PartitionStart, StringComparison.Ordinal); at >= 0; at = path.IndexOf(PartitionStart, at + 1, StringComparison.Ordinal))
        {
            int end = at + PartitionStart.Length;
            while (end < path.Length && char.IsAsciiDigit(path[end]))
                end++;
            if (end > at + PartitionStart.Length && path.AsSpan(end).StartsWith("/D") && end + 2 < path.Length && char.IsAsciiDigit(path[end + 2]))
                return path[at..];
        }
        return path;
    }
}
