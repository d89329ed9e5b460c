using NetDrms.Model.Errors;

namespace NetDrms.Model.RecordSets;

/// <summary>One bracketed filter as the splitter sees it: its kind and its text. Spec 01 §1.1, §1.6.</summary>
public sealed record RecordFilter
{
    /// <summary>What it is.</summary>
    public required RecordFilterKind Kind { get; init; }

    /// <summary>Its text with the brackets; blanks inside are kept, <c>$(time)</c> is replaced.</summary>
    public required string Text { get; init; }

    /// <summary>Where it stands in the user's text, brackets included.</summary>
    public required SourceSpan Span { get; init; }

    /// <summary>Where it begins in <see cref="RecordSetElement.FilterText"/>.</summary>
    public int Offset { get; init; }

    /// <summary>The times that were replaced, in order.</summary>
    public IReadOnlyList<TimeReplacement> Times { get; init; } = [];

    /// <summary>True for <c>[]</c>, also with blanks inside.</summary>
    public bool IsEmpty => Kind == RecordFilterKind.Key && Text.AsSpan(1, Text.Length - 2).IndexOfAnyExcept(' ') < 0;

    /// <summary>The SQL of a condition, without brackets and marks.</summary>
    public ReadOnlySpan<char> Sql => Kind is RecordFilterKind.Condition or RecordFilterKind.AllVersionsCondition ? Text.AsSpan(2, Text.Length - 4) : default;

    /// <summary>Translates a stretch of <see cref="Text"/> to the user's text; a replaced time counts as a whole.</summary>
    public SourceSpan ToSource(int start, int length) =>
        SourceSpan.Between(SourceIndex(start, atEnd: false), Math.Max(SourceIndex(start, atEnd: false), SourceIndex(start + length, atEnd: true)));

    private int SourceIndex(int index, bool atEnd)
    {
        int shift = Span.Start;
        foreach (TimeReplacement time in Times)
        {
            if (index < time.Start || (index == time.Start && atEnd))
                break;
            if (index < time.Start + time.Length)
                return atEnd ? time.Source.End : time.Source.Start;
            shift = time.Source.End - (time.Start + time.Length);
        }
        return index + shift;
    }
}
