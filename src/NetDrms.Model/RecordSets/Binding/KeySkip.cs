using NetDrms.Model.Keywords;

namespace NetDrms.Model.RecordSets.Binding;

/// <summary>The <c>@</c> part of a range: only values at start + i · step. Spec 01 §1.8.</summary>
/// <param name="Start">What the steps are counted from.</param>
/// <param name="Step">The step, positive: a longlong, or a double for real keys.</param>
/// <param name="Unit">For index notation on a key without slots: distance of two index numbers, by which differences are divided and rounded; else null.</param>
public sealed record KeySkip(KeyEdge Start, DrmsValue Step, double? Unit);
