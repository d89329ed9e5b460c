using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using NetDrms.Fits.Cards;
using NetDrms.Fits.Images;

namespace NetDrms.Fits.Compression;

/// <summary>Compresses images with RICE_1; cards and bytes are those of CFITSIO 4.2. Spec 02 §5.3.</summary>
internal static class RicePacker
{
    private const int BlockSize = 32;
    private const int DescriptorBytes = 8;
    private const long HeapLimit = int.MaxValue;

    /// <summary>True if this class can do it: descriptors of 32 bits suffice.</summary>
    public static bool CanPack(long pixelBytes) => pixelBytes < HeapLimit / 4;

    /// <summary>Compresses an image.</summary>
    /// <param name="bitpix">8, 16 or 32; the bytes of 8 are unsigned.</param>
    /// <param name="axes">Axes, fastest first.</param>
    /// <param name="pixels">The pixels as the file shall hold them, in the byte order of this machine.</param>
    /// <param name="tiles">Lengths of a tile; missing ones are the whole first axis and 1 for the others.</param>
    public static PackedImage Pack(int bitpix, IReadOnlyList<int> axes, PixelBuffer pixels, IReadOnlyList<long> tiles)
    {
        long[] image = [.. axes];
        long[] tile = new long[axes.Count];
        for (int i = 0; i < tile.Length; i++)
            tile[i] = i < tiles.Count ? tiles[i] : i == 0 ? image[0] : 1;
        // a tile longer than the image is cut, but its card says what was asked for
        TileGrid grid = new(image, [.. tile.Zip(image, Math.Min)]);
        int pixelBytes = bitpix / 8;
        GrowingBytes data = new(grid.Count * DescriptorBytes + pixels.Bytes / 2);
        data.Length = grid.Count * DescriptorBytes;
        int longest = bitpix switch
        {
            8 => PackTiles<byte>(grid, pixels, data),
            16 => PackTiles<ushort>(grid, pixels, data),
            _ => PackTiles<uint>(grid, pixels, data),
        };
        long heap = data.Length - grid.Count * DescriptorBytes;
        data.PadTo(FitsHdu.BlockBytes);
        return new PackedImage(Cards(bitpix, image, tile, grid.Count, heap, longest, pixelBytes), data.Length, data, (offset, length) => data.Slice(offset, length));
    }

    private static int PackTiles<T>(TileGrid grid, PixelBuffer pixels, GrowingBytes data) where T : unmanaged, IBinaryInteger<T>
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
            Span<byte> free = data.Free(RiceEncoder.MaxBytes(count, System.Runtime.CompilerServices.Unsafe.SizeOf<T>(), BlockSize));
            int length = RiceEncoder.Encode(source, free, BlockSize);
            data.Length += length;
            Span<byte> descriptor = data.Slice(index * DescriptorBytes, DescriptorBytes);
            BinaryPrimitives.WriteInt32BigEndian(descriptor, length);
            BinaryPrimitives.WriteInt32BigEndian(descriptor[4..], (int)(start - heap));
            longest = Math.Max(longest, length);
        }
        return longest;
    }

    private static IReadOnlyList<string> Cards(int bitpix, long[] axes, long[] tiles, long rows, long heap, int longest, int pixelBytes)
    {
        HeaderBuilder header = new();
        header.AddText("XTENSION", "BINTABLE", "binary table extension");
        header.AddInteger("BITPIX", 8, "8-bit bytes");
        header.AddInteger("NAXIS", 2, "2-dimensional binary table");
        header.AddInteger("NAXIS1", DescriptorBytes, "width of table in bytes");
        header.AddInteger("NAXIS2", rows, "number of rows in table");
        header.AddInteger("PCOUNT", heap, "size of special data area");
        header.AddInteger("GCOUNT", 1, "one data group (required keyword)");
        header.AddInteger("TFIELDS", 1, "number of fields in each row");
        header.AddText("TTYPE1", "COMPRESSED_DATA", "label for field   1");
        header.AddText("TFORM1", string.Create(CultureInfo.InvariantCulture, $"1PB({longest})"), "data format of field: variable length array");
        header.AddLogical("ZIMAGE", true, "extension contains compressed image");
        header.AddLogical("ZSIMPLE", true, "file does conform to FITS standard");
        header.AddInteger("ZBITPIX", bitpix, "data type of original image");
        header.AddInteger("ZNAXIS", axes.Length, "dimension of original image");
        for (int i = 0; i < axes.Length; i++)
            header.AddInteger(string.Create(CultureInfo.InvariantCulture, $"ZNAXIS{i + 1}"), axes[i], "length of original image axis");
        for (int i = 0; i < tiles.Length; i++)
            header.AddInteger(string.Create(CultureInfo.InvariantCulture, $"ZTILE{i + 1}"), tiles[i], "size of tiles to be compressed");
        header.AddText("ZCMPTYPE", "RICE_1", "compression algorithm");
        header.AddText("ZNAME1", "BLOCKSIZE", "compression block size");
        header.AddInteger("ZVAL1", BlockSize, "pixels per block");
        header.AddText("ZNAME2", "BYTEPIX", "bytes per pixel (1, 2, 4, or 8)");
        header.AddInteger("ZVAL2", pixelBytes, "bytes per pixel (1, 2, 4, or 8)");
        return header.Cards;
    }
}
