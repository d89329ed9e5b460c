using System.IO.Compression;
using System.Numerics;
using System.Runtime.InteropServices;
using NetDrms.Fits.Images;

namespace NetDrms.Fits.Compression;

/// <summary>Unpacks all tiles of an image: whatever their bytes are, nothing outside of them is touched. Only HCOMPRESS needs CFITSIO. FITS standard 4.0 §10.</summary>
internal static class TileUnpacker
{
    private const string Packed = "COMPRESSED_DATA";
    private const string PackedByGzip = "GZIP_COMPRESSED_DATA";
    private const string NotPacked = "UNCOMPRESSED_DATA";

    /// <summary>Unpacks all tiles.</summary>
    /// <param name="data">The data of the table.</param>
    /// <param name="table">Its layout.</param>
    /// <param name="pixels">Receives the pixels in the byte order of this machine; bytes stay unsigned.</param>
    public static void Unpack(PixelBuffer data, TileTable table, PixelBuffer pixels)
    {
        switch (Math.Abs(table.Bitpix))
        {
            case 32 when table.IsQuantised: UnpackQuantised<float>(data, table, pixels); break;
            case 64 when table.IsQuantised: UnpackQuantised<double>(data, table, pixels); break;
            case 8: Unpack<byte>(data, table, pixels); break;
            case 16: Unpack<ushort>(data, table, pixels); break;
            case 32: Unpack<uint>(data, table, pixels); break;
            default: Unpack<ulong>(data, table, pixels); break;
        }
    }

    private delegate void TileAction<T>(long index, ReadOnlySpan<byte> row, Span<T> pixels);

    private static void Unpack<T>(PixelBuffer data, TileTable table, PixelBuffer pixels) where T : unmanaged, IBinaryInteger<T> =>
        ForEachTile<T>(data, table, pixels, (_, row, target) => UnpackTile(data, table, row, target));

    private static void UnpackQuantised<T>(PixelBuffer data, TileTable table, PixelBuffer pixels) where T : unmanaged, IFloatingPointIeee754<T>
    {
        Dequantiser dequantiser = new(table.Quantisation, table.DitherSeed);
        int[] stored = new int[new TileGrid(table.Axes, table.TileLengths).LargestTile];
        ForEachTile<T>(data, table, pixels, (index, row, target) =>
        {
            if (BytesOf(data, table, row, Packed).IsEmpty)
            {
                // a tile that would have lost too much stands there as it was
                if (typeof(T) == typeof(float))
                    UnpackTile(data, table, row, MemoryMarshal.Cast<T, uint>(target));
                else
                    UnpackTile(data, table, row, MemoryMarshal.Cast<T, ulong>(target));
                return;
            }
            Span<int> integers = stored.AsSpan(0, target.Length);
            UnpackTile(data, table, row, MemoryMarshal.Cast<int, uint>(integers));
            (double scale, double zero, long? blank) = table.ScalingOf(row);
            dequantiser.Apply(index, integers, target, scale, zero, blank);
        });
    }

    private static void ForEachTile<T>(PixelBuffer data, TileTable table, PixelBuffer pixels, TileAction<T> unpack) where T : unmanaged
    {
        Span<T> image = pixels.Span<T>();
        TileGrid grid = new(table.Axes, table.TileLengths);
        bool direct = grid.IsContiguous;
        T[] tile = direct ? [] : new T[grid.LargestTile];
        List<long> offsets = [];
        for (long index = 0; index < grid.Count; index++)
        {
            ReadOnlySpan<byte> row = data.Slice(index * table.RowBytes, (int)table.RowBytes);
            int length = grid.Runs(index, offsets);
            if (direct)
            {
                unpack(index, row, image.Slice((int)offsets[0], length * offsets.Count));
                continue;
            }
            unpack(index, row, tile.AsSpan(0, length * offsets.Count));
            for (int i = 0; i < offsets.Count; i++)
                tile.AsSpan(i * length, length).CopyTo(image[(int)offsets[i]..]);
        }
    }

    private static void UnpackTile<T>(PixelBuffer data, TileTable table, ReadOnlySpan<byte> row, Span<T> pixels) where T : unmanaged, IBinaryInteger<T>
    {
        ReadOnlySpan<byte> bytes = BytesOf(data, table, row, Packed);
        bool ok;
        if (!bytes.IsEmpty)
        {
            ok = table.Method switch
            {
                "GZIP_1" => TryGunzip(bytes, pixels, shuffled: false),
                "GZIP_2" => TryGunzip(bytes, pixels, shuffled: true),
                "NOCOMPRESS" => TryPlain(bytes, pixels),
                "PLIO_1" => PlioDecoder.TryDecode(bytes, pixels),
                "HCOMPRESS_1" => TryHcompress(bytes, table.IsSmoothed, pixels),
                _ => TryRice(bytes, table, pixels),
            };
        }
        else
        {
            bytes = BytesOf(data, table, row, PackedByGzip);
            ok = bytes.IsEmpty ? TryPlain(BytesOf(data, table, row, NotPacked), pixels) : TryGunzip(bytes, pixels, shuffled: false);
        }
        if (!ok)
            throw table.Damaged("a compressed tile is damaged");
    }

    private static bool TryHcompress<T>(ReadOnlySpan<byte> bytes, bool smooth, Span<T> pixels) where T : unmanaged, IBinaryInteger<T>
    {
        if (!HcompressTile.TryPad(bytes, pixels.Length, out byte[] padded))
            return false;
        long[] wide = new long[pixels.Length];
        try
        {
            Span<int> unpacked = Cfitsio.Loaded.Hdecompress(padded, smooth, wide);
            for (int i = 0; i < pixels.Length; i++)
                pixels[i] = T.CreateTruncating(unpacked[i]);
            return true;
        }
        catch (CodecException)
        {
            return false;   // the caller says which file
        }
    }

    private static ReadOnlySpan<byte> BytesOf(PixelBuffer data, TileTable table, ReadOnlySpan<byte> row, string name)
    {
        if (table.Find(name) is not { IsArray: true, Bytes: > 0 } column)
            return default;
        (long offset, long bytes) = table.Locate(column, row);
        return bytes <= int.MaxValue ? data.Slice(table.HeapOffset + offset, (int)bytes) : throw table.Damaged("a compressed tile has more than 2147483647 bytes");
    }

    private static bool TryRice<T>(ReadOnlySpan<byte> bytes, TileTable table, Span<T> pixels) where T : unmanaged, IBinaryInteger<T>
    {
        if (table.BytesPerPixel == System.Runtime.CompilerServices.Unsafe.SizeOf<T>())
            return RiceDecoder.TryDecode(bytes, pixels, table.BlockSize);
        return table.BytesPerPixel switch
        {
            1 => TryRiceAs<byte, T>(bytes, table, pixels),
            2 => TryRiceAs<ushort, T>(bytes, table, pixels),
            _ => TryRiceAs<uint, T>(bytes, table, pixels),
        };
    }

    // a writer may pack pixels in another width than theirs
    private static bool TryRiceAs<TPacked, T>(ReadOnlySpan<byte> bytes, TileTable table, Span<T> pixels)
        where TPacked : unmanaged, IBinaryInteger<TPacked>
        where T : unmanaged, IBinaryInteger<T>
    {
        TPacked[] packed = new TPacked[pixels.Length];
        if (!RiceDecoder.TryDecode(bytes, packed.AsSpan(), table.BlockSize))
            return false;
        int sign = 8 * (sizeof(long) - System.Runtime.CompilerServices.Unsafe.SizeOf<TPacked>());
        for (int i = 0; i < packed.Length; i++)
            pixels[i] = T.CreateTruncating(typeof(TPacked) == typeof(byte) ? long.CreateTruncating(packed[i]) : long.CreateTruncating(packed[i]) << sign >> sign);
        return true;
    }

    private static bool TryPlain<T>(ReadOnlySpan<byte> bytes, Span<T> pixels) where T : unmanaged
    {
        Span<byte> target = MemoryMarshal.AsBytes(pixels);
        if (bytes.Length != target.Length)
            return false;
        ByteOrder.BigEndian(bytes, target, System.Runtime.CompilerServices.Unsafe.SizeOf<T>());
        return true;
    }

    private static unsafe bool TryGunzip<T>(ReadOnlySpan<byte> bytes, Span<T> pixels, bool shuffled) where T : unmanaged
    {
        int size = sizeof(T);
        Span<byte> target = MemoryMarshal.AsBytes(pixels);
        byte[] unpacked = System.Buffers.ArrayPool<byte>.Shared.Rent(target.Length);
        try
        {
            fixed (byte* from = bytes)
            {
                using UnmanagedMemoryStream packed = new(from, bytes.Length);
                using GZipStream stream = new(packed, CompressionMode.Decompress);
                if (stream.ReadAtLeast(unpacked.AsSpan(0, target.Length), target.Length, throwOnEndOfStream: false) < target.Length)
                    return false;
            }
            if (!shuffled)
            {
                ByteOrder.BigEndian(unpacked.AsSpan(0, target.Length), target, size);
                return true;
            }
            // all first bytes of the numbers, then all second ones, and so on
            for (int part = 0; part < size; part++)
            {
                int place = BitConverter.IsLittleEndian ? size - 1 - part : part;
                ReadOnlySpan<byte> plane = unpacked.AsSpan(part * pixels.Length, pixels.Length);
                for (int i = 0; i < plane.Length; i++)
                    target[i * size + place] = plane[i];
            }
            return true;
        }
        catch (InvalidDataException)
        {
            return false;   // the caller says which file
        }
        finally
        {
            System.Buffers.ArrayPool<byte>.Shared.Return(unpacked);
        }
    }
}
