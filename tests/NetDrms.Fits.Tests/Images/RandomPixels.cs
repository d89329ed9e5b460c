using NetDrms.Fits.Images;
using NetDrms.Model.Keywords;

namespace NetDrms.Fits.Tests.Images;

/// <summary>Arrays of random pixels: smooth ones with noise, so that they compress, and all special values among them.</summary>
internal static class RandomPixels
{
    public static SegmentArray Array(DrmsType type, IReadOnlyList<int> shape, int seed)
    {
        Random random = new(seed);
        SegmentArray array = new(type, shape);
        switch (type)
        {
            case DrmsType.Char: Fill<sbyte>(array.Pixels<sbyte>(), random, v => (sbyte)(v % 100), [sbyte.MinValue, sbyte.MaxValue, 0, -1]); break;
            case DrmsType.Short: Fill<short>(array.Pixels<short>(), random, v => (short)v, [short.MinValue, short.MaxValue, 0, -1]); break;
            case DrmsType.Int: Fill<int>(array.Pixels<int>(), random, v => (int)v * 1000, [int.MinValue, int.MaxValue, 0, -1]); break;
            case DrmsType.LongLong: Fill<long>(array.Pixels<long>(), random, v => (long)(v * 1e9), [long.MinValue, long.MaxValue, 0, -1]); break;
            case DrmsType.Float: Fill<float>(array.Pixels<float>(), random, v => (float)v / 7, [float.NaN, float.PositiveInfinity, float.NegativeInfinity, -0f, float.Epsilon, float.MaxValue]); break;
            default: Fill<double>(array.Pixels<double>(), random, v => v / 7, [double.NaN, double.PositiveInfinity, double.NegativeInfinity, -0d, double.Epsilon, double.MaxValue]); break;
        }
        return array;
    }

    private static void Fill<T>(Span<T> pixels, Random random, Func<double, T> make, T[] special)
    {
        for (int i = 0; i < pixels.Length; i++)
        {
            double smooth = 3000 * Math.Sin(i / 50.0) + random.NextDouble() * 20;
            pixels[i] = random.Next(40) == 0 ? special[random.Next(special.Length)] : make(smooth);
        }
    }
}
