namespace NetDrms.Model.RecordSets;

/// <summary>The kinds of filter, told apart without knowing the series. Spec 01 §1.3.</summary>
public enum RecordFilterKind
{
    /// <summary><c>[…]</c>: values or slot numbers of a prime key; may be empty.</summary>
    Key,
    /// <summary><c>[:#…]</c>: record numbers.</summary>
    Recnum,
    /// <summary><c>[? … ?]</c>: SQL condition on the newest versions.</summary>
    Condition,
    /// <summary><c>[! … !]</c>: SQL condition on all versions.</summary>
    AllVersionsCondition,
}
