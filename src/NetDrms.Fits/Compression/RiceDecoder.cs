using System.Buffers.Binary;
using System.Numerics;

namespace NetDrms.Fits.Compression;

/// <summary>Unpacks RICE_1. Reads nothing but its span; any bytes give pixels or false. FITS standard 4.0 §10.4.1.</summary>
/// <remarks>First the first pixel as it is. Then blocks: a code c of a few bits; c = 0: all differences are 0; c > split: differences as they are; else each difference as a unary high part, ended by a 1, and c − 1 low bits.
/// Differences are folded: 0, −1, 1, −2, 2 … become 0, 1, 2, 3, 4 …</remarks>
internal ref struct RiceDecoder
{
    private readonly ReadOnlySpan<byte> _bytes;
    private int _next;
    private ulong _window;   // the next bits, the first one highest
    private int _valid;      // how many of them count

    private RiceDecoder(ReadOnlySpan<byte> bytes) => _bytes = bytes;

    /// <summary>Unpacks a tile.</summary>
    /// <typeparam name="T">byte, ushort or uint.</typeparam>
    /// <param name="bytes">The packed bytes.</param>
    /// <param name="pixels">Receives the pixels.</param>
    /// <param name="blockSize">Pixels of a block.</param>
    /// <returns>False if the bytes end too early.</returns>
    public static bool TryDecode<T>(ReadOnlySpan<byte> bytes, Span<T> pixels, int blockSize) where T : unmanaged, IBinaryInteger<T>
    {
        RiceDecoder decoder = new(bytes);
        return decoder.Decode(pixels, blockSize, RicePixel.Of(System.Runtime.CompilerServices.Unsafe.SizeOf<T>()));
    }

    private bool Decode<T>(Span<T> pixels, int blockSize, RicePixel form) where T : unmanaged, IBinaryInteger<T>
    {
        if (!TryTake(form.Bits, out uint last))
            return false;
        while (!pixels.IsEmpty)
        {
            if (!TryTake(form.CodeBits, out uint code))
                return false;
            Span<T> block = pixels[..Math.Min(blockSize, pixels.Length)];
            pixels = pixels[block.Length..];
            int split = (int)code - 1;
            if (split < 0)
                block.Fill(T.CreateTruncating(last));
            else if (split >= form.MaxSplit ? !Plain(block, form.Bits, ref last) : !Split(block, split, ref last))
                return false;
        }
        return true;
    }

    private bool Plain<T>(Span<T> block, int bits, ref uint last) where T : unmanaged, IBinaryInteger<T>
    {
        for (int i = 0; i < block.Length; i++)
        {
            if (!TryTake(bits, out uint folded))
                return false;
            last += Unfold(folded);
            block[i] = T.CreateTruncating(last);
        }
        return true;
    }

    private bool Split<T>(Span<T> block, int split, ref uint last) where T : unmanaged, IBinaryInteger<T>
    {
        uint value = last;
        for (int i = 0; i < block.Length; i++)
        {
            if (_valid < 32)
                Fill();
            int zeros = BitOperations.LeadingZeroCount(_window);
            uint folded;
            if (zeros + 1 + split <= _valid)   // the usual case: all of it in the window
            {
                ulong rest = _window << zeros << 1;
                uint low = split == 0 ? 0 : (uint)(rest >> (64 - split));
                _window = rest << split;
                _valid -= zeros + 1 + split;
                folded = ((uint)zeros << split) | low;
            }
            else if (!TrySlow(split, out folded))
            {
                return false;
            }
            value += Unfold(folded);
            block[i] = T.CreateTruncating(value);
        }
        last = value;
        return true;
    }

    private bool TrySlow(int split, out uint folded)
    {
        folded = 0;
        uint high = 0;
        while (true)
        {
            if (_valid == 0)
                Fill();
            if (_valid == 0)
                return false;
            int zeros = Math.Min(BitOperations.LeadingZeroCount(_window), _valid);
            high += (uint)zeros;
            bool ended = zeros < _valid;
            int used = ended ? zeros + 1 : zeros;
            _window = used == 64 ? 0 : _window << used;
            _valid -= used;
            if (ended)
                break;
        }
        if (!TryTake(split, out uint low))
            return false;
        folded = (high << split) | low;
        return true;
    }

    private bool TryTake(int bits, out uint value)
    {
        if (_valid < bits)
            Fill();
        value = bits == 0 ? 0 : (uint)(_window >> (64 - bits));
        if (_valid < bits)
            return false;
        _window <<= bits;
        _valid -= bits;
        return true;
    }

    private void Fill()
    {
        if (_next + sizeof(ulong) <= _bytes.Length)
        {
            int take = (64 - _valid) >> 3;   // whole bytes that fit
            if (take == 0)
                return;
            ulong more = BinaryPrimitives.ReadUInt64BigEndian(_bytes[_next..]);
            if (take < 8)
                more &= ulong.MaxValue << (64 - 8 * take);
            _window |= more >> _valid;
            _valid += 8 * take;
            _next += take;
            return;
        }
        while (_valid <= 56 && _next < _bytes.Length)
        {
            _window |= (ulong)_bytes[_next++] << (56 - _valid);
            _valid += 8;
        }
    }

    private static uint Unfold(uint folded) => (folded >> 1) ^ (uint)-(int)(folded & 1);
}
