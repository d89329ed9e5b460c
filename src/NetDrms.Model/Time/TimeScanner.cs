namespace NetDrms.Model.Time;

/// <summary>Reads time texts. Spec 01 §3.2–3.4.</summary>
public static class TimeScanner
{
    /// <summary>Reads the longest time at the start of a text.</summary>
    /// <param name="text">The text; what follows the time is left over.</param>
    /// <param name="mode">How strictly.</param>
    /// <param name="time">The instant, or <see cref="DrmsTime.Missing"/>.</param>
    /// <param name="consumed">Number of characters that belong to the time; 0 when nothing was usable.</param>
    /// <returns>True if a time was read.</returns>
    public static bool TryScan(ReadOnlySpan<char> text, ScanMode mode, out DrmsTime time, out int consumed)
    {
        time = DrmsTime.Missing;
        consumed = 0;
        return false;
    }
}
