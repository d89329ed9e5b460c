using SkiaSharp;

namespace NetDrms.Server.Pictures;

/// <summary>Makes PNG files of levels.</summary>
internal static class PngPicture
{
    private const int Effort = 4;   // of 9: half the time of the best for some percent of size

    /// <summary>Encodes a picture.</summary>
    /// <param name="levels">Levels, first row at the top.</param>
    /// <param name="width">Pixels a row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="table">Colours.</param>
    public static byte[] Encode(ReadOnlySpan<byte> levels, int width, int height, ColorTable table)
    {
        using SKBitmap bitmap = new(new SKImageInfo(width, height, SKColorType.Bgra8888, SKAlphaType.Opaque));
        Span<uint> pixels = System.Runtime.InteropServices.MemoryMarshal.Cast<byte, uint>(bitmap.GetPixelSpan());
        ReadOnlySpan<SKColor> colors = table.Colors;
        int stride = bitmap.RowBytes / sizeof(uint);
        for (int row = 0; row < height; row++)
        {
            Span<uint> to = pixels.Slice(row * stride, width);
            ReadOnlySpan<byte> from = levels.Slice(row * width, width);
            for (int i = 0; i < to.Length; i++)
                to[i] = (uint)colors[from[i]];   // ARGB as a number is BGRA in memory
        }
        using SKPixmap map = bitmap.PeekPixels() ?? throw new InvalidOperationException("a bitmap without pixels");
        using SKData data = map.Encode(new SKPngEncoderOptions(SKPngEncoderFilterFlags.Sub, Effort)) ?? throw new InvalidOperationException("the picture could not be encoded");
        return data.ToArray();
    }
}
