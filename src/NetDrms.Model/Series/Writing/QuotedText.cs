using System.Buffers;

namespace NetDrms.Model.Series.Writing;

/// <summary>Texts in quotes, as the reader of definitions takes them. Spec 02 §1.1.</summary>
internal static class QuotedText
{
    private static readonly SearchValues<char> s_wordEnds = SearchValues.Create(" \t\r\n,\"'#");

    /// <summary>A text without escapes: in double quotes; in single ones when it has a double quote; with both kinds the double ones are doubled, which only we read.</summary>
    public static string Of(string text)
    {
        if (!text.Contains('"', StringComparison.Ordinal))
            return $"\"{text}\"";
        return text.Contains('\'', StringComparison.Ordinal) ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : $"'{text}'";
    }

    /// <summary>The default of a string keyword, where a backslash begins an escape.</summary>
    public static string WithEscapes(string text) => Of(text
        .Replace("\\", "\\\\", StringComparison.Ordinal)
        .Replace("\n", "\\n", StringComparison.Ordinal)
        .Replace("\t", "\\t", StringComparison.Ordinal));

    /// <summary>A word as it is, anything else in quotes.</summary>
    public static string WordOrQuoted(string text) => text.Length > 0 && !text.AsSpan().ContainsAny(s_wordEnds) ? text : Of(text);
}
