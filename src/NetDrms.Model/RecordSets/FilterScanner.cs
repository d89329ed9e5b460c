using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using NetDrms.Model.Errors;
using NetDrms.Model.Time;

namespace NetDrms.Model.RecordSets;

/// <summary>Finds where a filter ends: brackets inside quotes are text. Spec 01 §1.2, §1.10.</summary>
internal ref struct FilterScanner(ReadOnlySpan<char> text)
{
    /// <summary>Longest condition, in characters. Spec 01 §1.2.</summary>
    public const int MaxCondition = 8192;

    private const int MaxTime = 40;

    private static readonly SearchValues<char> s_nameCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_");

    private readonly ReadOnlySpan<char> _text = text;
    private int _end;

    // From here on no quote of this kind closes any more: keeps texts full of lone quotes linear.
    private int _lastSingle;
    private int _lastDouble;

    public void SetEnd(int end)
    {
        _end = end;
        _lastSingle = _text[..end].LastIndexOf('\'');
        _lastDouble = _text[..end].LastIndexOf('"');
    }

    /// <summary>Reads the filter that begins at a bracket.</summary>
    /// <param name="start">Index of the <c>[</c>.</param>
    /// <param name="offset">Length of the filters before it.</param>
    /// <param name="warnings">Takes unreadable times of conditions.</param>
    /// <param name="filter">The filter.</param>
    /// <param name="error">What is wrong.</param>
    public readonly bool TryFilter(int start, int offset, ref List<DrmsError>? warnings, [NotNullWhen(true)] out RecordFilter? filter, [NotNullWhen(false)] out DrmsError? error)
    {
        char first = start + 1 < _end ? _text[start + 1] : '\0';
        return first is '?' or '!'
            ? TryCondition(start, offset, first, ref warnings, out filter, out error)
            : TryKey(start, offset, out filter, out error);
    }

    // "[?" sql "?]"  |  "[!" sql "!]" ;   quotes protect the end mark and "$("
    private readonly bool TryCondition(
        int start, int offset, char mark, ref List<DrmsError>? warnings, [NotNullWhen(true)] out RecordFilter? filter, [NotNullWhen(false)] out DrmsError? error)
    {
        filter = null;
        StringBuilder? replaced = null;
        List<TimeReplacement>? times = null;
        int copied = start;
        int i = start + 2;
        while (i < _end && !(_text[i] == mark && i + 1 < _end && _text[i + 1] == ']'))
        {
            if (_text[i] is '\'' or '"')
            {
                int closing = Closing(i);
                if (closing < 0)
                {
                    error = Error($"the quote {_text[i]} is not closed", i, _end - i);
                    return false;
                }
                i = closing + 1;
            }
            else if (_text[i] == '$' && i + 1 < _end && _text[i + 1] == '(')
            {
                if (!TryTime(i, ref warnings, out int behind, out string number, out error))
                    return false;
                replaced ??= new StringBuilder();
                replaced.Append(_text[copied..i]);
                (times ??= []).Add(new TimeReplacement(replaced.Length, number.Length, SourceSpan.Between(i, behind)));
                replaced.Append(number);
                copied = i = behind;
            }
            else
            {
                i++;
            }
        }
        if (i >= _end)
        {
            error = Error($"the condition does not end in \"{mark}]\"", start, _end - start);
            return false;
        }
        error = null;
        i += 2;
        string text = replaced is null ? _text[start..i].ToString() : replaced.Append(_text[copied..i]).ToString();
        if (text.Length > MaxCondition + 4)
        {
            error = new DrmsError(ErrorCode.Limit, $"condition of {text.Length - 4} characters is longer than {MaxCondition}") { Span = SourceSpan.Between(start, i) };
            return false;
        }
        filter = new RecordFilter
        {
            Kind = mark == '?' ? RecordFilterKind.Condition : RecordFilterKind.AllVersionsCondition,
            Text = text,
            Span = SourceSpan.Between(start, i),
            Offset = offset,
            Times = times ?? [],
        };
        return true;
    }

    // "$(" time ")" becomes the seconds, as C's %16.6f prints them.
    private readonly bool TryTime(int dollar, ref List<DrmsError>? warnings, out int behind, out string number, [NotNullWhen(false)] out DrmsError? error)
    {
        number = "";
        int length = _text[dollar..Math.Min(_end, dollar + MaxTime + 1)].IndexOf(')');
        behind = dollar + length + 1;
        if (length < 0)
        {
            error = Error($"\")\" is missing within {MaxTime} characters behind \"$(\"", dollar, Math.Min(MaxTime, _end - dollar)) with
            {
                ClassicMessage = $"Time conversion error starting at {_text[dollar..Math.Min(_end, dollar + 200)]}",
            };
            return false;
        }
        error = null;
        ReadOnlySpan<char> time = _text[(dollar + 2)..(behind - 1)];
        bool read = TimeScanner.TryScan(time, ScanMode.Compatible, out DrmsTime value, out int consumed);
        if (!read || time[consumed..].IndexOfAnyExcept(' ') >= 0)
        {
            (warnings ??= []).Add(new DrmsError(ErrorCode.Syntax, read ? $"time \"{time}\" is read up to \"{time[..consumed]}\" only" : $"time \"{time}\" cannot be read; it stands for the missing time")
            {
                Span = SourceSpan.Between(dollar, behind),
            });
        }
        number = (read ? value : DrmsTime.Missing).Seconds.ToString("F6", CultureInfo.InvariantCulture).PadLeft(16);
        return true;
    }

    // Everything up to the "]" outside quotes. A quote counts at the start of a value only: in front, behind a comma or "KEY=",
    // and behind "-" when the value before was quoted; elsewhere it is part of an unquoted string.
    private readonly bool TryKey(int start, int offset, [NotNullWhen(true)] out RecordFilter? filter, [NotNullWhen(false)] out DrmsError? error)
    {
        filter = null;
        error = null;
        bool first = true;
        bool valueStart = true;
        bool afterQuoted = false;
        bool keySeen = false;
        int i = start + 1;
        while (i < _end && _text[i] != ']')
        {
            char c = _text[i];
            if (valueStart && c is '\'' or '"')
            {
                int closing = Closing(i);
                if (closing < 0 && first)
                {
                    error = Error($"the quote {c} is not closed", i, _end - i) with { ClassicMessage = $"End quote '{c}' missing." };
                    return false;
                }
                afterQuoted = closing >= 0;
                i = Math.Max(closing, i);
                (valueStart, first) = (false, false);
            }
            else if (c != ' ')
            {
                bool key = c == '=' && !keySeen && IsName(_text[(start + 1)..i]);
                keySeen |= c is '=' or ',';
                valueStart = c == ',' || key || (c == '-' && afterQuoted);
                afterQuoted = false;
                first = false;
            }
            i++;
        }
        if (i >= _end)
        {
            error = Error("\"]\" is missing behind the filter", start, _end - start);
            return false;
        }
        string text = _text[start..(i + 1)].ToString();
        filter = new RecordFilter
        {
            Kind = text[1] == ':' ? RecordFilterKind.Recnum : RecordFilterKind.Key,
            Text = text,
            Span = new SourceSpan(start, text.Length),
            Offset = offset,
        };
        return true;
    }

    // Index of the quote that closes the one at a place, or −1; a backslash protects the next character.
    private readonly int Closing(int quote)
    {
        char kind = _text[quote];
        int last = kind == '\'' ? _lastSingle : _lastDouble;
        for (int i = quote + 1; i <= last; i++)
        {
            if (_text[i] == '\\')
                i++;
            else if (_text[i] == kind)
                return i;
        }
        return -1;
    }

    private static bool IsName(ReadOnlySpan<char> text)
    {
        text = text.Trim(' ');
        return text.Length > 0 && char.IsAsciiLetter(text[0]) && text.IndexOfAnyExcept(s_nameCharacters) < 0;
    }

    private static DrmsError Error(string message, int start, int length) => new(ErrorCode.Syntax, message) { Span = new SourceSpan(start, length) };
}
