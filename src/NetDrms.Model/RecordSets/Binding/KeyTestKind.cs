namespace NetDrms.Model.RecordSets.Binding;

/// <summary>Kinds of <see cref="KeyTest"/>.</summary>
public enum KeyTestKind
{
    /// <summary>The key equals <see cref="KeyTest.Value"/>.</summary>
    Value,
    /// <summary><c>[^]</c>: the key is the smallest.</summary>
    First,
    /// <summary><c>[$]</c>: the key is the largest.</summary>
    Last,
    /// <summary>The key lies in a range.</summary>
    Range,
}
