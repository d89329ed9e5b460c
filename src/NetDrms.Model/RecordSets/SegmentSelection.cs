using NetDrms.Model.Errors;

namespace NetDrms.Model.RecordSets;

/// <summary>A segment list <c>{a,b}</c>: only these segments are wanted; unknown names are ignored. Spec 01 §1.6.</summary>
public sealed record SegmentSelection
{
    /// <summary>The names as typed, in order; may be empty.</summary>
    public required IReadOnlyList<string> Names { get; init; }

    /// <summary>The text with braces, blanks removed.</summary>
    public required string Text { get; init; }

    /// <summary>Where it stands in the user's text, braces included.</summary>
    public required SourceSpan Span { get; init; }

    /// <summary>Tells whether a segment is wanted.</summary>
    public bool Contains(string segment) => Names.Contains(segment, StringComparer.OrdinalIgnoreCase);

    /// <summary>The canonical text.</summary>
    public override string ToString() => $"{{{string.Join(',', Names)}}}";
}
