using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using NetDrms.Model.Errors;
using NetDrms.Model.Keywords;

namespace NetDrms.Model.RecordSets.Binding;

/// <summary>Reads lists of record or slot numbers, <c>#…</c>. Spec 01 §1.3, §1.9.</summary>
internal ref struct IndexSetReader(FilterCursor cursor)
{
    private FilterCursor _cursor = cursor;

    // "[" ":" indexset sp "]"
    public bool TryRecnums([NotNullWhen(true)] out IReadOnlyList<KeyTest>? tests, [NotNullWhen(false)] out DrmsError? error)
    {
        _cursor.At++;
        return TryRead(IndexScale.Identity, out tests, out error);
    }

    // indexset = indexitem { "," indexitem } ;
    public bool TryRead(in IndexScale scale, [NotNullWhen(true)] out IReadOnlyList<KeyTest>? tests, [NotNullWhen(false)] out DrmsError? error)
    {
        tests = null;
        List<KeyTest> list = [];
        int values = 0;
        int ranges = 0;
        while (true)
        {
            if (!TryItem(scale, out KeyTest? test, out error))
                return false;
            list.Add(test);
            if (!TestLimits.HasRoom(test, ref values, ref ranges))
            {
                error = TestLimits.Exceeded(_cursor.FilterSpan);
                return false;
            }
            if (_cursor.Current != ',')
                break;
            _cursor.At++;
        }
        _cursor.SkipBlanks();
        if (_cursor.At < _cursor.End)
        {
            error = _cursor.Junk("\",\" or \"]\" behind the number", "Ranges are written #3-#9, #3/5 or #3-#9@2.");
            return false;
        }
        tests = list;
        return true;
    }

    // indexitem = "#" ( "^" | "$" | int | int "-#" [ int ] [ "@" int ] | "-#" [ int ] [ "@" int ] | int "/" int [ "@" int ] ) ;
    private bool TryItem(in IndexScale scale, [NotNullWhen(true)] out KeyTest? test, [NotNullWhen(false)] out DrmsError? error)
    {
        test = null;
        error = null;
        int start = _cursor.At;
        if (_cursor.Current != '#')
        {
            error = _cursor.Error("expected \"#\" and a number", start, start + 1,
                $"Syntax Error: Index set must start with '#', found '{_cursor.Current}', then '{_cursor.Quote(Math.Min(start + 1, _cursor.Text.Length))}'.",
                "Record numbers are written [:#123], [:#1-#9] or [:#1,#5]; no blank may stand before \"#\".");
            return false;
        }
        _cursor.At++;
        if (_cursor.Current is '^' or '$')
        {
            test = new KeyTest { Kind = _cursor.Current == '^' ? KeyTestKind.First : KeyTestKind.Last };
            _cursor.At++;
            return true;
        }
        _cursor.SkipBlanks();
        long? from = null;
        if (_cursor.Current != '-')
        {
            if (!TryNumber(out long number, out error))
                return false;
            from = number;
        }
        return TryRange(scale, from, out test, out error);
    }

    private bool TryRange(in IndexScale scale, long? from, [NotNullWhen(true)] out KeyTest? test, [NotNullWhen(false)] out DrmsError? error)
    {
        test = null;
        error = null;
        long? to = null;
        bool isRange = false;
        bool isCount = false;
        if (_cursor.Current == '-')
        {
            int dash = _cursor.At++;
            _cursor.SkipBlanks();
            if (_cursor.Current != '#')
            {
                _cursor.At = dash;
                error = _cursor.Junk("\"-#\" between two numbers", "A range is written #3-#9.");
                return false;
            }
            isRange = true;
            _cursor.At++;
            _cursor.SkipBlanks();
            if (_cursor.Current is not (']' or ',' or '@'))
            {
                if (!TryNumber(out long number, out error))
                    return false;
                to = number;
            }
        }
        else if (_cursor.Current == '/')
        {
            isRange = isCount = true;
            _cursor.At++;
            _cursor.SkipBlanks();
            if (!TryNumber(out long count, out error))
                return false;
            to = count;
        }
        long? skip = null;
        if (isRange && _cursor.Current == '@')
        {
            int at = _cursor.At++;
            _cursor.SkipBlanks();
            if (!TryNumber(out long step, out error))
                return false;
            if (step <= 0)
            {
                error = _cursor.Error("the skip behind \"@\" must be at least 1", at, _cursor.At);
                return false;
            }
            skip = step;
        }
        test = !isRange ? scale.Value(from!.Value) : isCount ? scale.Extent(from!.Value, to!.Value, skip) : scale.Range(from, to, skip);
        return true;
    }

    private bool TryNumber(out long number, [NotNullWhen(false)] out DrmsError? error)
    {
        ReadOnlySpan<char> rest = _cursor.Rest;
        int length = rest.Length > 0 && rest[0] == '+' ? 1 : 0;
        while (length < rest.Length && char.IsAsciiDigit(rest[length]))
            length++;
        if (long.TryParse(rest[..length], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number))
        {
            _cursor.At += length;
            error = null;
            return true;
        }
        error = _cursor.Error(length > 1 ? $"number {rest[..length]} is too large" : $"expected a number behind \"#\", found \"{FilterCursor.Shorten(rest)}\"", _cursor.At, _cursor.At + Math.Max(1, length),
            $"Syntax Error: Expected integer start in index range, found '{_cursor.Quote(_cursor.At)}'.",
            rest.Length > 0 && rest[0] == '-' ? "A negative slot number is written [KEY_index=-5]." : null);
        return false;
    }
}
