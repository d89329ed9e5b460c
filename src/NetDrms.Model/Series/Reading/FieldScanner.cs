using System.Buffers;

namespace NetDrms.Model.Series.Reading;

/// <summary>Reads the fields of one line, left to right. Spec 02 §1.1.</summary>
/// <remarks>
/// field = quoted | word ; quoted = '"' … '"' | "'" … "'" ; word = run without blank, comma, line feed.
/// A doubled quote inside a quoted text stands for one: the original has no way to write it, and refuses the text.
/// </remarks>
internal ref struct FieldScanner(string text, DefinitionLine line)
{
    private static readonly SearchValues<char> s_wordEnds = SearchValues.Create(" \t\r,\n");

    private readonly string _text = text;
    private readonly int _end = line.End;
    private bool _afterComma = true;

    /// <summary>Index of the next character.</summary>
    public int Position { get; private set; } = line.Fields;

    /// <summary>True when something other than blanks is left.</summary>
    public bool HasMore
    {
        get
        {
            SkipBlanks();
            return Position < _end;
        }
    }

    /// <summary>Reads the next field and the comma behind it.</summary>
    /// <param name="maxLength">Most characters that it may have.</param>
    /// <param name="field">The field; on a fault the characters to point at.</param>
    public FieldFault Next(int maxLength, out Field field)
    {
        SkipBlanks();
        int start = Position;
        field = new Field("", start, Math.Min(1, _end - start), false);
        if (start >= _end)
            return FieldFault.Missing;
        if (!_afterComma)
            return FieldFault.NoComma;
        if (_text[start] is '"' or '\'')
        {
            int close = IndexOfClose(_text, start, start + 1, _end);
            if (close < 0)
            {
                field = new Field("", start, _end - start, true);
                Position = _end;
                return FieldFault.Unclosed;
            }
            Position = close + 1;
            field = new Field(Undouble(_text.AsSpan(start + 1, close - start - 1), _text[start]), start, Position - start, true);
        }
        else
        {
            int length = _text.AsSpan(start, _end - start).IndexOfAny(s_wordEnds);
            Position = length < 0 ? _end : start + length;
            if (Position == start)
                return FieldFault.Empty;
            field = new Field(_text[start..Position], start, Position - start, false);
        }
        SkipBlanks();
        _afterComma = Position < _end && _text[Position] == ',';
        if (field.Value.Length > maxLength)
            return FieldFault.TooLong;
        if (_afterComma)
        {
            Position++;
        }
        else if (Position < _end)
        {
            field = new Field("", Position, 1, false);
            return FieldFault.NoComma;
        }
        return FieldFault.None;
    }

    /// <summary>Finds the quote that closes the one at <paramref name="open"/>, passing over doubled ones; −1 without one.</summary>
    public static int IndexOfClose(string text, int open, int from, int end)
    {
        char quote = text[open];
        while (from < end)
        {
            int found = text.IndexOf(quote, from, end - from);
            if (found < 0)
                return -1;
            if (found + 1 >= end || text[found + 1] != quote)
                return found;
            from = found + 2;
        }
        return -1;
    }

    private void SkipBlanks()
    {
        while (Position < _end && _text[Position] is ' ' or '\t' or '\r' or '\n')
            Position++;
    }

    /// <summary>Takes the doubling of quotes away.</summary>
    public static string Undouble(ReadOnlySpan<char> inner, char quote)
    {
        string value = inner.ToString();
        return inner.Contains(quote) ? value.Replace(new string(quote, 2), new string(quote, 1), StringComparison.Ordinal) : value;
    }
}
