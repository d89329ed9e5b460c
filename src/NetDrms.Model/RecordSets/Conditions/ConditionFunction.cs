namespace NetDrms.Model.RecordSets.Conditions;

/// <summary>A function that a condition may call.</summary>
/// <param name="Name">Name in lower case.</param>
/// <param name="MinArguments">Fewest arguments.</param>
/// <param name="MaxArguments">Most arguments.</param>
/// <param name="Result">What it gives.</param>
internal sealed record ConditionFunction(string Name, int MinArguments, int MaxArguments, ValueKind Result)
{
    /// <summary>True for forms of the language that cannot be written with their schema.</summary>
    public bool IsSyntax { get; init; }
}
