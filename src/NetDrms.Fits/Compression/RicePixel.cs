namespace NetDrms.Fits.Compression;

/// <summary>The three widths of RICE_1. FITS standard 4.0 §10.4.1.</summary>
/// <param name="Bits">Bits of a pixel.</param>
/// <param name="CodeBits">Bits of a block's code.</param>
/// <param name="MaxSplit">From this number of low bits on a block is stored as it is.</param>
internal readonly record struct RicePixel(int Bits, int CodeBits, int MaxSplit)
{
    /// <summary>Values of a number of bytes.</summary>
    public static RicePixel Of(int bytes) => bytes switch
    {
        1 => new RicePixel(8, 3, 6),
        2 => new RicePixel(16, 4, 14),
        4 => new RicePixel(32, 5, 25),
        _ => throw new ArgumentOutOfRangeException(nameof(bytes), bytes, "Rice knows pixels of 1, 2 and 4 bytes"),
    };
}
