using SkiaSharp;

namespace NetDrms.Server.Pictures;

/// <summary>Colours of the levels: piecewise linear between control points. Level 0 (missing) is black, 255 white. Spec 06 §11.6.</summary>
/// <remarks>The tables are our own approximations of what the field is used to; none is a copy of a published table.</remarks>
internal sealed class ColorTable
{
    private readonly SKColor[] _colors = new SKColor[256];

    /// <summary>Makes a table.</summary>
    /// <param name="name">Its name, as clients write it.</param>
    /// <param name="title">What people call it.</param>
    /// <param name="points">Control points: position 0 … 1 ascending, and colour.</param>
    public ColorTable(string name, string title, params IReadOnlyList<(double At, int Red, int Green, int Blue)> points)
    {
        Name = name;
        Title = title;
        for (int level = 1; level <= PictureLevels.Highest; level++)
            _colors[level] = At(points, (level - 1) / (double)(PictureLevels.Highest - 1));
        _colors[PictureLevels.Missing] = SKColors.Black;
        _colors[255] = SKColors.White;
    }

    /// <summary>Its name, as clients write it.</summary>
    public string Name { get; }

    /// <summary>What people call it.</summary>
    public string Title { get; }

    /// <summary>The colour of each level.</summary>
    public ReadOnlySpan<SKColor> Colors => _colors;

    private static SKColor At(IReadOnlyList<(double At, int Red, int Green, int Blue)> points, double position)
    {
        int next = 1;
        while (next < points.Count - 1 && points[next].At < position)
            next++;
        (double at, int red, int green, int blue) = points[next - 1];
        (double to, int red1, int green1, int blue1) = points[next];
        double share = Math.Clamp((position - at) / (to - at), 0, 1);
        return new SKColor(Between(red, red1, share), Between(green, green1, share), Between(blue, blue1, share));
    }

    private static byte Between(int from, int to, double share) => (byte)Math.Round(from + ((to - from) * share));
}
