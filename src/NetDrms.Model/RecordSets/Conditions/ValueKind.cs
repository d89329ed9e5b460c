namespace NetDrms.Model.RecordSets.Conditions;

/// <summary>What an expression gives, as far as the checker needs to know it.</summary>
internal enum ValueKind
{
    /// <summary>Not known here; PostgreSQL decides.</summary>
    Any,
    Boolean,
    Number,
    Text,
}
