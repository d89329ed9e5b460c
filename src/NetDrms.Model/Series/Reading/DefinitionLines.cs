using System.Buffers;
using NetDrms.Model.Errors;

namespace NetDrms.Model.Series.Reading;

/// <summary>Cuts a text into its tag lines; everything else is blank, a comment, or an error. Spec 02 §1.1.</summary>
internal static class DefinitionLines
{
    private static readonly SearchValues<char> s_blanks = SearchValues.Create(" \t\r");

    /// <summary>Makes the line ends <c>\n</c>: the first line end decides, as in the original, which refuses the other two kinds.</summary>
    public static string NormalizeEnds(string text)
    {
        int first = text.AsSpan().IndexOfAny('\n', '\r');
        if (first < 0 || text[first] == '\n')
            return text;
        return first + 1 < text.Length && text[first + 1] == '\n'
            ? text.Replace("\r\n", "\n", StringComparison.Ordinal)
            : text.Replace('\r', '\n');
    }

    /// <summary>Cuts the text; lines without a tag are reported.</summary>
    public static List<DefinitionLine> Cut(string text, DefinitionProblems problems)
    {
        List<DefinitionLine> lines = [];
        int number = 1;
        int start = 0;
        while (start < text.Length)
        {
            int end = LineEnd(text, start);
            if (TryTag(text, start, end, out int tagStart, out int tagEnd, out int colon))
            {
                int last = FieldsEnd(text, colon + 1, end);
                lines.Add(new DefinitionLine(number, start, text[tagStart..tagEnd], tagStart, colon + 1, last, colon > tagEnd));
                number += text.AsSpan(start, last - start).Count('\n');
                end = last;
            }
            else if (tagStart < end && text[tagStart] != '#')
            {
                ReportLine(problems, number, start, tagStart, colon, end);
            }
            number++;
            start = end + 1;
        }
        return lines;
    }

    private static void ReportLine(DefinitionProblems problems, int number, int start, int first, int where, int end)
    {
        DefinitionLine line = new(number, start, "", first, first, end, false);
        problems.Add(ReadingPass.Header, line, first, end - first, new DrmsError(ErrorCode.Syntax, "a line must be a tag with a colon, a comment or blank")
        {
            Hint = "Tags are Seriesname:, Keyword:, Link:, Data: and so on; a comment begins with #.",
            // the original swaps line and column
            ClassicMessage = $"Syntax error in JSOC series descriptor. Expected ':' at line {where - first}, column {number}.",
        });
    }

    // tag line = blanks letters blanks ":" ; without one, colon is the place where it was expected
    private static bool TryTag(string text, int start, int end, out int tagStart, out int tagEnd, out int colon)
    {
        tagStart = SkipBlanks(text, start, end);
        tagEnd = tagStart;
        while (tagEnd < end && char.IsAsciiLetter(text[tagEnd]))
            tagEnd++;
        colon = SkipBlanks(text, tagEnd, end);
        return tagEnd > tagStart && colon < end && text[colon] == ':';
    }

    // A quoted text may run over line ends, but not over the next tag line: there the quote was forgotten.
    private static int FieldsEnd(string text, int position, int end)
    {
        while (position < end)
        {
            position = SkipBlanks(text, position, end);
            if (position < end && text[position] is '"' or '\'')
            {
                int close = FindClose(text, position, ref end);
                if (close < 0)
                    return end;
                position = close + 1;
            }
            int comma = text.AsSpan(position, end - position).IndexOf(',');
            position = comma < 0 ? end : position + comma + 1;
        }
        return end;
    }

    private static int FindClose(string text, int open, ref int end)
    {
        int until = end;
        int from = open + 1;
        while (true)
        {
            int found = FieldScanner.IndexOfClose(text, open, from, until);
            if (found >= 0)
            {
                end = until;
                return found;
            }
            if (until >= text.Length)
                return -1;
            int next = LineEnd(text, until + 1);
            if (TryTag(text, until + 1, next, out _, out _, out _))
                return -1;
            from = until;
            until = next;
        }
    }

    private static int LineEnd(string text, int start)
    {
        int found = start < text.Length ? text.IndexOf('\n', start) : -1;
        return found < 0 ? text.Length : found;
    }

    private static int SkipBlanks(string text, int position, int end)
    {
        int skipped = text.AsSpan(position, end - position).IndexOfAnyExcept(s_blanks);
        return skipped < 0 ? end : position + skipped;
    }
}
