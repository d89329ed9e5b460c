using System.IO.Compression;
using System.Numerics;
using System.Runtime.InteropServices;
using NetDrms.Fits.Images;

namespace NetDrms.Fits.Compression;

/// <summary>Unpacks tiles of RICE_1, GZIP_1, GZIP_2 and uncompressed ones without CFITSIO: whatever the bytes are, nothing outside of them is touched. FITS standard 4.0 §10.4.</summary>
internal static class TileUnpacker
{
    private const string Packed = "COMPRESSED_DATA";
    private const string PackedByGzip = "GZIP_COMPRESSED_DATA";
    private const string NotPacked = "UNCOMPRESSED_DATA";

    /// <summary>True if this class knows the image's method: not the wavelets of HCOMPRESS, not PLIO, no quantised real pixels.</summary>
    public static bool Knows(TileTable table) =>
        table.Find("ZSCALE") is null && table.Method switch
        {
            "RICE_1" or "RICE_ONE" => table.Bitpix is 8 or 16 or 32 && table.BytesPerPixel is 1 or 2 or 4,
            "GZIP_1" or "GZIP_2" or "NOCOMPRESS" => true,
            _ => false,
        };

    /// <summary>Unpacks all tiles.</summary>
    /// <param name="data">The data of the table.</param>
    /// <param name="table">Its layout.</param>
    /// <param name="pixels">Receives the pixels in the byte order of this machine; bytes stay unsigned.</param>
    public static void Unpack(PixelBuffer data, TileTable table, PixelBuffer pixels)
    {
        switch (Math.Abs(table.Bitpix))
        {
            case 8: Unpack<byte>(data, table, pixels); break;
            case 16: Unpack<ushort>(data, table, pixels); break;
            case 32: Unpack<uint>(data, table, pixels); break;
            default: Unpack<ulong>(data, table, pixels); break;
        }
    }

    private static void Unpack<T>(PixelBuffer data, TileTable table, PixelBuffer pixels) where T : unmanaged, IBinaryInteger<T>
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
                UnpackTile(data, table, row, image.Slice((int)offsets[0], length * offsets.Count));
                continue;
            }
            UnpackTile(data, table, row, tile.AsSpan(0, length * offsets.Count));
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
