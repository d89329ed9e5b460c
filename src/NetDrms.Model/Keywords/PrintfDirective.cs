namespace NetDrms.Model.Keywords;

/// <summary>One conversion of a printf format, <c>%-8.3f</c>.</summary>
/// <param name="Conversion">The letter; NUL when the text is no conversion.</param>
/// <param name="Flags">Flags.</param>
/// <param name="Width">Least number of bytes.</param>
/// <param name="Precision">Precision, or −1 when there is none.</param>
/// <param name="Length">Length modifier.</param>
internal readonly record struct PrintfDirective(char Conversion, PrintfFlags Flags, int Width, int Precision, PrintfLength Length)
{
    /// <summary>Largest width and precision; larger ones count as this one.</summary>
    public const int MaxWidth = 4095;

    public bool Has(PrintfFlags flag) => (Flags & flag) != 0;

    public bool IsInteger => Conversion is 'd' or 'i' or 'o' or 'u' or 'x' or 'X' or 'p';

    public bool IsReal => Conversion is 'f' or 'F' or 'e' or 'E' or 'g' or 'G' or 'a' or 'A';

    /// <summary>Reads the conversion at the start of a text that begins with <c>%</c>.</summary>
    /// <returns>Characters used; up to the end of the text when it is cut off.</returns>
    public static int Read(ReadOnlySpan<char> text, out PrintfDirective directive)
    {
        PrintfFlags flags = PrintfFlags.None;
        int i = 1;
        for (; i < text.Length; i++)
        {
            PrintfFlags? flag = text[i] switch
            {
                '-' => PrintfFlags.Left,
                '+' => PrintfFlags.Plus,
                ' ' => PrintfFlags.Blank,
                '0' => PrintfFlags.Zero,
                '#' => PrintfFlags.Alternate,
                '\'' or 'I' => PrintfFlags.None,   // grouping and digits of the locale: nothing in the C locale
                _ => null,
            };
            if (flag is null)
                break;
            flags |= flag.Value;
        }
        i += ReadNumber(text[i..], out int width);
        int precision = -1;
        if (i < text.Length && text[i] == '.')
            i += 1 + ReadNumber(text[(i + 1)..], out precision);
        i += ReadLength(text[i..], out PrintfLength length);
        char conversion = i < text.Length ? text[i] : '\0';
        directive = new PrintfDirective(conversion switch { 'S' => 's', 'C' => 'c', _ => conversion }, flags, width, precision, length);
        return Math.Min(i + 1, text.Length);
    }

    // digits, or * for an argument that nobody gives
    private static int ReadNumber(ReadOnlySpan<char> text, out int number)
    {
        number = 0;
        if (text.Length > 0 && text[0] == '*')
            return 1;
        int i = 0;
        for (; i < text.Length && char.IsAsciiDigit(text[i]); i++)
            number = Math.Min(number * 10 + text[i] - '0', MaxWidth);
        return i;
    }

    private static int ReadLength(ReadOnlySpan<char> text, out PrintfLength length)
    {
        (length, int used) = text switch
        {
            ['h', 'h', ..] => (PrintfLength.Char, 2),
            ['h', ..] => (PrintfLength.Short, 1),
            ['l', 'l', ..] => (PrintfLength.LongLong, 2),
            ['q', ..] => (PrintfLength.LongLong, 1),
            ['l', ..] => (PrintfLength.Long, 1),
            ['j', ..] => (PrintfLength.Max, 1),
            ['z' or 't' or 'L', ..] => (PrintfLength.Other, 1),
            _ => (PrintfLength.None, 0),
        };
        return used;
    }
}
