using System.Buffers.Binary;
using System.Numerics;

namespace NetDrms.Fits.Compression;

/// <summary>Unpacks PLIO_1 line lists: runs of zeros and of a current high value. FITS standard 4.0 §10.4.3.</summary>
/// <remarks>Words of 16 bits: seven of head (the fourth and fifth are the list's length, 15 bits each), then instructions of 4 bits with a number of 12 bits.</remarks>
internal static class PlioDecoder
{
    private const int HeadWords = 7;

    /// <summary>Unpacks a tile.</summary>
    /// <returns>False if the list is not whole, has an unknown instruction, or holds more pixels than the tile.</returns>
    public static bool TryDecode<T>(ReadOnlySpan<byte> bytes, Span<T> pixels) where T : unmanaged, IBinaryInteger<T>
    {
        if (bytes.Length < HeadWords * sizeof(short))
            return false;
        int words = Word(bytes, 3) + (Word(bytes, 4) << 15);
        if (words < HeadWords || words > bytes.Length / sizeof(short))
            return false;
        long high = 1;
        int done = 0;
        for (int at = HeadWords; at < words; at++)
        {
            int word = Word(bytes, at);
            int number = word & 0xfff;
            Span<T> rest = pixels[done..];
            switch (word >> 12)
            {
                case 0 or 4 or 5:   // zeros, high values, zeros but for the last
                    if (number > rest.Length)
                        return false;
                    rest[..number].Fill(word >> 12 == 4 ? T.CreateTruncating(high) : T.Zero);
                    if (word >> 12 == 5 && number > 0)
                        rest[number - 1] = T.CreateTruncating(high);
                    done += number;
                    break;
                case 1:   // the high value, in two words
                    if (++at >= words)
                        return false;
                    high = ((long)Word(bytes, at) << 12) + number;
                    break;
                case 2: high += number; break;
                case 3: high -= number; break;
                case 6 or 7:   // changed, and put once
                    high += word >> 12 == 6 ? number : -number;
                    if (rest.IsEmpty)
                        return false;
                    rest[0] = T.CreateTruncating(high);
                    done++;
                    break;
                default:
                    return false;
            }
        }
        pixels[done..].Clear();   // a list may leave out the zeros at its end
        return true;
    }

    private static int Word(ReadOnlySpan<byte> bytes, int index) => BinaryPrimitives.ReadUInt16BigEndian(bytes[(index * sizeof(short))..]);
}
