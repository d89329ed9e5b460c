using NetDrms.Fits.Images;

namespace NetDrms.Fits.Compression;

/// <summary>Pooled memory that grows at its end.</summary>
internal sealed class GrowingBytes(long capacity) : IDisposable
{
    private PixelBuffer _memory = new(Math.Max(capacity, FitsHdu.BlockBytes));

    /// <summary>Bytes that count; those added by setting it are arbitrary, unless written before through <see cref="Free"/>.</summary>
    public long Length { get; set; }

    /// <summary>Room behind the end.</summary>
    /// <param name="bytes">How much.</param>
    public Span<byte> Free(long bytes)
    {
        if (Length + bytes > _memory.Bytes)
            Grow(Length + bytes);
        return _memory.Slice(Length, checked((int)bytes));
    }

    /// <summary>Part of the bytes.</summary>
    public Span<byte> Slice(long offset, int length) => _memory.Slice(offset, length);

    /// <summary>Adds zeros up to a multiple of a length.</summary>
    public void PadTo(int blockBytes)
    {
        int fill = (int)((blockBytes - Length % blockBytes) % blockBytes);
        Free(fill).Clear();
        Length += fill;
    }

    /// <inheritdoc/>
    public void Dispose() => _memory.Dispose();

    private void Grow(long needed)
    {
        PixelBuffer larger = new(Math.Max(needed, _memory.Bytes + _memory.Bytes / 2));
        const int PartBytes = 1 << 24;
        for (long done = 0; done < Length; done += PartBytes)
        {
            int part = (int)Math.Min(PartBytes, Length - done);
            _memory.Slice(done, part).CopyTo(larger.Slice(done, part));
        }
        _memory.Dispose();
        _memory = larger;
    }
}
