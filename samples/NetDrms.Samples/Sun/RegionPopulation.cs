namespace NetDrms.Samples.Sun;

/// <summary>The active regions of all times: random ones as many as the solar cycle has, and some that are placed where a sample wants them.</summary>
internal static class RegionPopulation
{
    private const ulong Seed = 12192;
    private const double LongestLifeDays = 60;
    private const double BirthsPerDayAtMaximum = 0.85;   // on the whole Sun

    private static readonly double s_minimum23 = Instant.Of("1996.08.01_UTC");
    private static readonly double s_minimum24 = Instant.Of("2008.12.01_UTC");
    private static readonly double s_minimum25 = Instant.Of("2019.12.01_UTC");
    private static readonly double s_minimum26 = Instant.Of("2030.10.01_UTC");

    /// <summary>The regions that are placed: modelled on AR 12192, the largest of cycle 24, and on two that the SHARP samples follow.</summary>
    public static IReadOnlyList<ActiveRegion> Placed { get; } =
    [
        Fixed(12192, -13, "2014.10.23_12:00_TAI", ageDays: 13, area: 2700, sign: 1),
        Fixed(12205, 15, "2014.10.19_12:00_TAI", ageDays: 6, area: 350, sign: -1),
        Fixed(12193, 9, "2014.10.27_20:00_TAI", ageDays: 3, area: 260, sign: -1),
        Fixed(11950, 12, "2014.01.17_12:00_TAI", ageDays: 8, area: 240, sign: -1),
        Fixed(12222, -20, "2014.11.30_18:00_TAI", ageDays: 7, area: 550, sign: 1),
        Fixed(11785, -10, "2013.07.06_12:00_TAI", ageDays: 9, area: 900, sign: 1),
        Fixed(11158, -20, "2011.02.13_20:00_TAI", ageDays: 3.2, area: 600, sign: 1),
        Fixed(11190, 13, "2011.04.13_12:00_TAI", ageDays: 5, area: 420, sign: -1),
        Fixed(12434, -10, "2015.10.17_12:00_TAI", ageDays: 9, area: 600, sign: 1),
    ];

    /// <summary>Regions that are there at an instant, on the whole Sun.</summary>
    public static IEnumerable<ActiveRegion> At(double seconds)
    {
        foreach (ActiveRegion region in Placed)
        {
            if (region.IsThere(seconds))
                yield return region;
        }
        long today = (long)Math.Floor(seconds / Instant.Day);
        for (long day = today - (long)LongestLifeDays; day <= today; day++)
        {
            if (BornOn(day) is ActiveRegion region && region.IsThere(seconds))
                yield return region;
        }
    }

    /// <summary>How active the Sun is, 0 … 1.</summary>
    public static double Activity(double seconds)
    {
        (double start, double end, _) = CycleAt(seconds);
        double phase = (seconds - start) / (end - start);
        double rise = Math.Clamp(phase / 0.42, 0, 1), fall = Math.Clamp((1 - phase) / 0.58, 0, 1);
        return 0.04 + (0.96 * Math.Pow(Math.Sin(Math.Min(rise, fall) * Math.PI / 2), 1.6));
    }

    // at most one a day, and which one depends on the day alone
    private static ActiveRegion? BornOn(long day)
    {
        double seconds = day * Instant.Day;
        ulong seed = Hash.Mix(Seed, day);
        if (Hash.Uniform(seed, 0) > BirthsPerDayAtMaximum * Activity(seconds))
            return null;
        (double start, double end, int cycle) = CycleAt(seconds);
        int hemisphere = Hash.Uniform(seed, 1) < 0.5 ? -1 : 1;
        double middle = 28 - (21 * (seconds - start) / (end - start));   // Spörer's law
        return new ActiveRegion
        {
            Number = 9000 + (int)(((day * 7) % 5000) + 5000) % 5000,
            Latitude = hemisphere * Math.Clamp(middle + (5.5 * Hash.Normal(seed, 2)), 2, 42),
            Longitude = 360 * Hash.Uniform(seed, 3),
            Birth = seconds + (Instant.Day * Hash.Uniform(seed, 4)),
            Area = 22 * Math.Exp(1.15 * (1 + Hash.Normal(seed, 5))),
            LeadingSign = hemisphere * (cycle % 2 == 0 ? -1 : 1),   // Hale's law: north leads negative in even cycles
            Seed = seed,
        };
    }

    private static (double Start, double End, int Cycle) CycleAt(double seconds) =>
        seconds < s_minimum24 ? (s_minimum23, s_minimum24, 23)
        : seconds < s_minimum25 ? (s_minimum24, s_minimum25, 24)
        : (s_minimum25, s_minimum26, 25);

    private static ActiveRegion Fixed(int number, double latitude, string onMeridian, double ageDays, double area, int sign)
    {
        double seconds = Instant.Of(onMeridian);
        double birth = seconds - (ageDays * Instant.Day);
        double drift = SolarRotation.Drift(Math.Sin(latitude * Math.PI / 180), seconds - birth) * 180 / Math.PI;
        return new ActiveRegion
        {
            Number = number,
            Latitude = latitude,
            Longitude = ViewPoint.At(Platform.Earth, seconds).CarringtonLongitude - drift,
            Birth = birth,
            Area = area,
            LeadingSign = sign,
            Seed = Hash.Mix(Seed, number),
        };
    }
}
