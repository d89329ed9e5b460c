using System.Text.Json.Serialization;

namespace NetDrms.Server.Pages.Viewer;

/// <summary>What places an image on the sky and on the Sun, in one set of units, for the script that follows the pointer.</summary>
/// <remarks>FITS World Coordinate System, gnomonic projection, helioprojective coordinates (Thompson 2006). What is not known is null.</remarks>
public sealed record SkyFrame
{
    private const double SolarRadius = 695_700_000;   // m, IAU 2015 nominal; RSUN_REF overrides it
    private const double Astronomical = 149_597_870_700;   // m
    private const double ArcsecPerDegree = 3600;

    /// <summary>Reference pixel, first axis, counted from 1.</summary>
    public required double ReferenceX { get; init; }

    /// <summary>Reference pixel, second axis.</summary>
    public required double ReferenceY { get; init; }

    /// <summary>Helioprojective longitude of the reference pixel, arcsec.</summary>
    public required double ValueX { get; init; }

    /// <summary>Helioprojective latitude of the reference pixel, arcsec.</summary>
    public required double ValueY { get; init; }

    /// <summary>Pixels to arcsec: the matrix row by row, with rotation and size.</summary>
    public required IReadOnlyList<double> Matrix { get; init; }

    /// <summary>Distance of the observer to the centre of the Sun, in solar radii.</summary>
    public double? Distance { get; init; }

    /// <summary>Heliographic latitude of the observer, degrees.</summary>
    public double? Latitude { get; init; }

    /// <summary>Stonyhurst longitude of the observer, degrees.</summary>
    public double? Stonyhurst { get; init; }

    /// <summary>Carrington longitude of the observer, degrees.</summary>
    public double? Carrington { get; init; }

    /// <summary>True when the axes are helioprojective; false leaves the pixels without coordinates.</summary>
    [JsonIgnore]
    public bool IsHelioprojective { get; init; }

    /// <summary>The keywords that it is made of.</summary>
    internal static IReadOnlyList<string> Keywords { get; } =
    [
        "CTYPE1", "CTYPE2", "CUNIT1", "CUNIT2", "CRPIX1", "CRPIX2", "CRVAL1", "CRVAL2", "CDELT1", "CDELT2", "CROTA2", "SC_ROLL",
        "PC1_1", "PC1_2", "PC2_1", "PC2_2", "DSUN_OBS", "RSUN_REF", "RSUN_OBS", "SOLAR_R", "CRLT_OBS", "CRLN_OBS", "HGLT_OBS", "HGLN_OBS", "OBS_VR", "WAVELNTH",
    ];

    /// <summary>Reads the keywords; null when they do not tell a place and a scale.</summary>
    internal static SkyFrame? Of(SegmentImage image)
    {
        if (image.Number("CRPIX1") is not double x || image.Number("CRPIX2") is not double y || image.Number("CDELT1") is not double dx || image.Number("CDELT2") is not double dy || dx == 0 || dy == 0)
            return null;
        double unitX = Arcseconds(image.Text("CUNIT1"));
        double unitY = Arcseconds(image.Text("CUNIT2"));
        double[] turn = Turn(image, dy / dx);
        string type = image.Text("CTYPE1") ?? "";
        return new SkyFrame
        {
            ReferenceX = x,
            ReferenceY = y,
            ValueX = (image.Number("CRVAL1") ?? 0) * unitX,
            ValueY = (image.Number("CRVAL2") ?? 0) * unitY,
            Matrix = [turn[0] * dx * unitX, turn[1] * dx * unitX, turn[2] * dy * unitY, turn[3] * dy * unitY],
            Distance = DistanceOf(image, dx * unitX),
            Latitude = image.Number("HGLT_OBS") ?? image.Number("CRLT_OBS"),
            Stonyhurst = image.Number("HGLN_OBS") ?? 0,   // who does not say it observes from the Earth or near it
            Carrington = image.Number("CRLN_OBS"),
            IsHelioprojective = type.StartsWith("HPLN", StringComparison.OrdinalIgnoreCase) || type.StartsWith("SOLAR", StringComparison.OrdinalIgnoreCase),
        };
    }

    private static double[] Turn(SegmentImage image, double ratio)
    {
        if (image.Number("PC1_1") is double a && image.Number("PC2_2") is double d)
            return [a, image.Number("PC1_2") ?? 0, image.Number("PC2_1") ?? 0, d];
        double angle = (image.Number("CROTA2") ?? image.Number("SC_ROLL") ?? 0) * Math.PI / 180;
        return [Math.Cos(angle), -Math.Sin(angle) * ratio, Math.Sin(angle) / ratio, Math.Cos(angle)];
    }

    private static double? DistanceOf(SegmentImage image, double pixelArcseconds)
    {
        double radius = image.Number("RSUN_REF") is double given and > 1e8 ? given : SolarRadius;
        if (image.Number("DSUN_OBS") is double metres and > 0.01 * Astronomical)
            return metres / radius;
        double? seen = image.Number("RSUN_OBS") ?? (image.Number("SOLAR_R") * Math.Abs(pixelArcseconds));
        return seen is > 0 and < 36_000 ? 1 / Math.Sin(seen.Value / ArcsecPerDegree * Math.PI / 180) : null;
    }

    private static double Arcseconds(string? unit) => unit?.Trim().ToLowerInvariant() switch
    {
        "deg" or "degree" or "degrees" => ArcsecPerDegree,
        "arcmin" => 60,
        "mas" => 0.001,
        "rad" => 180 / Math.PI * ArcsecPerDegree,
        _ => 1,
    };
}
