namespace NetDrms.Samples.Sun;

/// <summary>Smooth random functions of space: Perlin's gradient noise.</summary>
/// <param name="seed">Chooses the function.</param>
internal sealed class GradientNoise(ulong seed)
{
    private const int Mask = 255;
    private readonly byte[] _order = Shuffled(seed);

    /// <summary>Value at a point, about −0.8 … 0.8, with features of size 1.</summary>
    public float At(float x, float y, float z)
    {
        int xi = (int)MathF.Floor(x), yi = (int)MathF.Floor(y), zi = (int)MathF.Floor(z);
        (float fx, float fy, float fz) = (x - xi, y - yi, z - zi);
        (float u, float v, float w) = (Fade(fx), Fade(fy), Fade(fz));
        int a = _order[xi & Mask], b = _order[(xi + 1) & Mask];
        int aa = _order[(a + yi) & Mask], ab = _order[(a + yi + 1) & Mask], ba = _order[(b + yi) & Mask], bb = _order[(b + yi + 1) & Mask];
        float near = Mixed(v,
            Mixed(u, Slope(_order[(aa + zi) & Mask], fx, fy, fz), Slope(_order[(ba + zi) & Mask], fx - 1, fy, fz)),
            Mixed(u, Slope(_order[(ab + zi) & Mask], fx, fy - 1, fz), Slope(_order[(bb + zi) & Mask], fx - 1, fy - 1, fz)));
        float far = Mixed(v,
            Mixed(u, Slope(_order[(aa + zi + 1) & Mask], fx, fy, fz - 1), Slope(_order[(ba + zi + 1) & Mask], fx - 1, fy, fz - 1)),
            Mixed(u, Slope(_order[(ab + zi + 1) & Mask], fx, fy - 1, fz - 1), Slope(_order[(bb + zi + 1) & Mask], fx - 1, fy - 1, fz - 1)));
        return Mixed(w, near, far);
    }

    /// <summary>Sum of octaves, each of half the size and a share of the strength of the one before.</summary>
    public float Fractal(float x, float y, float z, int octaves, float share)
    {
        float sum = 0, strength = 1, total = 0;
        for (int i = 0; i < octaves; i++)
        {
            sum += strength * At(x, y, z);
            total += strength * strength;
            (x, y, z) = ((x * 2) + 17.3f, (y * 2) - 9.7f, (z * 2) + 4.1f);
            strength *= share;
        }
        return sum / MathF.Sqrt(total);
    }

    private static float Fade(float t) => t * t * t * ((t * ((t * 6) - 15)) + 10);

    private static float Mixed(float t, float a, float b) => a + (t * (b - a));

    private static float Slope(int hash, float x, float y, float z)
    {
        int h = hash & 15;
        float u = h < 8 ? x : y;
        float v = h < 4 ? y : h is 12 or 14 ? x : z;
        return ((h & 1) == 0 ? u : -u) + ((h & 2) == 0 ? v : -v);
    }

    private static byte[] Shuffled(ulong seed)
    {
        byte[] order = [.. Enumerable.Range(0, Mask + 1).Select(static i => (byte)i)];
        for (int i = Mask; i > 0; i--)
        {
            int other = (int)(Hash.Mix(seed, i) % (ulong)(i + 1));
            (order[i], order[other]) = (order[other], order[i]);
        }
        return order;
    }
}
