namespace NetDrms.Model.Keywords;

/// <summary>The two ways in which the original reads integers. Spec 02 §4.2, §4.5.</summary>
internal static class IntegerText
{
    /// <summary>Reads a char, short or int: decimal (leading zeros too) or hexadecimal; hexadecimal digits are a bit pattern of the width.</summary>
    /// <param name="text">The text; leading blanks and a sign are taken.</param>
    /// <param name="bits">Width of the type: 8, 16 or 32.</param>
    /// <param name="value">The number.</param>
    /// <param name="consumed">Characters used; 0 when there is no number.</param>
    /// <returns>False when there is no number, or it is out of range.</returns>
    public static bool TryReadNarrow(ReadOnlySpan<char> text, int bits, out long value, out int consumed)
    {
        bool isNumber = TryDigits(text, allowOctal: false, out ulong magnitude, out bool isNegative, out int numberBase, out consumed, out _);
        long limit = 1L << (bits - 1);
        value = isNegative ? unchecked(-(long)magnitude) : unchecked((long)magnitude);
        if (!isNumber)
            return false;
        if (numberBase != 16)
            return magnitude < (ulong)limit || (isNegative && magnitude == (ulong)limit);
        if (magnitude >> bits != 0)
            return false;
        value = value << (64 - bits) >> (64 - bits);
        return true;
    }

    /// <summary>Reads a longlong as <c>strtoll</c> does with base 0: <c>0x</c> hexadecimal, <c>0</c> octal; clamped to the range.</summary>
    /// <param name="text">The text; leading blanks and a sign are taken.</param>
    /// <param name="value">The number, or the nearest one of the type.</param>
    /// <param name="consumed">Characters used; 0 when there is no number.</param>
    /// <param name="isClamped">True when the number was out of range.</param>
    public static bool TryReadLong(ReadOnlySpan<char> text, out long value, out int consumed, out bool isClamped)
    {
        bool isNumber = TryDigits(text, allowOctal: true, out ulong magnitude, out bool isNegative, out _, out consumed, out _);
        isClamped = magnitude > (isNegative ? 1UL << 63 : long.MaxValue);
        value = isClamped ? (isNegative ? long.MinValue : long.MaxValue) : unchecked(isNegative ? -(long)magnitude : (long)magnitude);
        return isNumber;
    }

    /// <summary>Reads an integer of any width for a conversion: base 0, hexadecimal digits are a bit pattern of the width.</summary>
    /// <param name="text">The text; leading blanks and a sign are taken.</param>
    /// <param name="bits">Width of the type.</param>
    /// <param name="value">The number.</param>
    /// <param name="isNumber">False when the text does not begin with a number.</param>
    /// <returns>False when there is no number, or it is out of range.</returns>
    public static bool TryConvert(ReadOnlySpan<char> text, int bits, out long value, out bool isNumber)
    {
        isNumber = TryDigits(text, allowOctal: true, out ulong magnitude, out bool isNegative, out int numberBase, out _, out bool isOverflow);
        ulong limit = 1UL << (bits - 1);
        value = isNegative ? unchecked(-(long)magnitude) : unchecked((long)magnitude);
        if (!isNumber || isOverflow)
            return false;
        if (numberBase != 16)
            return magnitude < limit || (isNegative && magnitude == limit);
        if (bits < 64 && magnitude >> bits != 0)
            return false;
        value = value << (64 - bits) >> (64 - bits);
        return true;
    }

    // [blanks] [sign] digits; a magnitude beyond 64 bits becomes the largest one
    private static bool TryDigits(ReadOnlySpan<char> text, bool allowOctal, out ulong magnitude, out bool isNegative, out int numberBase, out int consumed, out bool isOverflow)
    {
        int at = RealText.SkipBlanks(text);
        isNegative = at < text.Length && text[at] == '-';
        if (at < text.Length && text[at] is '+' or '-')
            at++;
        numberBase = 10;
        if (at + 2 < text.Length && text[at] == '0' && text[at + 1] is 'x' or 'X' && char.IsAsciiHexDigit(text[at + 2]))
        {
            numberBase = 16;
            at += 2;
        }
        else if (allowOctal && at < text.Length && text[at] == '0')
        {
            numberBase = 8;
        }
        magnitude = 0;
        isOverflow = false;
        int start = at;
        for (; at < text.Length && Digit(text[at]) is int digit && digit < numberBase; at++)
        {
            isOverflow |= Math.BigMul(magnitude, (ulong)numberBase, out ulong product) != 0 || product > ulong.MaxValue - (ulong)digit;
            magnitude = isOverflow ? ulong.MaxValue : product + (ulong)digit;
        }
        consumed = at == start ? 0 : at;
        return at > start;
    }

    private static int Digit(char c) => c switch
    {
        >= '0' and <= '9' => c - '0',
        >= 'a' and <= 'f' => c - 'a' + 10,
        >= 'A' and <= 'F' => c - 'A' + 10,
        _ => int.MaxValue,
    };
}
