namespace NetDrms.Samples.Sun;

/// <summary>An observer at an instant: how the Sun stands to it, in the words and by the conventions of SDO's headers.</summary>
internal sealed record ViewPoint
{
    /// <summary>Radius of the Sun, m.</summary>
    public const double SolarRadius = 696000000;

    private const double Degree = Math.PI / 180;
    private const double LightSpeed = 299792458;
    private const double Inclination = 7.25 * Degree;   // of the Sun's equator to the ecliptic
    private const double Node = 75.76 * Degree;   // its ascending node, J2000
    private const double MeridianAtJ2000 = 23.0;   // Carrington's meridian from that node, degrees
    private const double FirstRotation = 2398140.2270;   // Julian day on which Carrington rotation 1 began
    private const double MeanRotation = 27.2752316;

    private static readonly Vector3 s_axis = new(Math.Sin(Inclination) * Math.Sin(Node), -Math.Sin(Inclination) * Math.Cos(Node), Math.Cos(Inclination));
    private static readonly Vector3 s_node = new(Math.Cos(Node), Math.Sin(Node), 0);

    private ViewPoint()
    {
    }

    /// <summary>Instant, SI seconds since the DRMS epoch.</summary>
    public required double Seconds { get; init; }

    /// <summary>Position from the Sun, ecliptic J2000, m (HAEX_OBS …).</summary>
    public required Vector3 Position { get; init; }

    /// <summary>Distance from the centre of the Sun, m (DSUN_OBS).</summary>
    public double Distance => Position.Length;

    /// <summary>Heliographic latitude of the observer, degrees (CRLT_OBS): the tilt B0.</summary>
    public required double Latitude { get; init; }

    /// <summary>Carrington longitude of the observer, degrees (CRLN_OBS): the central meridian L0.</summary>
    public required double CarringtonLongitude { get; init; }

    /// <summary>Number of the Carrington rotation (CAR_ROT).</summary>
    public required int CarringtonRotation { get; init; }

    /// <summary>Velocity away from the Sun, m/s (OBS_VR).</summary>
    public required double RadialVelocity { get; init; }

    /// <summary>Velocity towards solar west, m/s (OBS_VW).</summary>
    public required double WestVelocity { get; init; }

    /// <summary>Velocity towards solar north, m/s (OBS_VN).</summary>
    public required double NorthVelocity { get; init; }

    /// <summary>Angular radius of the Sun, arcsec (RSUN_OBS).</summary>
    public double AngularRadius => Math.Asin(SolarRadius / Distance) / Degree * 3600;

    /// <summary>Looks at the Sun.</summary>
    /// <param name="platform">From where.</param>
    /// <param name="seconds">Instant, SI seconds since the DRMS epoch.</param>
    public static ViewPoint At(Platform platform, double seconds)
    {
        const double Step = 30;
        Vector3 position = Orbits.Position(platform, seconds);
        Vector3 velocity = (Orbits.Position(platform, seconds + Step) - Orbits.Position(platform, seconds - Step)) * (1 / (2 * Step));
        Vector3 outwards = position.Unit;
        Vector3 west = s_axis.Cross(outwards).Unit;
        double emitted = Instant.TerrestrialDay(seconds) - (position.Length / LightSpeed / Instant.Day);
        double fromNode = Math.Atan2(outwards.Dot(s_axis.Cross(s_node)), outwards.Dot(s_node)) / Degree;
        double longitude = Wrapped(fromNode - MeridianAtJ2000 - (SolarRotation.CarringtonPerDay * (emitted - 2451545.0)));
        double passed = (Instant.TerrestrialDay(seconds) - FirstRotation) / MeanRotation;
        return new ViewPoint
        {
            Seconds = seconds,
            Position = position,
            Latitude = Math.Asin(outwards.Dot(s_axis)) / Degree,
            CarringtonLongitude = longitude,
            CarringtonRotation = (int)Math.Round(passed - ((360 - longitude) / 360)),
            RadialVelocity = velocity.Dot(outwards),
            WestVelocity = velocity.Dot(west),
            NorthVelocity = velocity.Dot(outwards.Cross(west)),
        };
    }

    private static double Wrapped(double degrees) => degrees - (360 * Math.Floor(degrees / 360));
}
