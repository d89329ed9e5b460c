using System.Globalization;

namespace NetDrms.Sums.Partitions;

/// <summary>A partition that could take a unit.</summary>
/// <param name="Folder">Its folder, without a trailing slash.</param>
/// <param name="Set">The set that it is written in.</param>
/// <param name="Free">Its free bytes.</param>
internal sealed record Candidate(string Folder, int Set, FreeBytes Free);

/// <summary>Chooses where a new unit goes: by chance, weighted by free space. Spec 04 §4.1.</summary>
internal static class PartitionChoice
{
    /// <summary>Those that have room and leave what shall stay free.</summary>
    public static List<Candidate> WithRoom(IReadOnlyList<Candidate> candidates, long bytes, long keepFreeBytes) =>
        [.. candidates.Where(c => c.Free.IsKnown && c.Free.Bytes - keepFreeBytes >= bytes && c.Free.Bytes - keepFreeBytes > 0)];

    /// <summary>Chooses one; the more free space, the likelier.</summary>
    /// <param name="chance">A number in 0 … 1.</param>
    public static Candidate Choose(IReadOnlyList<Candidate> candidates, double chance)
    {
        double rest = candidates.Sum(c => (double)c.Free.Bytes) * chance;
        foreach (Candidate candidate in candidates)
        {
            rest -= candidate.Free.Bytes;
            if (rest < 0)
                return candidate;
        }
        return candidates[^1];
    }

    /// <summary>Says why none can take a unit, with numbers.</summary>
    public static string Explain(IReadOnlyList<Candidate> candidates, int set, long bytes, long keepFreeBytes)
    {
        if (candidates.Count == 0)
            return string.Create(CultureInfo.InvariantCulture, $"partition set {set} has no partition");
        string each = string.Join(", ", candidates.Select(c => c.Free.IsKnown
            ? string.Create(CultureInfo.InvariantCulture, $"{c.Folder} has {c.Free.Bytes} bytes free")
            : $"{c.Folder} {c.Free.Why}"));
        string keep = keepFreeBytes > 0 ? string.Create(CultureInfo.InvariantCulture, $" besides the {keepFreeBytes} to be kept free") : "";
        return string.Create(CultureInfo.InvariantCulture, $"no partition of set {set} has room for {bytes} bytes{keep}: {each}");
    }
}
