using System.Globalization;

namespace NetDrms.Model.Series.Reading;

/// <summary>Integers of header tags: C's <c>strtol</c> with base 0. Spec 02 §1.1.</summary>
internal static class HeaderNumber
{
    /// <summary>Reads the number at the start of a text.</summary>
    /// <param name="text">The text after the colon.</param>
    /// <param name="value">The number, clamped to 64 bits.</param>
    /// <param name="consumed">Characters used, leading blanks included; 0 when there is no number.</param>
    public static bool TryRead(ReadOnlySpan<char> text, out long value, out int consumed)
    {
        value = 0;
        consumed = 0;
        int i = text.IndexOfAnyExcept(" \t\r");
        if (i < 0)
            return false;
        bool negative = text[i] == '-';
        if (text[i] is '-' or '+')
            i++;
        int numberBase = 10;
        if (i + 2 < text.Length && text[i] == '0' && text[i + 1] is 'x' or 'X' && char.IsAsciiHexDigit(text[i + 2]))
            (numberBase, i) = (16, i + 2);
        else if (i < text.Length && text[i] == '0')
            numberBase = 8;
        int digits = 0;
        Int128 sum = 0;
        for (; i < text.Length && DigitOf(text[i]) is int digit && digit < numberBase; i++, digits++)
            sum = Int128.Min((sum * numberBase) + digit, long.MaxValue);
        value = (long)(negative ? -sum : sum);
        consumed = digits == 0 ? 0 : i;
        return digits > 0;
    }

    /// <summary>The number as digits.</summary>
    public static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static int DigitOf(char c) => char.IsAsciiHexDigit(c) ? Convert.ToInt32(c.ToString(), 16) : 99;
}
