namespace NetDrms.Model.RecordSets.Conditions;

/// <summary>Kinds of token in a condition.</summary>
internal enum ConditionTokenKind
{
    End,
    Name,
    Text,
    Number,
    /// <summary>An operator or a punctuation mark.</summary>
    Mark,
}
