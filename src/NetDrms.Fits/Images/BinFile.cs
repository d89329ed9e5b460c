using System.Buffers.Binary;
using System.IO.Compression;
using NetDrms.Model.Keywords;

namespace NetDrms.Fits.Images;

/// <summary>The original's raw dump, <c>bin</c>, and the same through gzip, <c>bin.gz</c>. Spec 02 §5.4.</summary>
/// <remarks>Little-endian without padding: "DRMS RAW", type, number of axes, axes (int32 each); of integer types bscale, bzero (float64); length in bytes (int64); pixels.</remarks>
internal static class BinFile
{
    private const int MaxAxes = 16;
    private const int PartBytes = 1 << 20;

    private static ReadOnlySpan<byte> Magic => "DRMS RAW"u8;

    /// <summary>Reads a file, gzipped or not.</summary>
    public static SegmentArray Read(string path)
    {
        using FitsSource source = FitsSource.Open(path);
        Reader reader = new(source);
        if (!reader.Take(Magic.Length).SequenceEqual(Magic))
            throw FitsFault.Damaged(path, "it does not begin with DRMS RAW");
        int code = BinaryPrimitives.ReadInt32LittleEndian(reader.Take(sizeof(int)));
        if (code is < (int)DrmsType.Char or > (int)DrmsType.Double)
            throw FitsFault.Damaged(path, $"its pixel type {code} is not 0 to 5");
        DrmsType type = (DrmsType)code;
        int axes = BinaryPrimitives.ReadInt32LittleEndian(reader.Take(sizeof(int)));
        if (axes is < 1 or > MaxAxes)
            throw FitsFault.Damaged(path, $"its number of axes {axes} is not 1 to {MaxAxes}");
        int[] dimensions = new int[axes];
        long bytes = SegmentArray.SizeOf(type);
        foreach (ref int length in dimensions.AsSpan())
        {
            length = BinaryPrimitives.ReadInt32LittleEndian(reader.Take(sizeof(int)));
            if (length < 0 || (length > 0 && bytes > long.MaxValue / length))
                throw FitsFault.Damaged(path, $"the length {length} of an axis cannot be");
            bytes *= length;
        }
        double scale = type.IsInteger() ? BinaryPrimitives.ReadDoubleLittleEndian(reader.Take(sizeof(double))) : 1;
        double zero = type.IsInteger() ? BinaryPrimitives.ReadDoubleLittleEndian(reader.Take(sizeof(double))) : 0;
        long stated = BinaryPrimitives.ReadInt64LittleEndian(reader.Take(sizeof(long)));
        if (stated != bytes)
            throw FitsFault.Damaged(path, $"it says {stated} bytes of pixels where its axes make {bytes}");
        if (source.Length - reader.Offset < bytes)
            throw FitsFault.CutOff(path, source.Length, reader.Offset + bytes, "its pixels");
        return ReadPixels(source, reader.Offset, type, dimensions, zero, scale);
    }

    /// <summary>Writes the file's bytes.</summary>
    /// <param name="target">Where to.</param>
    /// <param name="array">Stored values with their scaling.</param>
    public static void Write(Stream target, SegmentArray array)
    {
        Span<byte> number = stackalloc byte[sizeof(long)];
        target.Write(Magic);
        WriteInt(target, (int)array.Type);
        WriteInt(target, array.Dimensions.Count);
        foreach (int length in array.Dimensions)
            WriteInt(target, length);
        if (array.Type.IsInteger())
        {
            BinaryPrimitives.WriteDoubleLittleEndian(number, array.Scale);
            target.Write(number);
            BinaryPrimitives.WriteDoubleLittleEndian(number, array.Zero);
            target.Write(number);
        }
        BinaryPrimitives.WriteInt64LittleEndian(number, array.Buffer.Bytes);
        target.Write(number);
        WritePixels(target, array);
    }

    /// <summary>Writes the file's bytes through gzip.</summary>
    public static void WritePacked(Stream target, SegmentArray array)
    {
        using GZipStream packed = new(target, CompressionLevel.Optimal, leaveOpen: true);
        Write(packed, array);
    }

    private static SegmentArray ReadPixels(FitsSource source, long offset, DrmsType type, int[] dimensions, double zero, double scale)
    {
        SegmentArray array = new(type, dimensions) { Zero = zero, Scale = scale, IsRaw = true };
        int size = SegmentArray.SizeOf(type);
        for (long done = 0; done < array.Buffer.Bytes;)
        {
            Span<byte> part = array.Buffer.Slice(done, (int)Math.Min(PartBytes, array.Buffer.Bytes - done));
            source.Read(offset + done, part);
            if (!BitConverter.IsLittleEndian)
                ByteOrder.Reverse(part, size);
            done += part.Length;
        }
        return array;
    }

    private static void WritePixels(Stream target, SegmentArray array)
    {
        int size = SegmentArray.SizeOf(array.Type);
        byte[] turned = BitConverter.IsLittleEndian ? [] : new byte[PartBytes];
        for (long done = 0; done < array.Buffer.Bytes;)
        {
            Span<byte> part = array.Buffer.Slice(done, (int)Math.Min(PartBytes, array.Buffer.Bytes - done));
            done += part.Length;
            if (!BitConverter.IsLittleEndian)
            {
                part.CopyTo(turned);
                part = turned.AsSpan(0, part.Length);
                ByteOrder.Reverse(part, size);
            }
            target.Write(part);
        }
    }

    private static void WriteInt(Stream target, int value)
    {
        Span<byte> number = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(number, value);
        target.Write(number);
    }

    private ref struct Reader(FitsSource source)
    {
        private byte[] _buffer = new byte[sizeof(long)];

        public long Offset { get; private set; }

        public ReadOnlySpan<byte> Take(int count)
        {
            if (Offset + count > source.Length)
                throw FitsFault.CutOff(source.Name, source.Length, Offset + count, "its head");
            Span<byte> bytes = _buffer.AsSpan(0, count);
            source.Read(Offset, bytes);
            Offset += count;
            return bytes;
        }
    }
}
