namespace NetDrms.Samples.Sun;

/// <summary>An active region: two polarities that emerge, part, are carried by the rotation, decay.</summary>
internal sealed record ActiveRegion
{
    private const double Degree = Math.PI / 180;
    private const double GrowthDays = 4;
    private const double StableDays = 9;
    private const double SpotGauss = 2700;
    private const double PlageGauss = 330;
    private const double EastwardLag = 4;   // degrees that random positions may spread per unit of √size

    /// <summary>Its number, as NOAA would have given it.</summary>
    public required int Number { get; init; }

    /// <summary>Heliographic latitude, degrees.</summary>
    public required double Latitude { get; init; }

    /// <summary>Carrington longitude at birth, degrees.</summary>
    public required double Longitude { get; init; }

    /// <summary>When it began to emerge, SI seconds since the DRMS epoch.</summary>
    public required double Birth { get; init; }

    /// <summary>Area of its spots at their largest, millionths of the visible hemisphere.</summary>
    public required double Area { get; init; }

    /// <summary>Polarity of the leading part: Hale's law gives it by hemisphere and cycle.</summary>
    public required int LeadingSign { get; init; }

    /// <summary>Chooses where its spots are.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Area relative to a large region of 300 millionths.</summary>
    public double Size => Area / 300;

    /// <summary>Days since birth.</summary>
    public double AgeDays(double seconds) => (seconds - Birth) / Instant.Day;

    /// <summary>Share of its spots that is there, 0 … 1.</summary>
    public double Spots(double seconds)
    {
        double age = AgeDays(seconds);
        return Smooth(age / GrowthDays) * Math.Exp(-Math.Max(0, age - StableDays) / (5 + (4 * Math.Sqrt(Size))));
    }

    /// <summary>Share of its plage that is there, 0 … 1.</summary>
    public double Plage(double seconds)
    {
        double age = AgeDays(seconds);
        return Smooth(age / GrowthDays) * Math.Exp(-Math.Max(0, age - StableDays) / (12 + (8 * Math.Sqrt(Size))));
    }

    /// <summary>True while there is anything to see.</summary>
    public bool IsThere(double seconds) => AgeDays(seconds) > 0 && Plage(seconds) > 0.03;

    /// <summary>Carrington longitude of its middle, radians: features rotate by their latitude.</summary>
    public double LongitudeAt(double seconds) => (Longitude * Degree) + SolarRotation.Drift(Math.Sin(Latitude * Degree), seconds - Birth);

    /// <summary>Its concentrations of field; together they have no net flux.</summary>
    public IReadOnlyList<FluxPatch> PatchesAt(double seconds)
    {
        List<FluxPatch> leading = [], following = [];
        AddSpots(leading, seconds, LeadingSign, count: Area > 800 ? 4 : 2, spread: 0.45, largest: 1);
        AddSpots(following, seconds, -LeadingSign, count: Area > 800 ? 6 : 3, spread: 0.8, largest: 0.62);
        AddPlage(leading, seconds, LeadingSign, count: 4, radius: 1.5);
        AddPlage(following, seconds, -LeadingSign, count: 6, radius: 1.8);
        double ratio = -leading.Sum(static p => p.Flux) / following.Sum(static p => p.Flux);
        return [.. leading, .. following.Select(p => p with { Gauss = p.IsSpot ? p.Gauss : p.Gauss * Share(following, ratio) })];
    }

    // The plage of the following part takes up what the spots leave over: field in spots is always that of spots.
    private static double Share(List<FluxPatch> following, double ratio)
    {
        double spots = following.Where(static p => p.IsSpot).Sum(static p => p.Flux);
        double plage = following.Where(static p => !p.IsSpot).Sum(static p => p.Flux);
        return ((ratio * (spots + plage)) - spots) / plage;
    }

    private void AddSpots(List<FluxPatch> patches, double seconds, int sign, int count, double spread, double largest)
    {
        double share = Spots(seconds);
        for (int i = 0; i < count; i++)
        {
            double size = largest * (i == 0 ? 1 : 0.35 + (0.35 * Random(sign, 10 + i))) * Math.Sqrt(share);
            double radius = 0.62 * Math.Sqrt(Size) * size;
            if (radius > 0.12)
                patches.Add(Place(seconds, sign, i == 0 ? 0.25 * spread : spread, 20 + (3 * i), radius, sign * SpotGauss * Math.Clamp(0.75 + (0.25 * radius), 0, 1.05), isSpot: true));
        }
    }

    private void AddPlage(List<FluxPatch> patches, double seconds, int sign, int count, double radius)
    {
        double share = Plage(seconds);
        double dispersal = 1 + (Math.Max(0, AgeDays(seconds) - GrowthDays) / 25);
        for (int i = 0; i < count; i++)
        {
            double width = radius * Math.Pow(Size, 0.35) * (0.7 + (0.6 * Random(sign, 50 + i))) * dispersal;
            patches.Add(Place(seconds, sign, 0.9 * dispersal, 60 + (3 * i), width, sign * PlageGauss * share / (dispersal * dispersal), isSpot: false));
        }
    }

    private FluxPatch Place(double seconds, int sign, double spread, int number, double radius, double gauss, bool isSpot)
    {
        double side = sign == LeadingSign ? 1 : -1;
        double apart = (2.2 + (2.6 * Math.Sqrt(Math.Min(Size, 6)))) * (0.35 + (0.65 * Smooth(AgeDays(seconds) / (2 * GrowthDays))));
        double hemisphere = Latitude < 0 ? -1 : 1;
        double tilt = Math.Asin((0.48 * Math.Sin(Math.Abs(Latitude) * Degree)) + 0.03) + ((Random(0, 7) - 0.5) * 0.2);   // Joy's law
        double scatter = spread * EastwardLag * 0.5 * Math.Sqrt(Math.Min(Size, 9)) * 0.6;
        double west = (side * apart / 2 * Math.Cos(tilt)) + ((Random(sign, number) - 0.5) * 2 * scatter);
        double north = (-hemisphere * side * apart / 2 * Math.Sin(tilt)) + ((Random(sign, number + 1) - 0.5) * scatter);
        double latitude = (Latitude + north) * Degree;
        return new FluxPatch(LongitudeAt(seconds) + (west * Degree / Math.Cos(latitude)), latitude, radius * Degree, gauss, isSpot, Hash.Mix(Seed, (number * 3) + sign));
    }

    private double Random(int sign, int number) => Hash.Uniform(Seed, (number * 3) + sign);

    private static double Smooth(double t)
    {
        t = Math.Clamp(t, 0, 1);
        return t * t * (3 - (2 * t));
    }
}
