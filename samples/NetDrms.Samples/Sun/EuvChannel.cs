namespace NetDrms.Samples.Sun;

/// <summary>How the Sun looks in a channel of AIA. Brightness in DN of a usual exposure.</summary>
/// <param name="Wavelength">Ångström.</param>
/// <param name="Filter">What the headers call it (WAVE_STR).</param>
/// <param name="Tube">Telescope of AIA, 1 to 4.</param>
/// <param name="Exposure">Seconds.</param>
/// <param name="Area">Effective area at launch, cm².</param>
internal sealed record EuvChannel(int Wavelength, string Filter, int Tube, double Exposure, double Area)
{
    /// <summary>Quiet Sun in the middle of the disk.</summary>
    public required float Quiet { get; init; }

    /// <summary>Contrast of the network.</summary>
    public required float Network { get; init; }

    /// <summary>Coronal holes relative to the quiet Sun.</summary>
    public required float Hole { get; init; }

    /// <summary>Height in which the emission falls to 1/e, solar radii.</summary>
    public required float ScaleHeight { get; init; }

    /// <summary>Diffuse core of a large active region.</summary>
    public required float Core { get; init; }

    /// <summary>A bright loop.</summary>
    public required float Loop { get; init; }

    /// <summary>Loops of a large active region.</summary>
    public required int Loops { get; init; }

    /// <summary>Share of the loops that are open fans.</summary>
    public required double Fans { get; init; }

    /// <summary>True where prominences shine.</summary>
    public bool ShowsProminences { get; init; }

    /// <summary>The channels of the extreme ultraviolet.</summary>
    public static IReadOnlyList<EuvChannel> All { get; } =
    [
        new(94, "94_THIN", 4, 2.901, 0.312) { Quiet = 1.6f, Network = 0.2f, Hole = 0.5f, ScaleHeight = 0.09f, Core = 55, Loop = 14, Loops = 70, Fans = 0.05 },
        new(131, "131_THIN", 1, 2.901, 1.172) { Quiet = 6, Network = 0.5f, Hole = 0.6f, ScaleHeight = 0.06f, Core = 55, Loop = 40, Loops = 130, Fans = 0.4 },
        new(171, "171_THIN", 3, 2.000, 2.419) { Quiet = 175, Network = 0.55f, Hole = 0.5f, ScaleHeight = 0.065f, Core = 620, Loop = 900, Loops = 210, Fans = 0.45 },
        new(193, "193_THIN", 2, 2.000, 1.706) { Quiet = 200, Network = 0.35f, Hole = 0.16f, ScaleHeight = 0.08f, Core = 1500, Loop = 700, Loops = 170, Fans = 0.15 },
        new(211, "211_THIN", 2, 2.901, 1.201) { Quiet = 95, Network = 0.3f, Hole = 0.13f, ScaleHeight = 0.09f, Core = 1100, Loop = 330, Loops = 140, Fans = 0.1 },
        new(304, "304_THIN", 4, 2.901, 0.089) { Quiet = 24, Network = 1.7f, Hole = 0.85f, ScaleHeight = 0.018f, Core = 120, Loop = 60, Loops = 60, Fans = 0.2, ShowsProminences = true },
        new(335, "335_THIN", 1, 2.901, 0.062) { Quiet = 4.5f, Network = 0.3f, Hole = 0.3f, ScaleHeight = 0.1f, Core = 75, Loop = 16, Loops = 100, Fans = 0.05 },
    ];

    /// <summary>The channel of a wavelength.</summary>
    public static EuvChannel Of(int wavelength) => All.First(channel => channel.Wavelength == wavelength);
}
