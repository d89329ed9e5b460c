using System.Buffers;
using System.Runtime.InteropServices;

namespace NetDrms.Fits.Images;

/// <summary>Memory for pixels: rented arrays up to 1 GiB, native memory above. Not safe for use after disposal.</summary>
public sealed unsafe class PixelBuffer : IDisposable
{
    private const long LargestArray = 1 << 30;

    private byte[]? _array;
    private byte* _native;

    /// <summary>Takes memory; its content is arbitrary.</summary>
    /// <param name="bytes">Length in bytes.</param>
    public PixelBuffer(long bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        Bytes = bytes;
        if (bytes <= LargestArray)
            _array = ArrayPool<byte>.Shared.Rent((int)bytes);
        else
            _native = (byte*)NativeMemory.Alloc((nuint)bytes);
    }

    /// <summary>Gives native memory back that nobody disposed of.</summary>
    ~PixelBuffer() => NativeMemory.Free(_native);

    /// <summary>Length in bytes.</summary>
    public long Bytes { get; }

    /// <summary>The pixels as numbers of a type; at most 2^31 − 1 of them.</summary>
    public Span<T> Span<T>() where T : unmanaged
    {
        int count = checked((int)(Bytes / sizeof(T)));
        if (_array is not null)
            return MemoryMarshal.Cast<byte, T>(_array.AsSpan(0, (int)Bytes))[..count];
        ObjectDisposedException.ThrowIf(_native is null, this);
        return new Span<T>(_native, count);
    }

    /// <summary>Part of the bytes, for lengths beyond those of a span.</summary>
    public Span<byte> Slice(long offset, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset + length, Bytes);
        if (_array is not null)
            return _array.AsSpan((int)offset, length);
        ObjectDisposedException.ThrowIf(_native is null, this);
        return new Span<byte>(_native + offset, length);
    }

    /// <summary>True if another buffer holds the same bytes.</summary>
    internal bool Same(PixelBuffer other)
    {
        const int PartBytes = 1 << 24;
        bool same = Bytes == other.Bytes;
        for (long done = 0; same && done < Bytes; done += PartBytes)
        {
            int length = (int)Math.Min(PartBytes, Bytes - done);
            same = Slice(done, length).SequenceEqual(other.Slice(done, length));
        }
        return same;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_array is not null)
            ArrayPool<byte>.Shared.Return(_array);
        NativeMemory.Free(_native);
        _array = null;
        _native = null;
        GC.SuppressFinalize(this);
    }
}
