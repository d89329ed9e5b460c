using NetDrms.Model.Errors;
using NetDrms.Model.Keywords;
using NetDrms.Model.Series;

namespace NetDrms.Model.RecordSets.Binding;

/// <summary>Values of a prime key, joined by "or". Spec 01 §1.6.</summary>
/// <param name="Span">Where it stands in the user's text.</param>
/// <param name="Column">The keyword whose column is compared: for a slotted key its index keyword.</param>
/// <param name="Tests">The items in written order.</param>
public sealed record KeyFilter(SourceSpan Span, KeywordDefinition Column, IReadOnlyList<KeyTest> Tests) : BoundFilter(Span)
{
    /// <summary>True when <c>^</c> and <c>$</c> mean the extremes of the whole table: in a list, each item stands for itself. Spec 01 §2.4.</summary>
    public bool IsList => Tests.Count > 1;
}
