namespace NetDrms.Model.Keywords;

/// <summary>The conversions a and A of printf: 0x1.8p+1.</summary>
internal static class PrintfHex
{
    private const int MantissaDigits = 13;

    /// <summary>Prints a finite number.</summary>
    public static void Write(ref ByteText text, double value, scoped ReadOnlySpan<char> sign, in PrintfDirective directive)
    {
        bool isUpper = directive.Conversion == 'A';
        long bits = BitConverter.DoubleToInt64Bits(value) & long.MaxValue;
        int exponent = (int)(bits >> 52);
        ulong mantissa = (ulong)bits & 0xF_FFFF_FFFF_FFFF;
        if (exponent != 0)
            mantissa |= 1UL << 52;
        exponent = bits == 0 ? 0 : Math.Max(exponent, 1) - 1023;
        int shown = directive.Precision;
        if (shown is >= 0 and < MantissaDigits)
        {
            int drop = 4 * (MantissaDigits - shown);
            ulong rest = mantissa & ((1UL << drop) - 1);
            ulong half = 1UL << (drop - 1);
            mantissa >>= drop;
            if (rest > half || (rest == half && (mantissa & 1) == 1))
                mantissa++;
            mantissa <<= drop;
        }
        ulong fraction = mantissa & 0xF_FFFF_FFFF_FFFF;
        int exact = fraction == 0 ? 0 : MantissaDigits - System.Numerics.BitOperations.TrailingZeroCount(fraction) / 4;
        if (shown < 0)
            shown = exact;
        bool hasPoint = shown > 0 || directive.Has(PrintfFlags.Alternate);
        int length = 1 + (hasPoint ? 1 : 0) + shown + 2 + DigitsOf(Math.Abs(exponent));
        Span<char> prefix = stackalloc char[3];
        sign.CopyTo(prefix);
        prefix[sign.Length] = '0';
        prefix[sign.Length + 1] = isUpper ? 'X' : 'x';
        prefix = prefix[..(sign.Length + 2)];
        PrintfReal.Begin(ref text, length, prefix, directive);
        text.Append((char)('0' + (int)(mantissa >> 52)));
        if (hasPoint)
            text.Append('.');
        for (int i = 0; i < Math.Min(shown, MantissaDigits); i++)
            text.Append((isUpper ? "0123456789ABCDEF" : "0123456789abcdef")[(int)((fraction >> (4 * (MantissaDigits - 1 - i))) & 15)]);
        text.Append('0', shown - MantissaDigits);
        text.Append(isUpper ? 'P' : 'p');
        text.Append(exponent < 0 ? '-' : '+');
        text.AppendPadded(Math.Abs(exponent), 1);
        PrintfReal.End(ref text, length, prefix, directive);
    }

    private static int DigitsOf(int number) => number < 10 ? 1 : number < 100 ? 2 : number < 1000 ? 3 : 4;
}
