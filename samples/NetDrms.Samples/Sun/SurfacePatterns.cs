namespace NetDrms.Samples.Sun;

/// <summary>The patterns of the quiet Sun; made once a process, about a second.</summary>
internal sealed class SurfacePatterns
{
    private const float SupergranuleScale = 17;   // cells of 40 Mm on the unit sphere
    private const double Hour = 3600;

    /// <summary>Deviation of <see cref="FlowWest"/> and <see cref="FlowNorth"/>.</summary>
    public const float FlowUnit = 10;

    private static readonly Lazy<SurfacePatterns> s_shared = new(static () => new SurfacePatterns(20100501));

    private SurfacePatterns(ulong seed)
    {
        GradientNoise cells = new(seed), sizes = new(seed + 1), signs = new(seed + 2), coarse = new(seed + 3), first = new(seed + 4), second = new(seed + 5), fine = new(seed + 6);
        SphereMap potential = SphereMap.Of((x, y, z) => -MathF.Abs(cells.Fractal(x * SupergranuleScale, y * SupergranuleScale, z * SupergranuleScale, 2, 0.35f)));
        (SphereMap west, SphereMap north) = potential.Gradient();
        Network = new EvolvingMap(SphereMap.Of((x, y, z) => Ridge(cells, sizes, x, y, z)), 36 * Hour, seed + 10);
        Polarity = new EvolvingMap(SphereMap.Of((x, y, z) => Sign(signs, coarse, x, y, z)), 36 * Hour, seed + 10);
        FlowWest = new EvolvingMap(west, 36 * Hour, seed + 10);
        FlowNorth = new EvolvingMap(north, 36 * Hour, seed + 10);
        WaveSine = new EvolvingMap(SphereMap.Of((x, y, z) => first.Fractal(x * 34, y * 34, z * 34, 2, 0.6f)), 0.7 * Hour, seed + 11);
        WaveCosine = new EvolvingMap(SphereMap.Of((x, y, z) => second.Fractal(x * 34, y * 34, z * 34, 2, 0.6f)), 0.7 * Hour, seed + 12);
        Granules = new EvolvingMap(SphereMap.Of((x, y, z) => fine.Fractal(x * 150, y * 150, z * 150, 2, 0.9f)), 0.15 * Hour, seed + 13);
        LargeScale = new EvolvingMap(SphereMap.Of((x, y, z) => coarse.Fractal(x * 1.6f, y * 1.6f, z * 1.6f, 4, 0.55f)), 500 * Hour, seed + 14);
    }

    /// <summary>The patterns of this process.</summary>
    public static SurfacePatterns Shared => s_shared.Value;

    /// <summary>Borders of supergranules, 0 … 1, where the network is.</summary>
    public EvolvingMap Network { get; }

    /// <summary>Polarity of the network, about −1 … 1.</summary>
    public EvolvingMap Polarity { get; }

    /// <summary>Flow out of supergranules towards west, in units of <see cref="FlowUnit"/>.</summary>
    public EvolvingMap FlowWest { get; }

    /// <summary>The same towards north.</summary>
    public EvolvingMap FlowNorth { get; }

    /// <summary>One phase of the five-minute oscillation.</summary>
    public EvolvingMap WaveSine { get; }

    /// <summary>The other phase.</summary>
    public EvolvingMap WaveCosine { get; }

    /// <summary>Granulation as far as small pictures resolve it, deviation about 0.3.</summary>
    public EvolvingMap Granules { get; }

    /// <summary>Weather of the corona: coronal holes where it is low.</summary>
    public EvolvingMap LargeScale { get; }

    private static float Ridge(GradientNoise cells, GradientNoise sizes, float x, float y, float z)
    {
        float at = cells.Fractal(x * SupergranuleScale, y * SupergranuleScale, z * SupergranuleScale, 2, 0.35f);
        float clump = sizes.Fractal(x * 55, y * 55, z * 55, 3, 0.8f);
        float ridge = MathF.Max(0, 1 - (3.2f * MathF.Abs(at)));
        return ridge * ridge * Math.Clamp(0.45f + (1.6f * clump), 0, 1.6f);
    }

    // mixed at the scale of a cell, with a weak preference that spans many
    private static float Sign(GradientNoise signs, GradientNoise coarse, float x, float y, float z) =>
        Math.Clamp((5 * signs.At(x * 29, y * 29, z * 29)) + (1.6f * coarse.Fractal(x * 2.5f, y * 2.5f, z * 2.5f, 2, 0.5f)), -1, 1);
}
