using System.Globalization;

namespace NetDrms.Sums.Overview;

/// <summary>Sizes as people read them.</summary>
public static class ByteSize
{
    private static readonly string[] s_units = ["B", "kB", "MB", "GB", "TB", "PB", "EB"];

    /// <summary>Writes a size with three digits, in powers of a thousand.</summary>
    public static string Of(long bytes)
    {
        double size = bytes;
        int unit = 0;
        while (Math.Abs(size) >= 999.5 && unit < s_units.Length - 1)
        {
            size /= 1000;
            unit++;
        }
        string number = size.ToString(unit == 0 || size >= 99.95 ? "0" : size >= 9.995 ? "0.0" : "0.00", CultureInfo.InvariantCulture);
        return $"{number} {s_units[unit]}";
    }
}
