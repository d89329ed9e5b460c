using System.Numerics;

namespace NetDrms.Fits.Compression;

/// <summary>Turns the integers of quantised real pixels back. FITS standard 4.0 §10.2 and appendix I.</summary>
/// <param name="method">ZQUANTIZ; anything but the two dithers means none.</param>
/// <param name="seed">ZDITHER0, 1 to 10000.</param>
internal sealed class Dequantiser(string method, long seed)
{
    private const int Count = 10_000;
    private const int ZeroPixel = -2_147_483_646;   // of the second dither: an exact 0

    private static readonly Lazy<float[]> s_random = new(MakeRandom);

    private readonly bool _dithered = method is "SUBTRACTIVE_DITHER_1" or "SUBTRACTIVE_DITHER_2";
    private readonly bool _zeros = method == "SUBTRACTIVE_DITHER_2";

    /// <summary>Gives the pixels of a tile.</summary>
    /// <param name="tile">Number of the tile, from 0.</param>
    /// <param name="stored">Its integers.</param>
    /// <param name="pixels">Receives the pixels: NaN where an integer is the blank one.</param>
    /// <param name="scale">ZSCALE of the tile.</param>
    /// <param name="zero">ZZERO of the tile.</param>
    /// <param name="blank">ZBLANK, or null.</param>
    public void Apply<T>(long tile, ReadOnlySpan<int> stored, Span<T> pixels, double scale, double zero, long? blank) where T : unmanaged, IFloatingPointIeee754<T>
    {
        float[] random = _dithered ? s_random.Value : [];
        int start = (int)((ulong)(tile + seed - 1) % Count);
        int next = _dithered ? First(random, start) : 0;
        for (int i = 0; i < stored.Length; i++)
        {
            if (stored[i] == blank)
                pixels[i] = T.NaN;
            else if (_zeros && stored[i] == ZeroPixel)
                pixels[i] = T.Zero;
            else
                pixels[i] = T.CreateTruncating(_dithered ? (stored[i] - (double)random[next] + 0.5) * scale + zero : stored[i] * scale + zero);
            if (_dithered && ++next == Count)
            {
                start = (start + 1) % Count;
                next = First(random, start);
            }
        }
    }

    private static int First(float[] random, int start) => (int)(random[start] * 500);

    // the minimal standard generator of Park and Miller, as the standard prescribes it
    private static float[] MakeRandom()
    {
        const double Factor = 16807;
        const double Modulus = 2147483647;
        float[] random = new float[Count];
        double seed = 1;
        foreach (ref float number in random.AsSpan())
        {
            double product = Factor * seed;
            seed = product - Modulus * (int)(product / Modulus);
            number = (float)(seed / Modulus);
        }
        return random;
    }
}
