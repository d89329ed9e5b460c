using NetDrms.Samples.Sun;

namespace NetDrms.Samples.Filling;

/// <summary>Instants of the slots of a series.</summary>
internal static class TimeGrid
{
    /// <summary>Slots of a range, as a query would find them: first and last included.</summary>
    /// <param name="first">Time of the first.</param>
    /// <param name="last">Time of the last.</param>
    /// <param name="step">Seconds from slot to slot.</param>
    /// <param name="every">Only each n-th.</param>
    public static IEnumerable<double> Slots(string first, string last, double step, int every = 1)
    {
        (long start, long end) = (SlotOf(Instant.Of(first), step), SlotOf(Instant.Of(last), step));
        for (long slot = start; slot <= end; slot += every)
            yield return Epoch + (slot * step);
    }

    private const double Epoch = 504921600;   // 1993.01.01_TAI; a multiple of 12 s after 1977.01.01_TAI, too

    private static long SlotOf(double seconds, double step) => (long)Math.Floor(((seconds - Epoch) / step) + 0.5);
}
