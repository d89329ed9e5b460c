using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace NetDrms.Fits.Images;

/// <summary>The ones-complement checksum of FITS. FITS standard 4.0 §4.4.2.7 and appendix J.</summary>
internal static class FitsChecksum
{
    /// <summary>Adds bytes to a sum.</summary>
    /// <param name="sum">The sum so far.</param>
    /// <param name="bytes">The next bytes; a multiple of 4.</param>
    public static uint Add(uint sum, ReadOnlySpan<byte> bytes)
    {
        ulong total = sum;
        ReadOnlySpan<uint> words = MemoryMarshal.Cast<byte, uint>(bytes);
        while (!words.IsEmpty)
        {
            // 2^20 words cannot overflow the upper half
            ReadOnlySpan<uint> part = words[..Math.Min(words.Length, 1 << 20)];
            foreach (uint word in part)
                total += BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(word) : word;
            total = Fold(total);
            words = words[part.Length..];
        }
        return (uint)Fold(total);
    }

    /// <summary>The sum of two parts, of which the first has a multiple of 4 bytes.</summary>
    public static uint Join(uint first, uint second) => (uint)Fold((ulong)first + second);

    /// <summary>Writes the 16 characters that make the sum of the unit that holds them all ones.</summary>
    /// <param name="sum">Sum of the unit with sixteen 0 characters as the value of CHECKSUM.</param>
    public static string Encode(uint sum)
    {
        uint complement = ~sum;
        Span<char> text = stackalloc char[16];
        for (int i = 0; i < 4; i++)
        {
            int value = (int)(complement >> (24 - 8 * i) & 0xff);
            int quotient = value / 4 + '0';
            Span<int> parts = [quotient + value % 4, quotient, quotient, quotient];
            // punctuation is avoided by moving two characters apart, which keeps their sum
            for (bool again = true; again;)
            {
                again = false;
                for (int j = 0; j < 4; j += 2)
                {
                    while (IsPunctuation(parts[j]) || IsPunctuation(parts[j + 1]))
                    {
                        parts[j]++;
                        parts[j + 1]--;
                        again = true;
                    }
                }
            }
            for (int j = 0; j < 4; j++)
                text[4 * j + i] = (char)parts[j];
        }
        // the text begins in the last byte of a word of the card, hence the turn by one
        Span<char> turned = stackalloc char[16];
        turned[0] = text[15];
        text[..15].CopyTo(turned[1..]);
        return turned.ToString();
    }

    private static bool IsPunctuation(int c) => c is (>= 0x3a and <= 0x40) or (>= 0x5b and <= 0x60);

    private static ulong Fold(ulong total)
    {
        while (total >> 32 != 0)
            total = (total & uint.MaxValue) + (total >> 32);
        return total;
    }
}
