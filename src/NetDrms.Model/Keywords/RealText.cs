using System.Globalization;

namespace NetDrms.Model.Keywords;

/// <summary>C <c>strtod</c> and <c>strtof</c>: the longest number at the start of a text.</summary>
internal static class RealText
{
    /// <summary>Blank in the sense of C <c>isspace</c>.</summary>
    public static bool IsBlank(char c) => c is ' ' or (>= '\t' and <= '\r');

    /// <summary>Index of the first character that is not blank.</summary>
    public static int SkipBlanks(ReadOnlySpan<char> text)
    {
        int i = 0;
        while (i < text.Length && IsBlank(text[i]))
            i++;
        return i;
    }

    /// <summary>Reads a decimal number (no hexadecimal, inf or nan); leading blanks and a sign are taken.</summary>
    /// <param name="text">The text.</param>
    /// <param name="value">The nearest double; infinite when the number is too large.</param>
    /// <param name="consumed">Characters used, blanks included; 0 if there is no number.</param>
    public static bool TryReadDecimal(ReadOnlySpan<char> text, out double value, out int consumed)
    {
        int start = SkipBlanks(text);
        consumed = DecimalLength(text[start..]);
        value = 0;
        if (consumed == 0)
            return false;
        value = double.Parse(text.Slice(start, consumed), NumberStyles.Float, CultureInfo.InvariantCulture);
        consumed += start;
        return true;
    }

    /// <summary>Length of the decimal number (sign, digits with a point, exponent) that a text begins with, or 0.</summary>
    public static int DecimalLength(ReadOnlySpan<char> text)
    {
        int i = text.Length > 0 && text[0] is '+' or '-' ? 1 : 0;
        int digits = CountDigits(text[i..]);
        i += digits;
        if (i < text.Length && text[i] == '.')
        {
            int fraction = CountDigits(text[(i + 1)..]);
            digits += fraction;
            i += fraction + 1;
        }
        if (digits == 0)
            return 0;
        if (i < text.Length && text[i] is 'e' or 'E')
        {
            int sign = i + 1 < text.Length && text[i + 1] is '+' or '-' ? 1 : 0;
            int exponent = CountDigits(text[(i + 1 + sign)..]);
            if (exponent > 0)
                i += 1 + sign + exponent;
        }
        return i;
    }

    private static int CountDigits(ReadOnlySpan<char> text)
    {
        int i = 0;
        while (i < text.Length && char.IsAsciiDigit(text[i]))
            i++;
        return i;
    }
}
