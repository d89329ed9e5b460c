using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace NetDrms.Fits.Compression;

/// <summary>Packs RICE_1; the bytes are those of CFITSIO. FITS standard 4.0 §10.4.1; the form is told at <see cref="RiceDecoder"/>.</summary>
internal ref struct RiceEncoder
{
    private readonly Span<byte> _bytes;
    private int _next;
    private ulong _window;   // bits not yet written, the last one lowest
    private int _pending;    // how many

    private RiceEncoder(Span<byte> bytes) => _bytes = bytes;

    /// <summary>Most bytes that a tile can need.</summary>
    /// <param name="pixels">Pixels of the tile.</param>
    /// <param name="pixelBytes">Bytes of a pixel.</param>
    /// <param name="blockSize">Pixels of a block.</param>
    public static long MaxBytes(long pixels, int pixelBytes, int blockSize)
    {
        RicePixel form = RicePixel.Of(pixelBytes);
        long blocks = (pixels + blockSize - 1) / blockSize;
        // a split block is never longer than twice the plain one; 16 for the window
        return (2 * pixels * form.Bits + blocks * form.CodeBits + form.Bits) / 8 + 16;
    }

    /// <summary>Packs a tile.</summary>
    /// <typeparam name="T">byte, ushort or uint.</typeparam>
    /// <param name="pixels">The pixels.</param>
    /// <param name="bytes">Receives the bytes; at least <see cref="MaxBytes"/>.</param>
    /// <param name="blockSize">Pixels of a block.</param>
    /// <returns>Bytes written.</returns>
    public static int Encode<T>(ReadOnlySpan<T> pixels, Span<byte> bytes, int blockSize) where T : unmanaged, IBinaryInteger<T>
    {
        RiceEncoder encoder = new(bytes);
        return encoder.Encode(pixels, blockSize, RicePixel.Of(Unsafe.SizeOf<T>()));
    }

    private int Encode<T>(ReadOnlySpan<T> pixels, int blockSize, RicePixel form) where T : unmanaged, IBinaryInteger<T>
    {
        Span<uint> folded = blockSize <= 64 ? stackalloc uint[blockSize] : new uint[blockSize];
        int shift = 32 - form.Bits;
        uint last = uint.CreateTruncating(pixels[0]);
        Put(last, form.Bits);
        while (!pixels.IsEmpty)
        {
            ReadOnlySpan<T> block = pixels[..Math.Min(blockSize, pixels.Length)];
            pixels = pixels[block.Length..];
            ulong sum = 0;
            for (int i = 0; i < block.Length; i++)
            {
                uint pixel = uint.CreateTruncating(block[i]);
                int difference = (int)((pixel - last) << shift) >> shift;   // wraps in the width of a pixel
                uint fold = ((uint)(difference << 1) ^ (uint)(difference >> 31)) << shift >> shift;
                folded[i] = fold;
                sum += fold;
                last = pixel;
            }
            PutBlock(folded[..block.Length], sum, form);
        }
        return Finish();
    }

    private void PutBlock(scoped ReadOnlySpan<uint> folded, ulong sum, RicePixel form)
    {
        int split = SplitOf(sum, folded.Length);
        if (split >= form.MaxSplit)
        {
            Put((uint)form.MaxSplit + 1, form.CodeBits);
            foreach (uint value in folded)
                Put(value, form.Bits);
        }
        else if (split == 0 && sum == 0)
        {
            Put(0, form.CodeBits);
        }
        else
        {
            Put((uint)split + 1, form.CodeBits);
            uint mask = (1u << split) - 1;
            foreach (uint value in folded)
            {
                uint high = value >> split;
                for (; high >= 32; high -= 32)
                    Put(0, 32);
                if (high + 1 + split <= 32)
                {
                    Put((1u << split) | (value & mask), (int)high + 1 + split);
                }
                else
                {
                    Put(1, (int)high + 1);
                    Put(value & mask, split);
                }
            }
        }
    }

    // half of the mean, rounded as CFITSIO does, has this many bits
    private static int SplitOf(ulong sum, int count)
    {
        double mean = ((double)sum - (count / 2) - 1) / count;
        uint half = mean < 0 ? 0 : (uint)mean >> 1;
        return 32 - BitOperations.LeadingZeroCount(half);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Put(uint value, int bits)
    {
        _window = (_window << bits) | value;
        _pending += bits;
        if (_pending >= 32)
        {
            _pending -= 32;
            BinaryPrimitives.WriteUInt32BigEndian(_bytes[_next..], (uint)(_window >> _pending));
            _next += sizeof(uint);
        }
    }

    private int Finish()
    {
        while (_pending > 0)
        {
            _bytes[_next++] = (byte)(_pending >= 8 ? _window >> (_pending - 8) : _window << (8 - _pending));
            _pending -= 8;
        }
        return _next;
    }
}
