using NetDrms.Fits.Images;
using NetDrms.Model.Keywords;

namespace NetDrms.Fits.Compression;

/// <summary>Reads images that are compressed in tiles. FITS standard 4.0 §10.</summary>
internal static class CompressedImage
{
    // an image of one value packs best: GZIP 1000 times, so that a larger claim of a damaged header is refused before memory is taken
    private const long HonestRatio = 2000;
    private const long AlwaysBytes = 1 << 30;
    private const int PartBytes = 1 << 20;

    /// <summary>Unpacks a unit into stored values, in the byte order of this machine; bytes stay unsigned.</summary>
    /// <exception cref="Model.Errors.DrmsException">The unit is damaged or needs a method that is not known.</exception>
    public static PixelBuffer Read(FitsSource source, FitsHdu unit, out TileTable table)
    {
        table = new TileTable(source, unit);
        long count = 1;
        foreach (long length in table.Axes)
        {
            if (length > int.MaxValue / count)
                throw FitsFault.TooLarge(source.Name, "its image has more than 2147483647 pixels");
            count *= length;
        }
        long bytes = count * (Math.Abs(table.Bitpix) / 8);
        if (bytes > Math.Max(AlwaysBytes, unit.DataBytes * HonestRatio))
            throw table.Damaged("its image is larger than its compressed bytes can mean");
        PixelBuffer pixels = new(bytes);
        try
        {
            using PixelBuffer data = ReadData(source, unit);
            TileUnpacker.Unpack(data, table, pixels);
            return pixels;
        }
        catch
        {
            pixels.Dispose();
            throw;
        }
    }

    private static PixelBuffer ReadData(FitsSource source, FitsHdu unit)
    {
        PixelBuffer data = new(unit.DataBytes);
        try
        {
            for (long done = 0; done < unit.DataBytes; done += PartBytes)
                source.Read(unit.DataOffset + done, data.Slice(done, (int)Math.Min(PartBytes, unit.DataBytes - done)));
            return data;
        }
        catch
        {
            data.Dispose();
            throw;
        }
    }

    /// <summary>The type of pixels of a BITPIX.</summary>
    public static DrmsType PixelType(int bitpix) => bitpix switch
    {
        8 => DrmsType.Char,
        16 => DrmsType.Short,
        32 => DrmsType.Int,
        64 => DrmsType.LongLong,
        -32 => DrmsType.Float,
        _ => DrmsType.Double,
    };
}
