using NetDrms.Model.Errors;

namespace NetDrms.Model.RecordSets;

/// <summary>What <see cref="ElementScanner"/> found; the span of the name points into its text.</summary>
internal readonly record struct ScannedElement(
    SourceSpan Span, SourceSpan Name, IReadOnlyList<RecordFilter> Filters, string? FilterText, SegmentSelection? Segments, IReadOnlyList<DrmsError> Warnings);
