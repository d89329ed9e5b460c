namespace NetDrms.Model.Series.Reading;

/// <summary>Why a field cannot be read.</summary>
internal enum FieldFault
{
    /// <summary>It can.</summary>
    None,
    /// <summary>The line ends before it.</summary>
    Missing,
    /// <summary>Nothing stands between two commas, or between two quotes where that is no value.</summary>
    Empty,
    /// <summary>Something other than a comma follows it.</summary>
    NoComma,
    /// <summary>It is longer than the field may be.</summary>
    TooLong,
    /// <summary>Its quote is not closed.</summary>
    Unclosed,
}
