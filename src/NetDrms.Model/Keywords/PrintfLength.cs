namespace NetDrms.Model.Keywords;

/// <summary>Length modifiers of a printf conversion.</summary>
internal enum PrintfLength : byte
{
    None,
    /// <summary><c>hh</c>.</summary>
    Char,
    /// <summary><c>h</c>.</summary>
    Short,
    /// <summary><c>l</c>.</summary>
    Long,
    /// <summary><c>ll</c> (also q).</summary>
    LongLong,
    /// <summary><c>j</c>.</summary>
    Max,
    /// <summary><c>z t L</c>.</summary>
    Other,
}
