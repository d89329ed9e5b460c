namespace NetDrms.Model.RecordSets.Binding;

/// <summary>What a bound of a key filter is counted from. Spec 01 §2.4.</summary>
public enum KeyOrigin
{
    /// <summary>Nothing: the bound is the value.</summary>
    Value,
    /// <summary><c>^</c>: the smallest value of the key, plus the value.</summary>
    First,
    /// <summary><c>$</c>: the largest value of the key, plus the value.</summary>
    Last,
    /// <summary>The smallest value of the key in the whole table, whatever filters stand to the left.</summary>
    FirstOfTable,
}
