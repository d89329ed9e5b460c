using System.Buffers;
using System.Globalization;
using System.Numerics;
using NetDrms.Fits.Cards;
using NetDrms.Fits.Compression;
using NetDrms.Model.Keywords;

namespace NetDrms.Fits.Images;

/// <summary>Finds the first image of a file, verifies it and brings its pixels into the original's terms. Spec 02 §5.3.</summary>
internal static class ImageReader
{
    private const int PartBytes = 1 << 20;

    /// <summary>Reads the image, or one slice along its last axis.</summary>
    public static FitsImage Read(FitsSource source, ChecksumCheck checksums, int? slice = null)
    {
        FitsHdu unit = FitsStructure.Scan(source).FirstOrDefault(unit => unit.IsImage)
            ?? throw FitsFault.Damaged(source.Name, "it holds no image");
        if (checksums == ChecksumCheck.Verify)
            VerifyChecksums(source, unit);
        if (unit.Kind == HduKind.CompressedImage)
        {
            PixelBuffer whole = CompressedImage.Read(source, unit, out TileTable table);
            PixelBuffer wanted = slice is int number ? CutOut(source, whole, table.Axes, number) : whole;
            return new FitsImage(unit.Header, Interpret(unit.Header, table.Bitpix, AxesOf(table.Axes, slice), wanted), table.Method);
        }
        int bitpix = (int)unit.Header.IntegerOf("BITPIX")!.Value;
        long[] axes = FitsStructure.Axes(source, unit.Header, "NAXIS");
        if (axes.Length > FitsStructure.MaxAxes || unit.DataBytes / (Math.Abs(bitpix) / 8) > int.MaxValue)
            throw FitsFault.TooLarge(source.Name, "its image has more than 16 axes or 2147483647 pixels");
        (long offset, long bytes) = slice is int index ? SliceOf(source, unit.DataBytes, axes, index) : (0, unit.DataBytes);
        PixelBuffer pixels = ReadPlain(source, unit.DataOffset + offset, bytes, Math.Abs(bitpix) / 8);
        return new FitsImage(unit.Header, Interpret(unit.Header, bitpix, AxesOf(axes, slice), pixels), null);
    }

    private static long[] AxesOf(long[] axes, int? slice) => slice is null ? axes : axes[..^1];

    private static (long Offset, long Bytes) SliceOf(FitsSource source, long bytes, long[] axes, int slice)
    {
        if (axes.Length < 2 || slice < 0 || slice >= axes[^1])
            throw FitsFault.Damaged(source.Name, string.Create(CultureInfo.InvariantCulture, $"its image has no slice {slice}"));
        long one = bytes / axes[^1];
        return (slice * one, one);
    }

    private static PixelBuffer CutOut(FitsSource source, PixelBuffer whole, long[] axes, int slice)
    {
        using (whole)
        {
            (long offset, long bytes) = SliceOf(source, whole.Bytes, axes, slice);
            PixelBuffer part = new(bytes);
            for (long done = 0; done < bytes; done += PartBytes)
            {
                int length = (int)Math.Min(PartBytes, bytes - done);
                whole.Slice(offset + done, length).CopyTo(part.Slice(done, length));
            }
            return part;
        }
    }

    private static PixelBuffer ReadPlain(FitsSource source, long offset, long bytes, int pixelBytes)
    {
        PixelBuffer pixels = new(bytes);
        try
        {
            for (long done = 0; done < bytes;)
            {
                Span<byte> part = pixels.Slice(done, (int)Math.Min(PartBytes, bytes - done));
                source.Read(offset + done, part);
                ByteOrder.BigEndian(part, pixelBytes);
                done += part.Length;
            }
            return pixels;
        }
        catch
        {
            pixels.Dispose();
            throw;
        }
    }

    private static SegmentArray Interpret(FitsHeader header, int bitpix, long[] axes, PixelBuffer pixels)
    {
        DrmsType type = CompressedImage.PixelType(bitpix);
        int[] dimensions = Array.ConvertAll(axes, length => (int)length);
        double zero = header.NumberOf("BZERO") ?? 0;
        double scale = header.NumberOf("BSCALE") is double step && step != 0 ? step : 1;
        long? blank = header.IntegerOf("BLANK") ?? header.IntegerOf("ZBLANK");
        switch (type)
        {
            case DrmsType.Char:
                foreach (ref byte value in pixels.Span<byte>())
                    value ^= 0x80;   // byte − 128 in the two's complement of 8 bits
                zero += 128 * scale;
                ReplaceBlank(pixels.Span<sbyte>(), blank - 128);
                break;
            case DrmsType.Short: ReplaceBlank(pixels.Span<short>(), blank); break;
            case DrmsType.Int: ReplaceBlank(pixels.Span<int>(), blank); break;
            case DrmsType.LongLong: ReplaceBlank(pixels.Span<long>(), blank); break;
        }
        return new SegmentArray(type, dimensions, pixels) { Zero = zero, Scale = scale, IsRaw = true };
    }

    private static void ReplaceBlank<T>(Span<T> pixels, long? blank) where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        if (blank is long value && T.CreateTruncating(value) is var pixel && long.CreateTruncating(pixel) == value && pixel != T.MinValue)
            pixels.Replace(pixel, T.MinValue);
    }

    private static void VerifyChecksums(FitsSource source, FitsHdu unit)
    {
        bool wholeToo = unit.Header.TextOf("CHECKSUM") is { Length: > 0 };
        uint? wanted = uint.TryParse(unit.Header.TextOf("DATASUM"), CultureInfo.InvariantCulture, out uint number) ? number : null;
        if (!wholeToo && wanted is null)
            return;
        uint dataSum = Sum(source, unit.DataOffset, unit.EndOffset);
        if (wanted is not null && dataSum != wanted)
            throw FitsFault.Damaged(source.Name, "its data are damaged: their sum is not DATASUM");
        if (wholeToo && FitsChecksum.Join(Sum(source, unit.HeaderOffset, unit.DataOffset), dataSum) is not (0 or uint.MaxValue))
            throw FitsFault.Damaged(source.Name, "it is damaged: the sum of header and data is not CHECKSUM");
    }

    private static uint Sum(FitsSource source, long from, long to)
    {
        byte[] part = ArrayPool<byte>.Shared.Rent(PartBytes);
        uint sum = 0;
        for (long offset = from; offset < to;)
        {
            Span<byte> bytes = part.AsSpan(0, (int)Math.Min(PartBytes, to - offset));
            source.Read(offset, bytes);
            sum = FitsChecksum.Add(sum, bytes);
            offset += bytes.Length;
        }
        ArrayPool<byte>.Shared.Return(part);
        return sum;
    }
}
