using System.Globalization;

namespace NetDrms.Sums.Partitions;

/// <summary>A partition that could take a unit.</summary>
/// <param name="Folder">Its folder, without a trailing slash.</param>
/// <param name="Set">The set that it is written in.</param>
/// <param name="Free">Its free bytes.</param>
internal sealed record Candidate(string Folder, int Set, FreeBytes Free)
{
    /// <summary>Bytes that open allocations are still expected to write there.</summary>
    public long Reserved { get; init; }

    /// <summary>Recent errors; each counts half after <see cref="PartitionErrors.HalfLife"/>.</summary>
    public double Errors { get; init; }

    /// <summary>Work that runs or waits on its disk.</summary>
    public int Waiting { get; init; }
}

/// <summary>Chooses where a new unit goes: by chance, weighted by room, load and recent errors. Spec 04 §4.1, better 8.</summary>
/// <remarks>
/// Two rules decide whether a partition has room. As in the original, the number that the client asks must be free now. And what is free less what open
/// allocations will take must hold what this unit will take. The two differ because modules always ask 100 MB, whatever they need: for a request of exactly
/// that number <see cref="Reservations"/> counts what recent units of such requests came to, any other number in full. So a partition of 1 GB with 20 open
/// sessions of modules stays in use, while 20 clients that say 100 GB each never meet on 1 TB.
/// </remarks>
internal static class PartitionChoice
{
    private const double MostErrors = 20;   // beyond, a partition is all but out: 1 in a million

    /// <summary>Those that have room and leave what shall stay free.</summary>
    /// <param name="candidates">The partitions of the set.</param>
    /// <param name="bytes">What the client asks.</param>
    /// <param name="expected">What the unit is expected to take.</param>
    /// <param name="keepFreeBytes">What shall stay free.</param>
    public static List<Candidate> WithRoom(IReadOnlyList<Candidate> candidates, long bytes, long expected, long keepFreeBytes) =>
        [.. candidates.Where(c => c.Free.IsKnown && c.Free.Bytes - keepFreeBytes >= bytes && Room(c, keepFreeBytes) >= expected && Room(c, keepFreeBytes) > 0)];

    /// <summary>Chooses one; the more room and the less work and trouble, the likelier.</summary>
    /// <param name="candidates">At least one, from <see cref="WithRoom"/>.</param>
    /// <param name="keepFreeBytes">What shall stay free.</param>
    /// <param name="chance">A number in 0 … 1.</param>
    public static Candidate Choose(IReadOnlyList<Candidate> candidates, long keepFreeBytes, double chance)
    {
        double rest = candidates.Sum(c => Weight(c, keepFreeBytes)) * chance;
        foreach (Candidate candidate in candidates)
        {
            rest -= Weight(candidate, keepFreeBytes);
            if (rest < 0)
                return candidate;
        }
        return candidates[^1];
    }

    // Half the chance for each recent error, and the share of one for each piece of work on the disk.
    private static double Weight(Candidate candidate, long keepFreeBytes) =>
        Room(candidate, keepFreeBytes) * Math.Pow(2, -Math.Min(candidate.Errors, MostErrors)) / (1 + candidate.Waiting);

    private static long Room(Candidate candidate, long keepFreeBytes) => candidate.Free.Bytes - keepFreeBytes - candidate.Reserved;

    /// <summary>Says why none can take a unit, with numbers.</summary>
    public static string Explain(IReadOnlyList<Candidate> candidates, int set, long bytes, long keepFreeBytes)
    {
        if (candidates.Count == 0)
            return string.Create(CultureInfo.InvariantCulture, $"partition set {set} has no partition");
        string each = string.Join(", ", candidates.Select(c => c.Free.IsKnown
            ? string.Create(CultureInfo.InvariantCulture, $"{c.Folder} has {c.Free.Bytes} bytes free{(c.Reserved > 0 ? $", {c.Reserved} of them for open allocations" : "")}")
            : $"{c.Folder} {c.Free.Why}"));
        string keep = keepFreeBytes > 0 ? string.Create(CultureInfo.InvariantCulture, $" besides the {keepFreeBytes} to be kept free") : "";
        return string.Create(CultureInfo.InvariantCulture, $"no partition of set {set} has room for {bytes} bytes{keep}: {each}");
    }
}
