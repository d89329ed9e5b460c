using System.Globalization;

namespace NetDrms.Sums.Archive.Tape;

/// <summary>What <c>mtx status</c> tells of a changer.</summary>
/// <param name="Drives">By number: the tape in it, null when empty, and the slot that it came from.</param>
/// <param name="Slots">By number: the tape in it, null when empty, and whether it is the door.</param>
internal sealed record ChangerStatus(IReadOnlyDictionary<int, (string? Tape, int? Home)> Drives, IReadOnlyDictionary<int, (string? Tape, bool IsDoor)> Slots)
{
    /// <summary>Reads it; lines of other kinds are left alone.</summary>
    /// <exception cref="IOException">It tells of no slot.</exception>
    // Data Transfer Element 0:Full (Storage Element 3 Loaded):VolumeTag = 012821L4
    // Storage Element 10 IMPORT/EXPORT:Full :VolumeTag=012822L4
    public static ChangerStatus Parse(string text)
    {
        Dictionary<int, (string?, int?)> drives = [];
        Dictionary<int, (string?, bool)> slots = [];
        foreach (string line in text.Split('\n').Select(static line => line.Trim()))
        {
            if (NumberAfter(line, "Data Transfer Element ") is int drive)
                drives[drive] = (TapeOf(line), NumberAfter(line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..], "Full (Storage Element "));
            else if (NumberAfter(line, "Storage Element ") is int slot)
                slots[slot] = (TapeOf(line), line.Contains("IMPORT/EXPORT", StringComparison.Ordinal));
        }
        return slots.Count > 0 ? new(drives, slots) : throw new IOException("mtx status tells of no slot");
    }

    private static string? TapeOf(string line)
    {
        if (!line.Contains(":Full", StringComparison.Ordinal))
            return null;
        int tag = line.IndexOf("VolumeTag", StringComparison.Ordinal);
        return tag < 0 ? "" : line[(tag + "VolumeTag".Length)..].TrimStart(' ', '=').Trim();   // without barcode it has no name
    }

    private static int? NumberAfter(string line, string words)
    {
        if (!line.StartsWith(words, StringComparison.Ordinal))
            return null;
        int end = words.Length;
        while (end < line.Length && char.IsAsciiDigit(line[end]))
            end++;
        return int.TryParse(line.AsSpan(words.Length, end - words.Length), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;
    }

    /// <summary>The drive that a tape is in.</summary>
    public int? DriveOf(string tape) => Drives.Where(entry => entry.Value.Tape == tape).Select(static entry => (int?)entry.Key).FirstOrDefault();

    /// <summary>The slot that a tape is in.</summary>
    public int? SlotOf(string tape) => Slots.Where(entry => entry.Value.Tape == tape).Select(static entry => (int?)entry.Key).FirstOrDefault();

    /// <summary>An empty slot, of the door or not.</summary>
    public int? Empty(bool isDoor) => Slots.Where(entry => entry.Value.Tape is null && entry.Value.IsDoor == isDoor).Select(static entry => (int?)entry.Key).Order().FirstOrDefault();
}
