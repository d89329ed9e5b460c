using System.Buffers;
using System.Globalization;
using NetDrms.Fits.Cards;

namespace NetDrms.Fits.Images;

/// <summary>Finds the units of a file and checks that they are whole, before anything else looks at them. FITS standard 4.0 §3.</summary>
internal static class FitsStructure
{
    /// <summary>Most blocks that one header may have: 72 000 cards.</summary>
    public const int MaxHeaderBlocks = 2000;

    /// <summary>Most units of a file.</summary>
    public const int MaxUnits = 10_000;

    /// <summary>Most axes of an image.</summary>
    public const int MaxAxes = 16;

    /// <summary>Lists the units of a file.</summary>
    /// <exception cref="Model.Errors.DrmsException">The file is not FITS, is cut off, or contradicts itself.</exception>
    public static IReadOnlyList<FitsHdu> Scan(FitsSource source)
    {
        List<FitsHdu> units = [];
        long offset = 0;
        while (offset < source.Length)
        {
            if (units.Count == MaxUnits)
                throw FitsFault.TooLarge(source.Name, $"it has more than {MaxUnits} units");
            if (units.Count > 0 && !BeginsWith(source, offset, "XTENSION"u8))
                break;   // what follows the last unit does not count
            FitsHdu unit = ReadUnit(source, offset, units.Count);
            units.Add(unit);
            offset = unit.EndOffset;
        }
        return units.Count > 0 ? units : throw FitsFault.Damaged(source.Name, "the file is empty");
    }

    private static FitsHdu ReadUnit(FitsSource source, long offset, int index)
    {
        FitsHeader header = ReadHeader(source, offset, index, out long dataOffset);
        int bitpix = Bitpix(source, header);
        long[] axes = Axes(source, header, "NAXIS");
        long dataBytes = DataBytes(source, header, bitpix, axes);
        FitsHdu unit = new(index, header, offset, dataOffset, dataBytes, KindOf(header, axes));
        if (unit.EndOffset > source.Length || unit.EndOffset < 0)
            throw FitsFault.CutOff(source.Name, source.Length, unit.EndOffset, index == 0 ? "the data of the primary unit" : $"the data of extension {index}");
        return unit;
    }

    private static FitsHeader ReadHeader(FitsSource source, long offset, int index, out long dataOffset)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(8 * FitsHdu.BlockBytes);
        try
        {
            for (int blocks = 0; blocks < MaxHeaderBlocks; blocks++)
            {
                int start = blocks * FitsHdu.BlockBytes;
                long end = offset + start + FitsHdu.BlockBytes;
                if (blocks == 0 && index == 0 && !BeginsWith(source, 0, "SIMPLE  ="u8))
                    throw FitsFault.Damaged(source.Name, "it is not a FITS file", "A FITS file begins with SIMPLE  =.");
                if (end > source.Length)
                    throw FitsFault.CutOff(source.Name, source.Length, end, index == 0 ? "the primary header" : $"the header of extension {index}");
                if (start + FitsHdu.BlockBytes > buffer.Length)
                    buffer = Grow(buffer);
                Span<byte> block = buffer.AsSpan(start, FitsHdu.BlockBytes);
                source.Read(offset + start, block);
                if (HasEnd(block))
                {
                    dataOffset = end;
                    return FitsHeader.Parse(buffer.AsSpan(0, start + FitsHdu.BlockBytes));
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
        throw FitsFault.Damaged(source.Name, $"a header has no END card within {MaxHeaderBlocks} blocks");
    }

    private static byte[] Grow(byte[] buffer)
    {
        byte[] larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
        buffer.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(buffer);
        return larger;
    }

    private static bool HasEnd(ReadOnlySpan<byte> block)
    {
        for (; !block.IsEmpty; block = block[CardReader.CardBytes..])
        {
            if (FitsHeader.IsEnd(block))
                return true;
        }
        return false;
    }

    private static bool BeginsWith(FitsSource source, long offset, ReadOnlySpan<byte> text)
    {
        if (source.Length - offset < text.Length)
            return false;
        Span<byte> begin = stackalloc byte[text.Length];
        source.Read(offset, begin);
        return begin.SequenceEqual(text);
    }

    private static int Bitpix(FitsSource source, FitsHeader header) => header.IntegerOf("BITPIX") switch
    {
        8 or 16 or 32 or 64 or -32 or -64 => (int)header.IntegerOf("BITPIX")!.Value,
        null => throw FitsFault.Damaged(source.Name, "a header has no number BITPIX"),
        long other => throw FitsFault.Damaged(source.Name, $"BITPIX {other} is not 8, 16, 32, 64, -32 or -64"),
    };

    /// <summary>The axes of an image, fastest first.</summary>
    /// <param name="source">The file, for messages.</param>
    /// <param name="header">The header.</param>
    /// <param name="stem"><c>NAXIS</c>, or <c>ZNAXIS</c> of a compressed image.</param>
    public static long[] Axes(FitsSource source, FitsHeader header, string stem)
    {
        if (header.IntegerOf(stem) is not (>= 0 and <= 999 and long count))
            throw FitsFault.Damaged(source.Name, $"{stem} is not a number from 0 to 999");
        long[] axes = new long[count];
        for (int i = 0; i < count; i++)
        {
            string name = string.Create(CultureInfo.InvariantCulture, $"{stem}{i + 1}");
            axes[i] = header.IntegerOf(name) is >= 0 and long length
                ? length
                : throw FitsFault.Damaged(source.Name, $"{name} is not a length");
        }
        return axes;
    }

    // |BITPIX| / 8 × GCOUNT × (PCOUNT + NAXIS1 × … × NAXISn); random groups have NAXIS1 = 0 and leave it out
    private static long DataBytes(FitsSource source, FitsHeader header, int bitpix, long[] axes)
    {
        if (axes.Length == 0)
            return 0;
        try
        {
            checked
            {
                bool groups = axes[0] == 0 && header.IsTrue("GROUPS");
                long product = 1;
                for (int i = groups ? 1 : 0; i < axes.Length; i++)
                    product *= axes[i];
                long parameters = header.IntegerOf("PCOUNT") ?? 0;
                long count = header.IntegerOf("GCOUNT") ?? 1;
                if (parameters < 0 || count < 0)
                    throw FitsFault.Damaged(source.Name, "PCOUNT or GCOUNT is negative");
                bool plainPrimary = !header.TryGet("XTENSION", out _) && !groups;   // there these two mean nothing
                long elements = plainPrimary ? product : count * (parameters + product);
                long bytes = elements * (Math.Abs(bitpix) / 8);
                return bytes <= long.MaxValue / 2 ? bytes : throw new OverflowException();
            }
        }
        catch (OverflowException)
        {
            throw FitsFault.Damaged(source.Name, "its axes multiply to more bytes than any file has");
        }
    }

    private static HduKind KindOf(FitsHeader header, long[] axes)
    {
        string? extension = header.TryGet("XTENSION", out FitsCard? card) ? card.Text : null;
        switch (extension)
        {
            case null or "IMAGE" or "IUEIMAGE":
                if (axes.Length > 0 && axes[0] == 0 && header.IsTrue("GROUPS"))
                    return HduKind.Other;
                if (extension is not null && ((header.IntegerOf("PCOUNT") ?? 0) != 0 || (header.IntegerOf("GCOUNT") ?? 1) != 1))
                    return HduKind.Other;   // it holds more than pixels
                return axes.Length == 0 || axes.Contains(0) ? HduKind.Empty : HduKind.Image;
            case "BINTABLE" or "A3DTABLE":
                return header.IsTrue("ZIMAGE") ? HduKind.CompressedImage : HduKind.Table;
            default:
                return extension == "TABLE" ? HduKind.Table : HduKind.Other;
        }
    }
}
