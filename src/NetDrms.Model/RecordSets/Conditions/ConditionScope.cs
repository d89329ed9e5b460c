namespace NetDrms.Model.RecordSets.Conditions;

/// <summary>A table that names in an expression may belong to: the series itself, or its alias in a sub-select.</summary>
/// <param name="Alias">Name in the SQL we write.</param>
/// <param name="TypedAlias">Name that the user gave it, or null.</param>
/// <param name="Outer">The scope around it.</param>
internal sealed record ConditionScope(string Alias, string? TypedAlias, ConditionScope? Outer);
