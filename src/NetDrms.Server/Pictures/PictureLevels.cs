namespace NetDrms.Server.Pictures;

/// <summary>Turns values into levels: 1 … 254 from low to high, 0 for missing, the first row at the top (north up). Spec 06 §11.6.</summary>
internal static class PictureLevels
{
    /// <summary>Level of a missing pixel.</summary>
    public const byte Missing = 0;

    /// <summary>Highest level of a value.</summary>
    public const int Highest = 254;

    private const double SmallestLog = 1e-10;
    private const double ClippedShare = 1.0 / 600;
    private const double MagLimit = 1500;

    /// <summary>Makes the levels.</summary>
    /// <param name="grid">The values.</param>
    /// <param name="scaling">How.</param>
    /// <param name="least">Value of the lowest level; null for the least in the data.</param>
    /// <param name="greatest">Value of the highest level; null for the greatest in the data.</param>
    public static byte[] Of(PixelGrid grid, PictureScaling scaling, double? least, double? greatest)
    {
        float[] scaled = new float[grid.Values.Length];
        for (int row = 0; row < grid.Height; row++)
        {
            ReadOnlySpan<float> from = grid.Values.AsSpan(row * grid.Width, grid.Width);
            Span<float> to = scaled.AsSpan((grid.Height - 1 - row) * grid.Width, grid.Width);
            for (int i = 0; i < from.Length; i++)
                to[i] = float.IsFinite(from[i]) ? (float)Value(scaling, from[i]) : float.NaN;
        }
        if (scaling == PictureScaling.HistEq)
            return Equalised(scaled);
        (double low, double high) = Range(scaled, scaling, least, greatest);
        bool isInverted = scaling is PictureScaling.MaxMin or PictureScaling.MaxMin99;
        return isInverted ? Linear(scaled, high, low) : Linear(scaled, low, high);
    }

    private static double Value(PictureScaling scaling, double value) => scaling switch
    {
        PictureScaling.Log => Math.Log10(Math.Max(value, SmallestLog)),
        PictureScaling.Sqrt => Math.Sqrt(Math.Max(value, 0)),
        PictureScaling.Mag => Math.Clamp(400 * value / Math.Pow(Math.Abs(value) + 30, 0.75), -MagLimit, MagLimit),
        _ => value,
    };

    private static (double Low, double High) Range(float[] scaled, PictureScaling scaling, double? least, double? greatest)
    {
        if (scaling == PictureScaling.Mag)
            return (-MagLimit, MagLimit);
        bool isClipped = scaling is PictureScaling.MinMax99 or PictureScaling.MaxMin99;
        (double low, double high) = isClipped ? Clipped(scaled) : Extremes(scaled);
        if (least is double from)
            low = Value(scaling, from);
        if (greatest is double to)
            high = Value(scaling, to);
        return (low, high);
    }

    // level = trunc((max - 1) (v - lo) / (hi - lo) + 0.5), counted from 1
    private static byte[] Linear(float[] scaled, double low, double high)
    {
        byte[] levels = new byte[scaled.Length];
        double factor = high == low ? 0 : (Highest - 1) / (high - low);
        for (int i = 0; i < levels.Length; i++)
        {
            float value = scaled[i];
            levels[i] = float.IsNaN(value) ? Missing : (byte)(1 + Math.Truncate(Math.Clamp(factor * (value - low), 0, Highest - 1) + 0.5));
        }
        return levels;
    }

    // by rank: bins of equal width would lose the dark part of an image whose values span decades
    private static byte[] Equalised(float[] scaled)
    {
        float[] sorted = Sorted(scaled);
        float[] borders = new float[sorted.Length > 0 ? Highest - 1 : 0];
        for (int i = 0; i < borders.Length; i++)
            borders[i] = sorted[(int)((i + 1L) * sorted.Length / Highest)];
        byte[] levels = new byte[scaled.Length];
        for (int i = 0; i < levels.Length; i++)
            levels[i] = float.IsNaN(scaled[i]) ? Missing : (byte)(1 + CountBelow(borders, scaled[i]));
        return levels;
    }

    private static int CountBelow(float[] borders, float value)
    {
        int low = 0;
        int high = borders.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (borders[middle] < value)
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }

    private static (double Low, double High) Extremes(float[] scaled)
    {
        float low = float.PositiveInfinity;
        float high = float.NegativeInfinity;
        foreach (float value in scaled)
        {
            if (value < low)
                low = value;
            if (value > high)
                high = value;
        }
        return low <= high ? (low, high) : (0, 0);
    }

    private static (double Low, double High) Clipped(float[] scaled)
    {
        float[] sorted = Sorted(scaled);
        int cut = (int)(sorted.Length * ClippedShare);
        return sorted.Length == 0 ? (0, 0) : (sorted[cut], sorted[^(1 + cut)]);
    }

    private static float[] Sorted(float[] scaled)
    {
        float[] sorted = [.. scaled.Where(static value => !float.IsNaN(value))];
        Array.Sort(sorted);
        return sorted;
    }
}
