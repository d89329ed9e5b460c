using NetDrms.Model.Keywords;

namespace NetDrms.Model.RecordSets.Binding;

/// <summary>One end of a range.</summary>
/// <param name="Origin">What it is counted from.</param>
/// <param name="Value">The value; for another origin what is added to it: a longlong of slots or numbers, a double, or a time's seconds.</param>
/// <param name="IsIncluded">True if the end belongs to the range.</param>
public sealed record KeyEdge(KeyOrigin Origin, DrmsValue Value, bool IsIncluded);
