using NetDrms.Model.Errors;

namespace NetDrms.Model.RecordSets;

/// <summary>One <c>$(time)</c> of a condition that was replaced by its seconds.</summary>
/// <param name="Start">Where the number begins in the filter's text.</param>
/// <param name="Length">Length of the number.</param>
/// <param name="Source">Where the <c>$(…)</c> stands in the user's text.</param>
public readonly record struct TimeReplacement(int Start, int Length, SourceSpan Source);
