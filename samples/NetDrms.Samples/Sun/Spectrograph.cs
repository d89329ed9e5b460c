namespace NetDrms.Samples.Sun;

/// <summary>Spectra along a slit, as IRIS takes them: wavelength on the first axis, place on the second.</summary>
internal static class Spectrograph
{
    private const double LightSpeedKm = 299792.458;

    /// <summary>A window of the spectrum.</summary>
    /// <param name="First">Wavelength of the first pixel, Å.</param>
    /// <param name="Last">Wavelength of the last pixel, Å.</param>
    /// <param name="Level">Continuum, DN.</param>
    /// <param name="Lines">Its lines.</param>
    public sealed record Window(double First, double Last, float Level, IReadOnlyList<Line> Lines);

    /// <summary>A line.</summary>
    /// <param name="Wavelength">At rest, Å.</param>
    /// <param name="Width">Deviation, Å.</param>
    /// <param name="Height">Of its peak, DN; negative for absorption.</param>
    /// <param name="Reversal">Depth of the dip in its core, share of the peak.</param>
    public readonly record struct Line(double Wavelength, double Width, float Height, float Reversal);

    /// <summary>The far ultraviolet: C II and Si IV.</summary>
    public static Window FarUltraviolet { get; } = new(1331.7, 1406.8, 3,
        [new(1334.53, 0.16, 190, 0.35f), new(1335.71, 0.18, 240, 0.35f), new(1355.60, 0.06, 22, 0), new(1393.76, 0.11, 150, 0), new(1402.77, 0.11, 78, 0), new(1401.16, 0.08, 14, 0)]);

    /// <summary>The near ultraviolet: Mg II k and h in the wings of each other.</summary>
    public static Window NearUltraviolet { get; } = new(2783.0, 2835.0, 620,
        [new(2796.35, 3.6, -420, 0), new(2803.53, 3.4, -380, 0), new(2796.35, 0.20, 620, 0.42f), new(2803.53, 0.20, 520, 0.42f), new(2790.78, 0.12, -160, 0), new(2797.95, 0.1, -60, 0), new(2814.0, 0.10, -260, 0), new(2824.4, 0.1, -240, 0)]);

    /// <summary>A spectrum.</summary>
    /// <param name="window">What is seen.</param>
    /// <param name="seconds">When.</param>
    /// <param name="width">Pixels along the spectrum.</param>
    /// <param name="height">Pixels along the slit.</param>
    public static float[] Of(Window window, double seconds, int width, int height)
    {
        float[] picture = new float[width * height];
        GradientNoise brightness = new(71), shifts = new(72);
        float time = (float)(seconds % 1e6 / 240);
        ulong seed = Hash.Mix(7, BitConverter.DoubleToInt64Bits(seconds));
        for (int row = 0; row < height; row++)
        {
            float place = 18f * row / height;
            float bright = MathF.Exp(1.5f * brightness.Fractal(place, time, 0.5f, 3, 0.7f));
            double shift = 14 * shifts.Fractal(place, time, 7.5f, 2, 0.6f) / LightSpeedKm;
            for (int column = 0; column < width; column++)
            {
                double wavelength = window.First + ((window.Last - window.First) * column / (width - 1));
                float light = window.Level;
                foreach (Line line in window.Lines)
                {
                    double at = (wavelength - (line.Wavelength * (1 + shift))) / line.Width;
                    double core = at / 0.45;
                    float shape = (float)(Math.Exp(-at * at / 2) * (1 - (line.Reversal * Math.Exp(-core * core / 2))));
                    light += line.Height * shape * (line.Height > 0 ? bright : 1);
                }
                int pixel = (row * width) + column;
                picture[pixel] = light + (MathF.Sqrt(MathF.Max(1, light) + 9) * 0.6f * Hash.Normal(seed, pixel));
            }
        }
        return picture;
    }
}
