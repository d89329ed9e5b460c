namespace NetDrms.Model.Keywords;

/// <summary>The warnings about a keyword's format at the creation of a series. Spec 02 §1.3.</summary>
internal static class FormatCheck
{
    private const string LongIsDangerous =
        "Using format length modifier 'l' is dangerous; on 32-bit machines, a 32-bit value is expected, but on 64-bit machines, a 64-bit value is expected.";
    private const string NoUnicode = "Format 'ls' implies the string argument is Unicode - DRMS does not support Unicode strings.";

    /// <summary>All lines, in the original's order; empty if the format is right.</summary>
    public static IReadOnlyList<string> Warnings(DrmsType type, string format, string keyword)
    {
        List<string> lines = [];
        bool isRight = type == DrmsType.Time
            ? KeywordFormat.LeadingInteger(format) is >= -9 and <= 9
            : IsRight(type, format, lines);
        if (!isRight)
            lines.Add($"WARNING: The format specified '{format}' is incompatible with the data type '{type.Name()}' of keyword '{keyword}'.");
        return lines;
    }

    private static bool IsRight(DrmsType type, string format, List<string> notes)
    {
        int count = 0;
        PrintfDirective only = default;
        for (int i = 0; i < format.Length;)
        {
            if (format[i] != '%')
            {
                i++;
                continue;
            }
            i += PrintfDirective.Read(format.AsSpan(i), out PrintfDirective directive);
            if (directive.Conversion == '%')
                continue;
            count++;
            only = directive;
        }
        if (count != 1)
        {
            notes.Add(count == 0 ? "No format specifier found." : $"Too many format specifiers in '{format}'.  There should be one only.");
            return false;
        }
        if (only.Length == PrintfLength.Long)
            notes.Add(only.Conversion == 's' ? NoUnicode : LongIsDangerous);
        return type switch
        {
            DrmsType.String => only is { Conversion: 's', Length: PrintfLength.None },
            DrmsType.Float or DrmsType.Double => only.IsReal && only.Length != PrintfLength.Long,
            _ => only.Conversion is 'd' or 'i' or 'o' or 'x' or 'X' && Fits(type, only.Length),
        };
    }

    private static bool Fits(DrmsType type, PrintfLength length) => type switch
    {
        DrmsType.Char => length is PrintfLength.None or PrintfLength.Char or PrintfLength.Short or PrintfLength.LongLong,
        DrmsType.Short => length is PrintfLength.None or PrintfLength.Short or PrintfLength.LongLong,
        DrmsType.Int => length is PrintfLength.None or PrintfLength.LongLong or PrintfLength.Max,
        _ => length is PrintfLength.LongLong or PrintfLength.Max,
    };
}
