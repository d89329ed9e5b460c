namespace NetDrms.Model.RecordSets.Conditions;

/// <summary>A condition that was checked: one boolean expression over columns of the series table, written anew from its tokens. Spec 01 §2.11.</summary>
public sealed record SqlCondition
{
    /// <summary>The expression as SQL, without parentheses around it; the series table is called <c>t</c>.</summary>
    public required string Sql { get; init; }

    /// <summary>The columns of the series table that it uses, in lower case, each once.</summary>
    public required IReadOnlyList<string> Columns { get; init; }
}
