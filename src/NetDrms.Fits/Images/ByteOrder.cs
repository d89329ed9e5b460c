using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace NetDrms.Fits.Images;

/// <summary>Turns numbers between the byte order of FITS and that of this machine.</summary>
internal static class ByteOrder
{
    /// <summary>From or to big-endian, in place.</summary>
    /// <param name="bytes">The numbers.</param>
    /// <param name="size">Bytes of a number: 1, 2, 4 or 8.</param>
    public static void BigEndian(Span<byte> bytes, int size)
    {
        if (BitConverter.IsLittleEndian)
            Reverse(bytes, size);
    }

    /// <summary>From or to big-endian, into other memory.</summary>
    public static void BigEndian(ReadOnlySpan<byte> from, Span<byte> to, int size)
    {
        if (!BitConverter.IsLittleEndian || size == 1)
        {
            from.CopyTo(to);
            return;
        }
        switch (size)
        {
            case 2: BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<byte, short>(from), MemoryMarshal.Cast<byte, short>(to)); break;
            case 4: BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<byte, int>(from), MemoryMarshal.Cast<byte, int>(to)); break;
            default: BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<byte, long>(from), MemoryMarshal.Cast<byte, long>(to)); break;
        }
    }

    /// <summary>Turns every number round, in place.</summary>
    public static void Reverse(Span<byte> bytes, int size)
    {
        switch (size)
        {
            case 2:
                Span<short> shorts = MemoryMarshal.Cast<byte, short>(bytes);
                BinaryPrimitives.ReverseEndianness(shorts, shorts);
                break;
            case 4:
                Span<int> ints = MemoryMarshal.Cast<byte, int>(bytes);
                BinaryPrimitives.ReverseEndianness(ints, ints);
                break;
            case 8:
                Span<long> longs = MemoryMarshal.Cast<byte, long>(bytes);
                BinaryPrimitives.ReverseEndianness(longs, longs);
                break;
        }
    }
}
