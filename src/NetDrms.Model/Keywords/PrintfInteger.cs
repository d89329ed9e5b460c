namespace NetDrms.Model.Keywords;

/// <summary>The integer conversions of printf: d i o u x X c.</summary>
internal static class PrintfInteger
{
    /// <summary>Bytes that a number needs without its field: sign or prefix, digits, precision.</summary>
    public static int Size(in PrintfDirective directive) => Math.Max(directive.Width, Math.Max(directive.Precision, 22) + 3);

    /// <summary>Prints a number.</summary>
    /// <param name="text">Gets it.</param>
    /// <param name="value">The number.</param>
    /// <param name="isWide">True for a longlong: without a length modifier its bits are 64, else 32.</param>
    /// <param name="directive">The conversion.</param>
    public static void Write(ref ByteText text, long value, bool isWide, in PrintfDirective directive)
    {
        if (directive.Conversion is 'd' or 'i')
        {
            long cut = directive.Length switch { PrintfLength.Char => (sbyte)value, PrintfLength.Short => (short)value, _ => value };
            string sign = cut < 0 ? "-" : directive.Has(PrintfFlags.Plus) ? "+" : directive.Has(PrintfFlags.Blank) ? " " : "";
            WriteDigits(ref text, cut < 0 ? 0UL - (ulong)cut : (ulong)cut, 10, false, sign, directive);
            return;
        }
        ulong bits = directive.Length switch
        {
            PrintfLength.Char => (byte)value,
            PrintfLength.Short => (ushort)value,
            PrintfLength.None when !isWide => (uint)value,
            _ => (ulong)value,
        };
        bool isUpper = directive.Conversion == 'X';
        uint numberBase = directive.Conversion switch { 'u' => 10u, 'o' => 8u, _ => 16u };
        bool isPrefixed = directive.Conversion == 'p' || (numberBase == 16 && directive.Has(PrintfFlags.Alternate) && bits != 0);
        WriteDigits(ref text, bits, numberBase, isUpper, !isPrefixed ? "" : isUpper ? "0X" : "0x", directive);
    }

    private static void WriteDigits(ref ByteText text, ulong number, uint numberBase, bool isUpper, string prefix, in PrintfDirective directive)
    {
        Span<byte> digits = stackalloc byte[22];
        int start = digits.Length;
        if (numberBase == 10)
        {
            for (ulong rest = number; rest != 0; rest /= 10)
                digits[--start] = (byte)('0' + rest % 10);
        }
        else
        {
            ReadOnlySpan<byte> letters = isUpper ? "0123456789ABCDEF"u8 : "0123456789abcdef"u8;
            int bits = numberBase == 16 ? 4 : 3;
            for (ulong rest = number; rest != 0; rest >>= bits)
                digits[--start] = letters[(int)(rest & (numberBase - 1))];
        }
        int count = digits.Length - start;
        int least = directive.Precision < 0 ? 1 : directive.Precision;
        if (numberBase == 8 && directive.Has(PrintfFlags.Alternate))
            least = Math.Max(least, count + 1);
        int fill = directive.Width - prefix.Length - Math.Max(count, least);
        if (fill > 0 && directive.Has(PrintfFlags.Zero) && !directive.Has(PrintfFlags.Left) && directive.Precision < 0)
        {
            least = Math.Max(count, least) + fill;
            fill = 0;
        }
        if (!directive.Has(PrintfFlags.Left))
            text.Append(' ', fill);
        text.Append(prefix);
        text.Append('0', least - count);
        text.Append(digits[start..]);
        if (directive.Has(PrintfFlags.Left))
            text.Append(' ', fill);
    }
}
