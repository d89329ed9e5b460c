using NetDrms.Model.Errors;

namespace NetDrms.Model.RecordSets.Binding;

/// <summary>A place in the text of a filter, with what error messages need: the original quotes the rest of all filters.</summary>
internal ref struct FilterCursor
{
    private const int LongestQuote = 500;
    private const int LongestNumber = 1000;

    private readonly RecordFilter _filter;

    public FilterCursor(RecordSetElement element, RecordFilter filter)
    {
        _filter = filter;
        Text = element.FilterText;
        At = filter.Offset + 1;
        End = filter.Offset + filter.Text.Length - 1;
    }

    /// <summary>All filters of the subset.</summary>
    public ReadOnlySpan<char> Text { get; }

    /// <summary>Index of the closing bracket of this filter.</summary>
    public int End { get; }

    public int At { get; set; }

    /// <summary>The current character; the closing bracket at the end.</summary>
    public readonly char Current => Text[At];

    /// <summary>The filter from here up to its closing bracket.</summary>
    public readonly ReadOnlySpan<char> Rest => Text[At..End];

    public readonly SourceSpan FilterSpan => _filter.Span;

    public void SkipBlanks()
    {
        while (At < End && Text[At] == ' ')
            At++;
    }

    /// <summary>What a number at a place may consist of: readers quote it all in their messages, which must not take the length of a long list each time.</summary>
    public readonly ReadOnlySpan<char> Window(int at) => Text[at..Math.Min(Text.Length, at + LongestNumber)];

    /// <summary>The text from a place on, as the original's messages quote it.</summary>
    public readonly string Quote(int at) => Text[at..Math.Min(Text.Length, at + LongestQuote)].ToString();

    /// <summary>The original's line about a filter that goes on where it should end.</summary>
    public readonly string ShouldEnd(int at) => $"Syntax error: Record_set_filter should end in ']', found '{Text[at - 1]}' then '{Quote(at)}'";

    /// <summary>An error about the text between two places.</summary>
    public readonly DrmsError Error(string message, int start, int end, string? classic = null, string? hint = null) => new(ErrorCode.Syntax, message)
    {
        Span = SourceSpan.Between(_filter.Span.Start + start - _filter.Offset, _filter.Span.Start + Math.Max(start, end) - _filter.Offset),
        ClassicMessage = classic,
        Hint = hint,
    };

    /// <summary>The error for what stands behind a value and does not belong there.</summary>
    public readonly DrmsError Junk(string expected, string? hint = null) =>
        Error($"expected {expected}, found \"{Shorten(Rest)}\"", At, End, ShouldEnd(At), hint);

    public static string Shorten(ReadOnlySpan<char> text) => text.Length > 40 ? string.Concat(text[..40], "…") : text.Length == 0 ? "]" : text.ToString();
}
