using NetDrms.Model.Series;

namespace NetDrms.Server.Pictures;

/// <summary>How an image is shown when nobody said how: by what its series, segment and wavelength are known for.</summary>
internal static class PictureDefaults
{
    /// <summary>Chooses scaling, colours and the value of the lowest level (null: the least of the image).</summary>
    /// <param name="series">The series.</param>
    /// <param name="segment">Name of the segment.</param>
    /// <param name="wavelength">Value of WAVELNTH as text, or null.</param>
    public static (PictureScaling Scaling, ColorTable Table, double? Least) Of(SeriesName series, string segment, string? wavelength)
    {
        if (segment.Contains("magnetogram", StringComparison.OrdinalIgnoreCase) || segment is "field" or "Br" or "Bt" or "Bp")
            return (PictureScaling.Mag, ColorTables.Grey, null);
        bool isAia = series.Text.Contains("aia", StringComparison.OrdinalIgnoreCase);
        string channel = (wavelength ?? "").Split('.')[0];
        if (isAia && ColorTables.TryFind($"aia_{channel}.lut", out ColorTable? table))
            return (PictureScaling.Log, table, NoiseOf(channel));
        if (series.Text.Contains("eit", StringComparison.OrdinalIgnoreCase) && ColorTables.TryFind(channel switch { "171" => "aia_335.lut", "195" => "aia_94.lut", "284" => "aia_171.lut", _ => "aia_304.lut" }, out table))
            return (PictureScaling.MinMax99, table, null);   // its zero is far below the sky
        if (segment.Contains("continuum", StringComparison.OrdinalIgnoreCase) && ColorTables.TryFind("heat.sao", out table))
            return (PictureScaling.MinMax99, table, null);
        return (PictureScaling.MinMax99, ColorTables.Grey, null);
    }

    // Below it the sky beside the corona is noise around 0, whose logarithm would take most of the levels.
    private static double NoiseOf(string channel) => channel switch
    {
        "171" or "193" or "211" or "1600" => 20,
        "1700" => 100,
        "4500" => 500,
        "304" => 3,
        _ => 1,
    };
}
