using System.Buffers.Binary;
using System.Numerics;
using NetDrms.Fits.Images;

namespace NetDrms.Fits.Compression;

/// <summary>Compresses images in tiles; cards and bytes are those of CFITSIO 4.2. Spec 02 §5.3.</summary>
internal static class TilePacker
{
    private const int DescriptorBytes = 8;
    private const long MostPixelBytes = int.MaxValue / 4;   // so that offsets in the heap need 31 bits only, whatever the pixels are

    /// <summary>Compresses an image.</summary>
    /// <param name="path">The file to be, for messages.</param>
    /// <param name="bitpix">8, 16 or 32; the bytes of 8 are unsigned.</param>
    /// <param name="axes">Axes, fastest first.</param>
    /// <param name="pixels">The pixels as the file shall hold them, in the byte order of this machine.</param>
    /// <param name="request">Method and tiles.</param>
    /// <exception cref="Model.Errors.DrmsException">The method cannot hold the image.</exception>
    public static PackedImage Pack(string path, int bitpix, IReadOnlyList<int> axes, PixelBuffer pixels, CompressionRequest request)
    {
        if (pixels.Bytes > MostPixelBytes)
            throw FitsFault.CannotCompress(path, request.Method, $"it has more than {MostPixelBytes} bytes");
        long[] tiles = request.TilesFor(axes, out string? error) ?? throw FitsFault.CannotCompress(path, request.Method, error!);
        long[] image = [.. axes];
        // a tile longer than the image is cut, but its card says what was asked for
        TileGrid grid = new(image, [.. tiles.Zip(image, Math.Min)]);
        GrowingBytes data = new(grid.Count * DescriptorBytes + pixels.Bytes / 2) { Length = grid.Count * DescriptorBytes };
        try
        {
            TileEncoder encoder = new(request.Method, grid.LargestTile);
            int longest = bitpix switch
            {
                8 => PackTiles<byte>(grid, pixels, data, encoder),
                16 => PackTiles<ushort>(grid, pixels, data, encoder),
                _ => PackTiles<uint>(grid, pixels, data, encoder),
            };
            long heap = data.Length - grid.Count * DescriptorBytes;
            data.PadTo(FitsHdu.BlockBytes);
            TileHeader header = new(request.Method, bitpix, image, tiles, DescriptorBytes, grid.Count, heap, longest);
            return new PackedImage(header.Cards(), data.Length, data, (offset, length) => data.Slice(offset, length));
        }
        catch (CodecException cause)
        {
            data.Dispose();
            throw FitsFault.CannotCompress(path, request.Method, cause.Message);
        }
        catch
        {
            data.Dispose();
            throw;
        }
    }

    private static int PackTiles<T>(TileGrid grid, PixelBuffer pixels, GrowingBytes data, TileEncoder encoder) where T : unmanaged, IBinaryInteger<T>
    {
        ReadOnlySpan<T> image = pixels.Span<T>();
        bool direct = grid.IsContiguous;
        T[] tile = direct ? [] : new T[grid.LargestTile];
        List<long> offsets = [];
        long heap = data.Length;
        int longest = 0;
        for (long index = 0; index < grid.Count; index++)
        {
            int run = grid.Runs(index, offsets);
            int count = run * offsets.Count;
            ReadOnlySpan<T> source;
            if (direct)
            {
                source = image.Slice((int)offsets[0], count);
            }
            else
            {
                for (int i = 0; i < offsets.Count; i++)
                    image.Slice((int)offsets[i], run).CopyTo(tile.AsSpan(i * run));
                source = tile.AsSpan(0, count);
            }
            long start = data.Length;
            int bytes = encoder.Encode(source, run, data.Free(encoder.MaxBytes<T>(count)));
            data.Length += bytes;
            int elements = bytes / encoder.ElementBytes;
            Span<byte> descriptor = data.Slice(index * DescriptorBytes, DescriptorBytes);
            BinaryPrimitives.WriteInt32BigEndian(descriptor, elements);
            BinaryPrimitives.WriteInt32BigEndian(descriptor[4..], (int)(start - heap));
            longest = Math.Max(longest, elements);
        }
        return longest;
    }
}
