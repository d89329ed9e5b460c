using NetDrms.Model.Time;

namespace NetDrms.Samples.Sun;

/// <summary>Scales of time that astronomers count in, of an instant of DRMS.</summary>
internal static class Instant
{
    /// <summary>Seconds of a day.</summary>
    public const double Day = 86400;

    private const double TerrestrialAfterAtomic = 32.184;
    private const double JulianDayOfEpoch = 2443144.5;   // 1977.01.01_TAI
    private const double JulianDayOfUnix = 2440587.5;

    /// <summary>Julian day of terrestrial time.</summary>
    public static double TerrestrialDay(double seconds) => JulianDayOfEpoch + ((seconds + TerrestrialAfterAtomic) / Day);

    /// <summary>Julian day of universal time.</summary>
    public static double UniversalDay(double seconds) => JulianDayOfUnix + (LeapSeconds.Current.ToUnix(new DrmsTime(seconds)) / Day);

    /// <summary>The instant that a text names.</summary>
    public static double Of(string text) => TimeScanner.Scan(text, ScanMode.Strict).Seconds;
}
