using System.Diagnostics.CodeAnalysis;

namespace NetDrms.Server.Pictures;

/// <summary>Names of scalings, as clients write them. Spec 06 §11.6.</summary>
internal static class PictureScalings
{
    private static readonly (string Name, PictureScaling Scaling)[] s_names =
    [
        ("MINMAX", PictureScaling.MinMax), ("MINMAX99", PictureScaling.MinMax99), ("LOG", PictureScaling.Log), ("SQRT", PictureScaling.Sqrt),
        ("HISTEQ", PictureScaling.HistEq), ("mag", PictureScaling.Mag), ("MINMAXGIVEN", PictureScaling.MinMaxGiven),
        ("MAXMIN", PictureScaling.MaxMin), ("MAXMIN99", PictureScaling.MaxMin99),
    ];

    /// <summary>All names.</summary>
    public static IEnumerable<string> Names => s_names.Select(pair => pair.Name);

    /// <summary>The name.</summary>
    public static string Name(this PictureScaling scaling) => Array.Find(s_names, pair => pair.Scaling == scaling).Name;

    /// <summary>Finds a scaling by name, in any case.</summary>
    public static bool TryParse([NotNullWhen(true)] string? name, out PictureScaling scaling)
    {
        (string Name, PictureScaling Scaling) found = Array.Find(s_names, pair => pair.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
        scaling = found.Scaling;
        return found.Name is not null;
    }
}
