namespace NetDrms.Samples.Sun;

/// <summary>How fast the Sun turns, sidereal.</summary>
internal static class SolarRotation
{
    /// <summary>Degrees a day of the Carrington frame.</summary>
    public const double CarringtonPerDay = 14.1844;

    private const double Degree = Math.PI / 180;

    /// <summary>Degrees a day of magnetic features (Snodgrass 1983).</summary>
    /// <param name="sine">Sine of the heliographic latitude.</param>
    public static double FeaturesPerDay(double sine)
    {
        double square = sine * sine;
        return 14.252 - (1.678 * square) - (2.401 * square * square);
    }

    /// <summary>Radians a second of the plasma, as Doppler shifts tell (Snodgrass and Ulrich 1990).</summary>
    /// <param name="sine">Sine of the heliographic latitude.</param>
    public static double PlasmaPerSecond(double sine)
    {
        double square = sine * sine;
        return (14.05 - (1.492 * square) - (2.606 * square * square)) * Degree / Instant.Day;
    }

    /// <summary>Radians that features have moved in the Carrington frame.</summary>
    /// <param name="sine">Sine of the heliographic latitude.</param>
    /// <param name="seconds">Time passed.</param>
    public static double Drift(double sine, double seconds) => (FeaturesPerDay(sine) - CarringtonPerDay) * Degree * seconds / Instant.Day;
}
