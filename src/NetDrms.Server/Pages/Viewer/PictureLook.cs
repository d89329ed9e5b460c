using System.Globalization;
using NetDrms.Model.Errors;
using NetDrms.Server.Pictures;

namespace NetDrms.Server.Pages.Viewer;

/// <summary>How a picture is to look: what an address says, the rest as the image is known for.</summary>
/// <param name="Scaling">Name of the scaling.</param>
/// <param name="Colors">Name of the colour table.</param>
/// <param name="Least">Value of the lowest level; null for the image's own.</param>
/// <param name="Greatest">Value of the highest.</param>
public sealed record PictureLook(string Scaling, string Colors, double? Least, double? Greatest)
{
    /// <summary>All scalings.</summary>
    public static IEnumerable<string> Scalings => PictureScalings.Names;

    /// <summary>All colour tables: name and title.</summary>
    public static IEnumerable<(string Name, string Title)> Tables => ColorTables.All.Select(table => (table.Name, table.Title));

    /// <summary>The part of an address that says it.</summary>
    public string Query => string.Create(CultureInfo.InvariantCulture, $"&scaling={Uri.EscapeDataString(Scaling)}&colors={Uri.EscapeDataString(Colors)}")
        + (Least is double least ? string.Create(CultureInfo.InvariantCulture, $"&min={least:R}") : "")
        + (Greatest is double greatest ? string.Create(CultureInfo.InvariantCulture, $"&max={greatest:R}") : "");

    /// <summary>Reads an address.</summary>
    /// <exception cref="DrmsException">A name or a number in it is wrong.</exception>
    internal static PictureLook Of(IQueryCollection query, SegmentImage image)
    {
        (PictureScaling scaling, ColorTable table, double? least) = PictureDefaults.Of(image.Series.Name, image.Name, image.Number("WAVELNTH")?.ToString(CultureInfo.InvariantCulture));
        if (query["scaling"].ToString() is { Length: > 0 } named && !PictureScalings.TryParse(named, out scaling))
        {
            throw new DrmsException(new DrmsError(ErrorCode.Argument, $"scaling \"{Excerpt.Of(named)}\" is not known") { Hint = $"Scalings are {string.Join(", ", PictureScalings.Names)}." });
        }
        if (query["colors"].ToString() is { Length: > 0 } colors)
        {
            table = ColorTables.TryFind(colors, out ColorTable? found) ? found
                : throw new DrmsException(new DrmsError(ErrorCode.Argument, $"colour table \"{Excerpt.Of(colors)}\" is not known") { Hint = $"Tables are {string.Join(", ", ColorTables.All.Select(t => t.Name))}." });
        }
        bool isUsual = query["scaling"].Count == 0 && query["min"].Count == 0;
        return new PictureLook(scaling.Name(), table.Name, isUsual ? least : Number(query, "min"), Number(query, "max"));
    }

    /// <summary>Makes the picture.</summary>
    internal byte[] Paint(PixelGrid grid)
    {
        _ = PictureScalings.TryParse(Scaling, out PictureScaling scaling);
        ColorTable table = ColorTables.TryFind(Colors, out ColorTable? found) ? found : ColorTables.Grey;
        return PngPicture.Encode(PictureLevels.Of(grid, scaling, Least, Greatest), grid.Width, grid.Height, table);
    }

    private static double? Number(IQueryCollection query, string name)
    {
        string text = query[name].ToString().Trim();
        if (text.Length == 0)
            return null;
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number)
            ? number
            : throw new DrmsException(new DrmsError(ErrorCode.Argument, $"{name}={Excerpt.Of(text)} is not a number") { Hint = "Write -1500 or 2.5e3, or leave it out." });
    }
}
