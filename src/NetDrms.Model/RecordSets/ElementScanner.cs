using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using NetDrms.Model.Errors;

namespace NetDrms.Model.RecordSets;

/// <summary>Cuts a text into elements, separators and filters. Spec 01 §1.2–1.5.</summary>
internal ref struct ElementScanner(ReadOnlySpan<char> text)
{
    private const int MaxFilters = 1000;   // "[]" too many are harmless, but each takes memory

    private static readonly SearchValues<char> s_nameEnds = SearchValues.Create(" [{,;#]");

    private static readonly IReadOnlyList<RecordFilter> NoFilters = [];
    private static readonly IReadOnlyList<DrmsError> NoWarnings = [];

    private readonly ReadOnlySpan<char> _text = text;
    private FilterScanner _filters = new(text);
    private int _end;
    private int _at;

    public readonly bool AtEnd => _at >= _end;

    public readonly char Current => _text[_at];

    /// <summary>Drops the white space around the text and looks at its characters.</summary>
    public bool TryBegin([NotNullWhen(false)] out DrmsError? error)
    {
        error = null;
        while (_at < _text.Length && IsSpace(_text[_at]))
            _at++;
        _end = _text.Length;
        while (_end > _at && IsSpace(_text[_end - 1]))
            _end--;
        if (_at == _end)
        {
            error = Error("record-set specification is empty", 0, _text.Length, "Write a series and a filter, for example hmi.m_45s[2014.03.01_TAI/1h].");
            return false;
        }
        int odd = _text[_at.._end].IndexOfAnyExceptInRange(' ', '~');
        if (odd >= 0)
            error = Error($"character U+{(int)_text[_at + odd]:X4} is not allowed in a record-set specification", _at + odd, 1, "Only printable ASCII characters are.");
        _filters.SetEnd(_end);
        return error is null;
    }

    // recordset = series { filter } [ seglist ] ;   blanks between the parts
    public bool TryRecordSet(out ScannedElement element, [NotNullWhen(false)] out DrmsError? error)
    {
        element = default;
        int start = _at;
        if (!TryName(out SourceSpan name, out error))
            return false;
        bool endsBehindName = AtEnd;
        SkipBlanks();
        List<RecordFilter>? filters = null;
        List<DrmsError>? warnings = null;
        int offset = 0;
        int last = name.End;
        while (!AtEnd && Current == '[')
        {
            if (!_filters.TryFilter(_at, offset, ref warnings, out RecordFilter? filter, out error))
                return false;
            if (filters?.Count == MaxFilters)
            {
                error = new DrmsError(ErrorCode.Limit, $"a record set has more than {MaxFilters} filters") { Span = filter.Span };
                return false;
            }
            (filters ??= new List<RecordFilter>(1)).Add(filter);
            offset += filter.Text.Length;
            last = _at = filter.Span.End;
            SkipBlanks();
        }
        SegmentSelection? segments = null;
        if (!AtEnd && Current == '{')
        {
            if (!TrySegments(out segments, out error))
                return false;
            last = _at;
        }
        element = new ScannedElement(SourceSpan.Between(start, last), name, filters ?? NoFilters, TextOf(filters, offset) ?? (endsBehindName ? "" : null), segments, warnings ?? NoWarnings);
        return true;
    }

    // Most subsets have one filter, whose text is already there.
    private static string? TextOf(List<RecordFilter>? filters, int length)
    {
        if (filters is null || filters.Count == 1)
            return filters?[0].Text;
        StringBuilder text = new(length);
        foreach (RecordFilter filter in filters)
            text.Append(filter.Text);
        return text.ToString();
    }

    // atfile = "@" path ;   up to a separator, no blanks in it
    public bool TryListPath(out SourceSpan path, [NotNullWhen(false)] out DrmsError? error)
    {
        error = null;
        int start = ++_at;
        int length = _text[_at.._end].IndexOfAny(" ,;#");
        _at = length < 0 ? _end : _at + length;
        path = SourceSpan.Between(start, _at);
        if (path.Length == 0)
            error = Error("a file name must follow \"@\"", start - 1, 1);
        SkipBlanks();
        if (error is null && !AtEnd && Current is not (',' or ';' or '#'))
        {
            error = Error("the name of a record-set list cannot hold blanks", start, _at - start) with
            {
                ClassicMessage = "'@' files containing whitespace are not allowed.",
            };
        }
        return error is null;
    }

    /// <summary>Goes over a delimiter or a comment to the next element, or to the end.</summary>
    // comment = "#" … ( "#" | end ) ;   a closed comment is the separator itself
    public bool TrySeparator([NotNullWhen(false)] out DrmsError? error)
    {
        error = null;
        SkipBlanks();
        if (AtEnd)
            return true;
        if (Current == '#')
        {
            int closing = _text[(_at + 1).._end].IndexOf('#');
            _at = closing < 0 ? _end : _at + closing + 2;
        }
        else if (Current is ',' or ';')
        {
            _at++;
        }
        else
        {
            error = Error($"expected a filter, a segment list or a comma, found \"{Current}\"", _at, 1, "Filters stand before the segment list; record sets are separated by commas.");
            return false;
        }
        SkipBlanks();
        return true;
    }

    // The first character chooses the kind of element; then everything up to a delimiter is the name.
    private bool TryName(out SourceSpan name, [NotNullWhen(false)] out DrmsError? error)
    {
        name = default;
        error = Current switch
        {
            ',' or ';' => Error("a record set is missing before this delimiter", _at, 1),
            '#' => Error("a record set cannot begin with a comment", _at, 1),
            '[' or ']' or '}' => Error("the name of a series must stand here", _at, 1),
            '/' or '.' => Error("files and directories are not read as record sets", _at, _end - _at, "Ingest them into a series first; a list of record sets is named @file."),
            '{' => Foreign(),
            _ => null,
        };
        if (error is not null)
            return false;
        int length = _text[_at.._end].IndexOfAny(s_nameEnds);
        name = new SourceSpan(_at, length < 0 ? _end - _at : length);
        _at = name.End;
        if (AtEnd || Current != ']')
            return true;
        error = Error("\"]\" without \"[\"", _at, 1);
        return false;
    }

    // foreign = "{" ( "prog:…" | "vot:…" | "dsds…" | "ds_mdi…" ) "}" ;   Stanford's former archive and virtual tables
    private readonly DrmsError Foreign()
    {
        ReadOnlySpan<char> inside = _text[(_at + 1).._end].TrimStart(' ');
        if (inside.StartsWith("prog:", StringComparison.OrdinalIgnoreCase) || inside.StartsWith("dsds", StringComparison.OrdinalIgnoreCase) || inside.StartsWith("ds_mdi", StringComparison.OrdinalIgnoreCase))
            return Error("data sets of the former DSDS archive are not supported", _at, _end - _at);
        if (inside.StartsWith("vot:", StringComparison.OrdinalIgnoreCase))
            return Error("virtual tables are not supported", _at, _end - _at);
        return Error("a record set cannot begin with \"{\"", _at, 1, "Segment names in braces stand behind the filters.") with
        {
            ClassicMessage = "Unexpected record-set specification within curly brackets.",
        };
    }

    // seglist = "{" name { ("," | ";" | ":" | " ") name } "}" ;
    private bool TrySegments(out SegmentSelection? segments, [NotNullWhen(false)] out DrmsError? error)
    {
        segments = null;
        error = null;
        int start = _at;
        int closing = _text[_at.._end].IndexOf('}');
        if (closing < 0)
        {
            error = Error("\"}\" is missing behind the segment list", start, _end - start);
            return false;
        }
        _at += closing + 1;
        ReadOnlySpan<char> inside = _text[(start + 1)..(_at - 1)];
        List<string> names = [];
        int item = 0;
        bool afterDelimiter = false;
        for (int i = 0; i <= inside.Length; i++)
        {
            char c = i < inside.Length ? inside[i] : '\0';
            if (c is not ('\0' or ',' or ';' or ':' or ' '))
                continue;
            if (i > item)
                names.Add(inside[item..i].ToString());
            else if (c is ',' or ';' or ':' ? afterDelimiter || names.Count == 0 : c == '\0' && afterDelimiter)
                error ??= Error("the name of a segment is missing", start + 1 + i, c == '\0' ? 0 : 1);
            afterDelimiter = c is ',' or ';' or ':' || (c == ' ' && i == item && afterDelimiter);
            item = i + 1;
        }
        int odd = inside.IndexOfAny("{[]#");
        if (odd >= 0)
            error ??= Error($"\"{inside[odd]}\" cannot stand in the name of a segment", start + 1 + odd, 1);
        if (error is not null)
            return false;
        segments = new SegmentSelection
        {
            Names = names,
            Text = _text[start.._at].ToString().Replace(" ", "", StringComparison.Ordinal),
            Span = SourceSpan.Between(start, _at),
        };
        return true;
    }

    private void SkipBlanks()
    {
        while (_at < _end && _text[_at] == ' ')
            _at++;
    }

    private static bool IsSpace(char c) => c is ' ' or (>= '\t' and <= '\r');

    private static DrmsError Error(string message, int start, int length, string? hint = null) =>
        new(ErrorCode.Syntax, message) { Span = new SourceSpan(start, length), Hint = hint };
}
