using System.Diagnostics.CodeAnalysis;

namespace NetDrms.Server.Pictures;

/// <summary>The colour tables by the names that clients send. Spec 06 §11.6.</summary>
internal static class ColorTables
{
    // AIA: black to white through the hue that each channel is known by; the middle colour is at 0.5, a light one at 0.8.
    private static readonly ColorTable[] s_all =
    [
        new("grey.sao", "grey", (0, 0, 0, 0), (1, 255, 255, 255)),
        new("heat.sao", "heat", (0, 0, 0, 0), (0.34, 255, 87, 0), (0.66, 255, 168, 10), (1, 255, 255, 255)),
        new("bb.sao", "black body", (0, 0, 0, 0), (0.25, 128, 0, 0), (0.5, 255, 128, 0), (0.75, 255, 255, 128), (1, 255, 255, 255)),
        // weak fields grey; strong negative ones red to yellow, strong positive ones blue to green
        new("HMI_mag.lut", "HMI magnetogram", (0, 255, 235, 60), (0.12, 235, 90, 20), (0.24, 130, 20, 30), (0.34, 60, 55, 55), (0.5, 150, 150, 150), (0.66, 240, 240, 240), (0.76, 60, 90, 210), (0.88, 10, 150, 170), (1, 60, 230, 90)),
        Channel("94", 48, 128, 92, 150, 215, 180),
        Channel("131", 0, 132, 132, 120, 220, 218),
        Channel("171", 184, 132, 10, 240, 210, 110),
        Channel("193", 176, 112, 58, 236, 196, 138),
        Channel("211", 160, 84, 142, 226, 172, 214),
        Channel("304", 196, 48, 18, 250, 150, 96),
        Channel("335", 44, 88, 176, 138, 182, 240),
        Channel("1600", 138, 138, 46, 214, 214, 132),
        Channel("1700", 186, 102, 96, 238, 188, 176),
        Channel("4500", 172, 158, 40, 240, 232, 130),
        new("aia_mixed", "AIA mixed", (0, 0, 0, 0), (0.2, 30, 40, 110), (0.4, 140, 40, 110), (0.6, 215, 90, 40), (0.8, 245, 190, 80), (1, 255, 255, 255)),
    ];

    /// <summary>All tables.</summary>
    public static IReadOnlyList<ColorTable> All => s_all;

    /// <summary>Grey, which serves everything.</summary>
    public static ColorTable Grey => s_all[0];

    /// <summary>Finds a table by name, in any case, with or without its ending.</summary>
    public static bool TryFind(string? name, [NotNullWhen(true)] out ColorTable? table)
    {
        table = Array.Find(s_all, table => table.Name.Equals(name, StringComparison.OrdinalIgnoreCase)
            || Path.GetFileNameWithoutExtension(table.Name).Equals(name, StringComparison.OrdinalIgnoreCase));
        return table is not null;
    }

    private static ColorTable Channel(string wavelength, int red, int green, int blue, int lightRed, int lightGreen, int lightBlue) =>
        new($"aia_{wavelength}.lut", $"AIA {wavelength} Å", (0, 0, 0, 0), (0.5, red, green, blue), (0.8, lightRed, lightGreen, lightBlue), (1, 255, 255, 255));
}
