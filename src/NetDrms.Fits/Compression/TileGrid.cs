namespace NetDrms.Fits.Compression;

/// <summary>How the tiles of a compressed image cover it: first axis fastest, tiles at the far edges cut. FITS standard 4.0 §10.1.</summary>
/// <param name="axes">Lengths of the image.</param>
/// <param name="tiles">Lengths of a whole tile, none longer than the image.</param>
internal sealed class TileGrid(long[] axes, long[] tiles)
{
    private readonly long[] _counts = [.. axes.Zip(tiles, (axis, tile) => (axis + tile - 1) / tile)];

    /// <summary>Number of tiles.</summary>
    public long Count => _counts.Aggregate(1L, (product, count) => product * count);

    /// <summary>Pixels of a whole tile.</summary>
    public long LargestTile => tiles.Aggregate(1L, (product, length) => product * length);

    /// <summary>Pixels of a tile.</summary>
    public long PixelsOf(long index)
    {
        long pixels = 1;
        for (int i = 0; i < axes.Length; i++)
        {
            long origin = index % _counts[i] * tiles[i];
            index /= _counts[i];
            pixels *= Math.Min(tiles[i], axes[i] - origin);
        }
        return pixels;
    }

    /// <summary>True when every tile is one run of pixels in the image: all axes before its first cut one are whole, all behind have length 1.</summary>
    public bool IsContiguous
    {
        get
        {
            int i = 0;
            while (i < axes.Length && tiles[i] == axes[i])
                i++;
            return i >= axes.Length - 1 || tiles.Skip(i + 1).All(length => length == 1);
        }
    }

    /// <summary>Gives the runs of pixels, along the first axis, of which a tile is made.</summary>
    /// <param name="index">Number of the tile.</param>
    /// <param name="offsets">Receives the offset of each run's first pixel in the image, in the order of the tile.</param>
    /// <returns>Pixels of each run.</returns>
    public int Runs(long index, List<long> offsets)
    {
        offsets.Clear();
        Span<long> origin = stackalloc long[axes.Length];
        Span<long> length = stackalloc long[axes.Length];
        Span<long> at = stackalloc long[axes.Length];
        Span<long> stride = stackalloc long[axes.Length];
        long step = 1;
        for (int i = 0; i < axes.Length; i++)
        {
            origin[i] = index % _counts[i] * tiles[i];
            index /= _counts[i];
            length[i] = Math.Min(tiles[i], axes[i] - origin[i]);
            stride[i] = step;
            step *= axes[i];
        }
        while (true)
        {
            long offset = origin[0];
            for (int i = 1; i < axes.Length; i++)
                offset += (origin[i] + at[i]) * stride[i];
            offsets.Add(offset);
            int axis = 1;
            while (axis < axes.Length && ++at[axis] == length[axis])
                at[axis++] = 0;
            if (axis >= axes.Length)
                return (int)length[0];
        }
    }
}
