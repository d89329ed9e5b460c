using NetDrms.Model.Errors;
using NetDrms.Model.RecordSets.Conditions;

namespace NetDrms.Model.RecordSets.Binding;

/// <summary>A checked SQL condition. Spec 01 §1.10.</summary>
/// <param name="Span">Where it stands in the user's text.</param>
/// <param name="Condition">The condition.</param>
/// <param name="IsAllVersions">True for <c>[! … !]</c>.</param>
public sealed record ConditionFilter(SourceSpan Span, SqlCondition Condition, bool IsAllVersions) : BoundFilter(Span);
