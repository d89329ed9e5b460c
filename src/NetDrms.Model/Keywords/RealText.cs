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

    /// <summary>Reads a double as <c>strtod</c> does: decimal, hexadecimal, inf, infinity, nan, nan(…); leading blanks and a sign are taken.</summary>
    /// <param name="text">The text.</param>
    /// <param name="value">The nearest double.</param>
    /// <param name="consumed">Characters used, blanks included; 0 if there is no number.</param>
    /// <param name="isOverflow">True when the number is too large; underflow gives 0 or a denormal.</param>
    public static bool TryReadDouble(ReadOnlySpan<char> text, out double value, out int consumed, out bool isOverflow)
    {
        if (TryReadSpecial(text, 53, -1074, out value, out consumed, out isOverflow))
            return true;
        bool isRead = TryReadDecimal(text, out value, out consumed);
        isOverflow = double.IsInfinity(value);
        return isRead;
    }

    /// <summary>Reads a float as <c>strtof</c> does, rounded once.</summary>
    /// <param name="text">The text.</param>
    /// <param name="value">The nearest float.</param>
    /// <param name="consumed">Characters used, blanks included; 0 if there is no number.</param>
    /// <param name="isOverflow">True when the number is too large.</param>
    public static bool TryReadFloat(ReadOnlySpan<char> text, out float value, out int consumed, out bool isOverflow)
    {
        if (TryReadSpecial(text, 24, -149, out double special, out consumed, out isOverflow))
        {
            value = (float)special;
            isOverflow |= float.IsInfinity(value) && !double.IsInfinity(special);
            return true;
        }
        int start = SkipBlanks(text);
        int length = DecimalLength(text[start..]);
        value = length == 0 ? 0 : float.Parse(text.Slice(start, length), NumberStyles.Float, CultureInfo.InvariantCulture);
        consumed = length == 0 ? 0 : start + length;
        isOverflow = float.IsInfinity(value);
        return length > 0;
    }

    // inf, nan and hexadecimal numbers
    private static bool TryReadSpecial(ReadOnlySpan<char> text, int precision, int least, out double value, out int consumed, out bool isOverflow)
    {
        isOverflow = false;
        value = 0;
        consumed = SkipBlanks(text);
        bool isNegative = consumed < text.Length && text[consumed] == '-';
        if (consumed < text.Length && text[consumed] is '+' or '-')
            consumed++;
        ReadOnlySpan<char> rest = text[consumed..];
        int length = 0;
        if (rest.StartsWith("inf", StringComparison.OrdinalIgnoreCase))
        {
            length = rest.StartsWith("infinity", StringComparison.OrdinalIgnoreCase) ? 8 : 3;
            value = double.PositiveInfinity;
        }
        else if (rest.StartsWith("nan", StringComparison.OrdinalIgnoreCase))
        {
            length = 3 + NanTail(rest[3..]);
            value = Math.CopySign(double.NaN, 1);
        }
        else if (rest.Length > 2 && rest[0] == '0' && rest[1] is 'x' or 'X')
        {
            length = HexReal.Read(rest, precision, least, out value);
            isOverflow = double.IsInfinity(value);
        }
        value = isNegative ? -value : value;
        consumed = length == 0 ? 0 : consumed + length;
        return length > 0;
    }

    // "(" letters, digits and _ ")"
    private static int NanTail(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty || text[0] != '(')
            return 0;
        int i = 1;
        while (i < text.Length && (char.IsAsciiLetterOrDigit(text[i]) || text[i] == '_'))
            i++;
        return i < text.Length && text[i] == ')' ? i + 1 : 0;
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
