namespace NetDrms.Model.Keywords;

/// <summary>C hexadecimal floating constants, rounded half to even: 0x1.8p1 = 3.</summary>
internal static class HexReal
{
    private const int MaxExponent = 100_000;   // beyond it the exponent only says "too large" or "0"

    /// <summary>Reads the longest constant at the start of a text that begins with 0x.</summary>
    /// <param name="text">The text, without sign.</param>
    /// <param name="precision">Bits of the mantissa: 53 or 24.</param>
    /// <param name="least">Binary exponent of the least denormal: −1074 or −149.</param>
    /// <param name="value">The number; infinite when too large.</param>
    /// <returns>Characters used; 0 when no digit follows the 0x.</returns>
    public static int Read(ReadOnlySpan<char> text, int precision, int least, out double value)
    {
        ulong mantissa = 0;
        bool isMore = false;   // non-zero digits beyond the mantissa
        long exponent = 0;
        int digits = 0;
        bool hasPoint = false;
        int i = 2;
        for (; i < text.Length; i++)
        {
            char c = text[i];
            if (c == '.' && !hasPoint)
            {
                hasPoint = true;
                continue;
            }
            if (!char.IsAsciiHexDigit(c))
                break;
            digits++;
            uint digit = (uint)(char.IsAsciiDigit(c) ? c - '0' : (c | 0x20) - 'a' + 10);
            if (mantissa >> 60 == 0)
            {
                mantissa = (mantissa << 4) | digit;
                exponent -= hasPoint ? 4 : 0;
            }
            else
            {
                isMore |= digit != 0;
                exponent += hasPoint ? 0 : 4;
            }
        }
        value = 0;
        if (digits == 0)
            return 0;
        i += ReadExponent(text[i..], ref exponent);
        value = Round(mantissa, isMore, exponent, precision, least);
        return i;
    }

    private static int ReadExponent(ReadOnlySpan<char> text, ref long exponent)
    {
        if (text.IsEmpty || text[0] is not ('p' or 'P'))
            return 0;
        int i = 1;
        bool isNegative = text.Length > 1 && text[1] == '-';
        if (text.Length > 1 && text[1] is '+' or '-')
            i++;
        int first = i;
        long number = 0;
        for (; i < text.Length && char.IsAsciiDigit(text[i]); i++)
            number = Math.Min(number * 10 + text[i] - '0', MaxExponent);
        exponent += isNegative ? -number : number;
        return i > first ? i : 0;
    }

    private static double Round(ulong mantissa, bool isMore, long exponent, int precision, int least)
    {
        if (mantissa == 0)
            return 0;
        int length = 64 - System.Numerics.BitOperations.LeadingZeroCount(mantissa);
        long drop = Math.Max(length - precision, least - exponent);
        if (drop > 0)
        {
            if (drop > 64)
                return 0;
            ulong kept = drop == 64 ? 0 : mantissa >> (int)drop;
            ulong half = 1UL << (int)(drop - 1);
            ulong rest = drop == 64 ? mantissa : mantissa & ((1UL << (int)drop) - 1);
            if (rest > half || (rest == half && (isMore || (kept & 1) == 1)))
                kept++;
            mantissa = kept;
            exponent += drop;
        }
        return Math.ScaleB((double)mantissa, (int)Math.Clamp(exponent, -2 * MaxExponent, 2 * MaxExponent));
    }
}
