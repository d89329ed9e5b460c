using NetDrms.Samples.Sun;

namespace NetDrms.Samples.Filling;

/// <summary>A HARP: the part of the Sun that holds a placed region, and the numbers that a SHARP record tells of it.</summary>
/// <param name="number">HARPNUM.</param>
/// <param name="region">Number of the region.</param>
internal sealed class RegionPatch(int number, int region)
{
    private const double Degree = Math.PI / 180;
    private const double HalfWidth = 8;   // degrees
    private const double HalfHeight = 4.5;
    private const double MaxwellPerUnit = 6.96e10 * 6.96e10;   // gauss times square solar radii
    private readonly ActiveRegion _region = RegionPopulation.Placed.First(placed => placed.Number == region);

    /// <summary>Latitude of its middle, radians.</summary>
    public double LatitudeRadians => _region.Latitude * Degree;

    /// <summary>Carrington longitude of its middle, degrees.</summary>
    public double CarringtonLongitude(double seconds)
    {
        double degrees = _region.LongitudeAt(seconds) / Degree;
        return degrees - (360 * Math.Floor(degrees / 360));
    }

    /// <summary>Longitude of its middle west of the central meridian, radians.</summary>
    public double LongitudeAt(ViewPoint view) => Math.IEEERemainder(_region.LongitudeAt(view.Seconds) - (view.CarringtonLongitude * Degree), 2 * Math.PI);

    /// <summary>Sets HARPNUM's other keywords: where it is, its flux, the indices of space weather.</summary>
    public void AddKeywords(RecordContent content, ViewPoint view, double slot)
    {
        double longitude = LongitudeAt(view) / Degree;
        IReadOnlyList<FluxPatch> patches = _region.PatchesAt(view.Seconds);
        double positive = patches.Where(static p => p.Gauss > 0).Sum(static p => p.Flux) * MaxwellPerUnit;
        double negative = -patches.Where(static p => p.Gauss < 0).Sum(static p => p.Flux) * MaxwellPerUnit;
        double mu = Math.Cos(longitude * Degree) * Math.Cos(_region.Latitude * Degree);
        double pixels = Math.Max(0.05, mu) * 4 * HalfWidth * HalfHeight / (0.03 * 0.03);
        double active = patches.Sum(static p => p.Radius * p.Radius * Math.PI) / (2 * Math.PI) * 1e6;
        content.Add("LAT_MIN", _region.Latitude - HalfHeight).Add("LAT_MAX", _region.Latitude + HalfHeight).Add("LON_MIN", longitude - HalfWidth).Add("LON_MAX", longitude + HalfWidth)
            .Add("LATDTMIN", _region.Latitude - HalfHeight + 1).Add("LATDTMAX", _region.Latitude + HalfHeight - 1).Add("LONDTMIN", longitude - HalfWidth + 1).Add("LONDTMAX", longitude + HalfWidth - 1)
            .Add("LAT_FWT", _region.Latitude).Add("LON_FWT", longitude).Add("OMEGA_DT", SolarRotation.FeaturesPerDay(Math.Sin(LatitudeRadians)) - 0.9856)
            .Add("NPIX", (int)pixels).Add("SIZE", pixels / 50).Add("AREA", 4 * HalfWidth * HalfHeight * 48.5).Add("NACR", (int)(pixels * active / 4000)).Add("SIZE_ACR", active * Math.Max(0.05, mu)).Add("AREA_ACR", active)
            .Add("MTOT", (positive + negative) / 1e17 * mu).Add("MNET", (positive - negative) / 1e17 * mu).Add("MPOS_TOT", positive / 1e17 * mu).Add("MNEG_TOT", negative / 1e17 * mu)
            .Add("MMEAN", (positive - negative) / 1e17 / pixels).Add("MSTDEV", Math.Sqrt(positive + negative) / 1e9)
            .AddTime("T_FRST1", _region.Birth).AddTime("T_LAST1", slot).Add("NOAA_AR", region).Add("NOAA_NUM", 1).Add("NOAA_ARS", region.ToString(System.Globalization.CultureInfo.InvariantCulture)).Add("HARP_Q", 1).Add("H_MERGE", 0);
        AddIndices(content, positive + negative, slot);
    }

    // Indices of a field that is twisted a little, more while it emerges; they sway by some per cent as real ones do.
    private void AddIndices(RecordContent content, double flux, double slot)
    {
        ulong seed = Hash.Mix((ulong)number, BitConverter.DoubleToInt64Bits(slot));
        double twist = 0.6 + (0.4 * Math.Exp(-Math.Abs(_region.AgeDays(slot) - 4) / 3));
        double size = flux / 1e22;
        content.Add("USFLUX", Sway(0, flux)).Add("ERRVF", flux * 0.004).Add("CMASK", Math.Round(Sway(1, 30000 * size)))
            .Add("MEANGAM", Sway(2, 33)).Add("MEANGBT", Sway(3, 118)).Add("MEANGBZ", Sway(4, 121)).Add("MEANGBH", Sway(5, 63))
            .Add("MEANJZD", Sway(6, 0.4 * twist)).Add("TOTUSJZ", Sway(7, 2.1e13 * size * twist)).Add("MEANALP", Sway(8, -0.021 * twist)).Add("MEANJZH", Sway(9, -0.004 * twist))
            .Add("TOTUSJH", Sway(10, 1150 * size * twist)).Add("ABSNJZH", Sway(11, 130 * size * twist)).Add("SAVNCPP", Sway(12, 5e12 * size * twist))
            .Add("MEANPOT", Sway(13, 6500 * twist)).Add("TOTPOT", Sway(14, 2.6e23 * size * twist)).Add("MEANSHR", Sway(15, 27 * twist)).Add("SHRGT45", Sway(16, 22 * twist)).Add("R_VALUE", Sway(17, 3.9 + Math.Log10(Math.Max(0.1, size))));
        double Sway(int index, double value) => value * (1 + (0.015 * Hash.Normal(seed, index)));
    }
}
