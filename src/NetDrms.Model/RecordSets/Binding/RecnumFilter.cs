using NetDrms.Model.Errors;

namespace NetDrms.Model.RecordSets.Binding;

/// <summary>Record numbers, joined by "or"; <c>^</c> and <c>$</c> are those of the whole table. Spec 01 §1.9.</summary>
/// <param name="Span">Where it stands in the user's text.</param>
/// <param name="Tests">The items in written order.</param>
public sealed record RecnumFilter(SourceSpan Span, IReadOnlyList<KeyTest> Tests) : BoundFilter(Span);
