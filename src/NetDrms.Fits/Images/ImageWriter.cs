using System.Globalization;
using NetDrms.Fits.Cards;
using NetDrms.Fits.Compression;
using NetDrms.Model.Keywords;

namespace NetDrms.Fits.Images;

/// <summary>Writes an image as the original does, byte for byte but for the dates of the checksums. Spec 02 §5.3.</summary>
internal static class ImageWriter
{
    private const int PartBytes = 1 << 20;

    /// <summary>Writes stored values to a file.</summary>
    /// <param name="path">Its final name.</param>
    /// <param name="stored">Stored values and their scaling.</param>
    /// <param name="cparms">Compression parameters; none or empty means uncompressed.</param>
    /// <param name="clock">Gives the date in the comments of the checksums.</param>
    /// <exception cref="Model.Errors.DrmsException">The file could not be written, or the parameters do not suit the pixels; no file is left.</exception>
    public static void Write(string path, SegmentArray stored, string cparms, TimeProvider clock)
    {
        using SegmentArray? turned = stored.Type == DrmsType.Char ? Unsigned(stored) : null;
        SegmentArray pixels = turned ?? stored;
        if (CompressionRequest.IsNone(cparms))
            WritePlain(path, pixels, stored, clock);
        else
            WriteCompressed(path, pixels, stored, Checked(path, stored.Type, cparms), clock);
    }

    private static CompressionRequest Checked(string path, DrmsType type, string cparms)
    {
        if (type.IsReal())
            throw FitsFault.Refused(path, "compression would lose digits of floating-point pixels", "CFITSIO compression of floating-point data is lossy, bailing.", "Define the segment without compression, or with integer pixels and a scaling.");
        if (type == DrmsType.LongLong)
            throw FitsFault.Refused(path, "64-bit pixels cannot be compressed", "CFITSIO doesn't support compression of 64-bit data.", "Define the segment without compression.");
        return CompressionRequest.TryParse(cparms, out CompressionRequest? request)
            ? request
            : throw FitsFault.Refused(path, $"\"{cparms}\" are no compression parameters", null, "Write compress, or compress followed by Rice, GZIP, PLIO or HCOMPRESS and tile lengths.");
    }

    private static void WritePlain(string path, SegmentArray pixels, SegmentArray stored, TimeProvider clock)
    {
        HeaderBuilder header = new();
        AddPrimary(header, BitpixOf(pixels.Type), pixels.Dimensions);
        AddScaling(header, stored);
        int size = SegmentArray.SizeOf(pixels.Type);
        long padded = Padded(pixels.Buffer.Bytes);
        byte[] part = new byte[(int)Math.Min(PartBytes, pixels.Buffer.Bytes) + FitsHdu.BlockBytes];
        uint sum = 0;
        ForEachPart(pixels, size, part, bytes => sum = FitsChecksum.Add(sum, bytes));
        byte[] head = WithChecksum(header, sum, clock);
        FileReplacement.Write(path, head.Length + padded, file =>
        {
            file.Write(head);
            ForEachPart(pixels, size, part, bytes => file.Write(bytes));
        });
    }

    private static void WriteCompressed(string path, SegmentArray pixels, SegmentArray stored, CompressionRequest request, TimeProvider clock)
    {
        using PackedImage packed = TilePacker.Pack(path, BitpixOf(pixels.Type), pixels.Dimensions, pixels.Buffer, request);
        HeaderBuilder primary = new();
        AddPrimary(primary, 16, []);   // 16 whatever the pixels are (V)
        HeaderBuilder header = new();
        foreach (string card in packed.Cards)
            header.AddImage(card);
        AddScaling(header, stored);
        uint sum = 0;
        for (long done = 0; done < packed.DataBytes; done += PartBytes)
            sum = FitsChecksum.Add(sum, packed.Data(done, (int)Math.Min(PartBytes, packed.DataBytes - done)));
        byte[] before = primary.ToBytes();
        byte[] head = WithChecksum(header, sum, clock);
        FileReplacement.Write(path, before.Length + head.Length + packed.DataBytes, file =>
        {
            file.Write(before);
            file.Write(head);
            for (long done = 0; done < packed.DataBytes; done += PartBytes)
                file.Write(packed.Data(done, (int)Math.Min(PartBytes, packed.DataBytes - done)));
        });
    }

    private delegate void PartAction(ReadOnlySpan<byte> bytes);

    // the pixels in the byte order of the file, with the zeros that fill the last block
    private static void ForEachPart(SegmentArray pixels, int size, byte[] part, PartAction action)
    {
        long total = pixels.Buffer.Bytes;
        for (long done = 0; done < total; done += PartBytes)
        {
            int length = (int)Math.Min(PartBytes, total - done);
            ByteOrder.BigEndian(pixels.Buffer.Slice(done, length), part.AsSpan(0, length), size);
            int fill = done + length == total ? (int)(Padded(total) - total) : 0;
            part.AsSpan(length, fill).Clear();
            action(part.AsSpan(0, length + fill));
        }
    }

    private static void AddPrimary(HeaderBuilder header, int bitpix, IReadOnlyList<int> axes)
    {
        header.AddLogical("SIMPLE", true, "file does conform to FITS standard");
        header.AddInteger("BITPIX", bitpix, "number of bits per data pixel");
        header.AddInteger("NAXIS", axes.Count, "number of data axes");
        for (int i = 0; i < axes.Count; i++)
            header.AddInteger(string.Create(CultureInfo.InvariantCulture, $"NAXIS{i + 1}"), axes[i], string.Create(CultureInfo.InvariantCulture, $"length of data axis {i + 1}"));
        header.AddLogical("EXTEND", true, "FITS dataset may contain extensions");
        header.AddCommentary("COMMENT", "  FITS (Flexible Image Transport System) format is defined in 'Astronomy");
        header.AddCommentary("COMMENT", "  and Astrophysics', volume 376, page 359; bibcode: 2001A&A...376..359H");
    }

    // bytes are stored with 128 added, so their zero moves by as many steps
    private static void AddScaling(HeaderBuilder header, SegmentArray stored)
    {
        switch (stored.Type)
        {
            case DrmsType.Char when stored.IsUnscaled:
                header.AddInteger("BZERO", -128, "offset data range to that of signed byte");
                header.AddInteger("BSCALE", 1, "default scaling factor");
                header.AddInteger("BLANK", 0);
                return;
            case DrmsType.Char:
                header.AddReal("BZERO", stored.Zero - 128 * stored.Scale);
                header.AddReal("BSCALE", stored.Scale);
                header.AddInteger("BLANK", 0);
                return;
            case DrmsType.Short: header.AddInteger("BLANK", short.MinValue); break;
            case DrmsType.Int: header.AddInteger("BLANK", int.MinValue); break;
            case DrmsType.LongLong: header.AddInteger("BLANK", long.MinValue); break;
        }
        if (stored.IsUnscaled)
            return;
        header.AddReal("BZERO", stored.Zero);
        header.AddReal("BSCALE", stored.Scale);
    }

    // CHECKSUM is made with sixteen zeros in its place, and then makes the whole sum −0
    private static byte[] WithChecksum(HeaderBuilder header, uint dataSum, TimeProvider clock)
    {
        const string Zeros = "0000000000000000";
        string date = clock.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);
        int place = header.Cards.Count;
        header.AddText("CHECKSUM", Zeros, "HDU checksum updated " + date);
        header.AddText("DATASUM", dataSum.ToString(CultureInfo.InvariantCulture), "data unit checksum updated " + date);
        byte[] bytes = header.ToBytes();
        string encoded = FitsChecksum.Encode(FitsChecksum.Add(dataSum, bytes));
        const int ValueColumn = 11;
        System.Text.Encoding.ASCII.GetBytes(encoded, bytes.AsSpan(place * CardReader.CardBytes + ValueColumn));
        return bytes;
    }

    private static SegmentArray Unsigned(SegmentArray stored)
    {
        SegmentArray turned = new(DrmsType.Char, stored.Dimensions) { Zero = stored.Zero, Scale = stored.Scale };
        ReadOnlySpan<byte> from = stored.Buffer.Span<byte>();
        Span<byte> to = turned.Buffer.Span<byte>();
        for (int i = 0; i < from.Length; i++)
            to[i] = (byte)(from[i] ^ 0x80);
        return turned;
    }

    private static long Padded(long bytes) => (bytes + FitsHdu.BlockBytes - 1) / FitsHdu.BlockBytes * FitsHdu.BlockBytes;

    private static int BitpixOf(DrmsType type) => type switch
    {
        DrmsType.Char => 8,
        DrmsType.Short => 16,
        DrmsType.Int => 32,
        DrmsType.LongLong => 64,
        DrmsType.Float => -32,
        _ => -64,
    };
}
