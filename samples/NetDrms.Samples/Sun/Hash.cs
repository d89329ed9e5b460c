namespace NetDrms.Samples.Sun;

/// <summary>Random numbers that depend on nothing but their arguments, so that every part of a picture can be made again.</summary>
internal static class Hash
{
    private const double Unit = 1.0 / (1UL << 53);

    /// <summary>Mixes two numbers into one that looks like neither (splitmix64).</summary>
    public static ulong Mix(ulong seed, long value)
    {
        ulong z = seed + (0x9E3779B97F4A7C15UL * ((ulong)value + 1));
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }

    /// <summary>A number in [0, 1).</summary>
    public static double Uniform(ulong seed, long value) => (Mix(seed, value) >> 11) * Unit;

    /// <summary>A number of mean 0 and deviation 1, roughly normal: within ±3.5.</summary>
    public static float Normal(ulong seed, long value)
    {
        ulong bits = Mix(seed, value);
        // the sum of four uniforms has variance 4/12
        uint sum = (uint)(bits & 0xffff) + (uint)((bits >> 16) & 0xffff) + (uint)((bits >> 32) & 0xffff) + (uint)(bits >> 48);
        return (sum - 131070f) * (1.7320508f / 65536f);
    }
}
