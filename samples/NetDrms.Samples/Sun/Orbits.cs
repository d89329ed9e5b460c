namespace NetDrms.Samples.Sun;

/// <summary>Where the platforms are: ecliptic and equinox J2000, centre of the Sun, metres.</summary>
internal static class Orbits
{
    /// <summary>The astronomical unit as the headers of SDO have it.</summary>
    public const double AstronomicalUnit = 149597870691.0;

    private const double Degree = Math.PI / 180;
    private const double Arcsecond = Degree / 3600;
    private const double JulianDay2000 = 2451545.0;
    private const double DaysPerCentury = 36525;
    private const double Obliquity2000 = 23.4392911 * Degree;
    private const double LagrangePointDistance = 1 / 100.0;   // of the Earth's distance

    // Elements of SDO, fitted to the positions and velocities that published headers of 2011 and 2014 tell: they fit to 30 km.
    private const double SdoRadius = 42164172;
    private const double SdoLongitude = -102.313842 * Degree;
    private const double SdoInclination = 27.8139136 * Degree;
    private const double SdoNode = 175.284796 * Degree;
    private const double SdoNodePerYear = -6.73220142 * Degree;
    private const double SdoEpoch = 2456000;
    private const double SdoEccentricityX = 1.26153786e-3;
    private const double SdoEccentricityY = -1.75940275e-3;

    /// <summary>Position of a platform.</summary>
    /// <param name="platform">Which.</param>
    /// <param name="seconds">Instant, SI seconds since the DRMS epoch.</param>
    public static Vector3 Position(Platform platform, double seconds)
    {
        Vector3 earth = Earth(Instant.TerrestrialDay(seconds));
        return platform switch
        {
            Platform.Sdo => earth + Sdo(Instant.UniversalDay(seconds)),
            Platform.Soho => earth * (1 - LagrangePointDistance),
            _ => earth,
        };
    }

    /// <summary>Position of SDO from the centre of the Earth, ecliptic J2000.</summary>
    /// <param name="universalDay">Julian day of universal time.</param>
    public static Vector3 Sdo(double universalDay)
    {
        double sidereal = (280.46061837 + (360.98564736629 * (universalDay - JulianDay2000))) * Degree;
        double node = SdoNode + (SdoNodePerYear * (universalDay - SdoEpoch) / 365.25);
        (double sin, double cos) = Math.SinCos(sidereal + SdoLongitude);
        double fromNode = sidereal + SdoLongitude - node + (2 * ((SdoEccentricityX * sin) - (SdoEccentricityY * cos)));
        double radius = SdoRadius * (1 - (SdoEccentricityX * cos) - (SdoEccentricityY * sin));
        Vector3 inPlane = new(radius * Math.Cos(fromNode), radius * Math.Sin(fromNode), 0);
        return inPlane.AboutX(SdoInclination).AboutZ(node).AboutX(-Obliquity2000);
    }

    private static Vector3 Earth(double terrestrialDay)
    {
        double millennia = (terrestrialDay - JulianDay2000) / DaysPerCentury / 10;
        double longitude = Sum(EarthTerms.Longitude, millennia);
        double latitude = Sum(EarthTerms.Latitude, millennia);
        double radius = Sum(EarthTerms.Radius, millennia) * AstronomicalUnit;
        Vector3 ofDate = new(radius * Math.Cos(latitude) * Math.Cos(longitude), radius * Math.Cos(latitude) * Math.Sin(longitude), radius * Math.Sin(latitude));
        return ToJ2000(ofDate, millennia * 10);
    }

    // precession of the ecliptic, IAU 1976
    private static Vector3 ToJ2000(Vector3 ofDate, double centuries)
    {
        double precession = ((5029.0966 * centuries) + (1.11113 * centuries * centuries)) * Arcsecond;
        double tilt = ((47.0029 * centuries) - (0.03302 * centuries * centuries)) * Arcsecond;
        double node = (174.876384 * Degree) - (869.8089 * centuries * Arcsecond);
        return ofDate.AboutZ(-node - precession).AboutX(tilt).AboutZ(node);
    }

    private static double Sum(double[][] powers, double millennia)
    {
        double total = 0;
        double power = 1e-8;
        foreach (double[] terms in powers)
        {
            double sum = 0;
            for (int i = 0; i < terms.Length; i += 3)
                sum += terms[i] * Math.Cos(terms[i + 1] + (terms[i + 2] * millennia));
            total += sum * power;
            power *= millennia;
        }
        return total;
    }
}
