using System.Globalization;

namespace NetDrms.Model.RecordSets.Binding;

/// <summary>Finds the decimal number at the start of a text.</summary>
internal static class RealScanner
{
    // real = [ blanks ] [ sign ] ( digits [ "." [ digits ] ] | "." digits ) [ "e" [ sign ] digits ] ;
    public static bool TryScan(ReadOnlySpan<char> text, out double value, out int length)
    {
        value = 0;
        length = 0;
        while (length < text.Length && text[length] == ' ')
            length++;
        if (length < text.Length && text[length] is '+' or '-')
            length++;
        int start = length;
        length = Digits(text, length);
        int digits = length - start;
        if (length < text.Length && text[length] == '.')
        {
            int behind = Digits(text, length + 1);
            digits += behind - length - 1;
            length = behind;
        }
        if (digits == 0)
        {
            length = 0;
            return false;
        }
        if (length < text.Length && text[length] is 'e' or 'E')
        {
            int exponent = length + 1 < text.Length && text[length + 1] is '+' or '-' ? length + 2 : length + 1;
            int behind = Digits(text, exponent);
            length = behind > exponent ? behind : length;
        }
        return double.TryParse(text[..length], NumberStyles.Float, CultureInfo.InvariantCulture, out value);
    }

    private static int Digits(ReadOnlySpan<char> text, int at)
    {
        while (at < text.Length && char.IsAsciiDigit(text[at]))
            at++;
        return at;
    }
}
