using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using NetDrms.Fits.Images;

namespace NetDrms.Fits.Compression;

/// <summary>Packs the tiles of one image by one method. Not for two threads at once.</summary>
/// <param name="method">The method.</param>
/// <param name="largestTile">Pixels of the largest tile.</param>
internal sealed class TileEncoder(TileMethod method, long largestTile)
{
    /// <summary>Pixels of a block of Rice.</summary>
    public const int RiceBlockSize = 32;

    private const int PlioTop = 1 << 24;   // the first number that a line list does not hold

    private byte[] _bytes = [];
    private int[] _ints = [];
    private long[] _longs = [];

    /// <summary>Bytes of an element of the packed arrays.</summary>
    public int ElementBytes => method == TileMethod.Plio ? sizeof(short) : 1;

    /// <summary>Room that a tile may need.</summary>
    public long MaxBytes<T>(int pixels) where T : unmanaged => method switch
    {
        TileMethod.Rice => RiceEncoder.MaxBytes(pixels, Unsafe.SizeOf<T>(), RiceBlockSize),
        TileMethod.Gzip => Cfitsio.MaxGzipBytes(checked(pixels * Unsafe.SizeOf<T>())),
        TileMethod.Plio => Cfitsio.MaxPlioBytes(pixels),
        _ => Cfitsio.MaxHcompressBytes(pixels),
    };

    /// <summary>Packs a tile.</summary>
    /// <typeparam name="T">byte, ushort or uint.</typeparam>
    /// <param name="pixels">The pixels.</param>
    /// <param name="width">Length of the first axis.</param>
    /// <param name="target">At least <see cref="MaxBytes"/>.</param>
    /// <returns>Bytes written.</returns>
    /// <exception cref="CodecException">The method cannot hold the pixels.</exception>
    public int Encode<T>(ReadOnlySpan<T> pixels, int width, Span<byte> target) where T : unmanaged, IBinaryInteger<T> => method switch
    {
        TileMethod.Rice => RiceEncoder.Encode(pixels, target, RiceBlockSize),
        TileMethod.Gzip => Gzip(MemoryMarshal.AsBytes(pixels), Unsafe.SizeOf<T>(), target),
        TileMethod.Plio => Plio(pixels, target),
        _ => Hcompress(pixels, width, target),
    };

    private int Gzip(ReadOnlySpan<byte> pixels, int size, Span<byte> target)
    {
        Grow(ref _bytes, largestTile * size);
        Span<byte> bytes = _bytes.AsSpan(0, pixels.Length);
        ByteOrder.BigEndian(pixels, bytes, size);
        return Cfitsio.Loaded.Gzip(bytes, target);
    }

    private int Plio<T>(ReadOnlySpan<T> pixels, Span<byte> target) where T : unmanaged, IBinaryInteger<T>
    {
        Span<int> ints = Widen(pixels);
        foreach (int pixel in ints)
        {
            if (pixel is < 0 or >= PlioTop)
                throw new CodecException($"pixel {pixel} is not from 0 to {PlioTop - 1}");
        }
        Span<short> words = MemoryMarshal.Cast<byte, short>(target);
        int bytes = Cfitsio.Loaded.Plio(ints, words) * sizeof(short);
        ByteOrder.BigEndian(target[..bytes], sizeof(short));
        return bytes;
    }

    private int Hcompress<T>(ReadOnlySpan<T> pixels, int width, Span<byte> target) where T : unmanaged, IBinaryInteger<T>
    {
        Grow(ref _longs, largestTile);
        Span<long> longs = _longs.AsSpan(0, pixels.Length);
        Span<int> ints = Widen(pixels);
        int bytes;
        if (Unsafe.SizeOf<T>() == sizeof(int))
        {
            for (int i = 0; i < ints.Length; i++)
                longs[i] = ints[i];
            bytes = Cfitsio.Loaded.Hcompress(longs, width, pixels.Length / width, target);
        }
        else
        {
            bytes = Cfitsio.Loaded.Hcompress(ints, width, pixels.Length / width, target);
        }
        // wavelets of extreme pixels may exceed what the library computes with: only what comes back counts
        if (!HcompressTile.TryPad(target[..bytes], pixels.Length, out byte[] padded)
            || !Cfitsio.Loaded.Hdecompress(padded, smooth: false, longs).SequenceEqual(Widen(pixels)))
        {
            throw new CodecException("the pixels do not come back from it");
        }
        return bytes;
    }

    private Span<int> Widen<T>(ReadOnlySpan<T> pixels) where T : unmanaged, IBinaryInteger<T>
    {
        Grow(ref _ints, largestTile);
        Span<int> ints = _ints.AsSpan(0, pixels.Length);
        for (int i = 0; i < ints.Length; i++)
            ints[i] = typeof(T) == typeof(ushort) ? short.CreateTruncating(pixels[i]) : int.CreateTruncating(pixels[i]);
        return ints;
    }

    private static void Grow<T>(ref T[] buffer, long length)
    {
        if (buffer.Length < length)
            buffer = new T[length];
    }
}
