namespace NetDrms.Model.RecordSets.Binding;

/// <summary>How the values of a key are read and compared.</summary>
internal enum KeyClass
{
    /// <summary>Scope ts_eq or ts_slot: times and durations, compared as slot numbers.</summary>
    SlottedTime,
    /// <summary>Scope slot: numbers and durations, compared as slot numbers.</summary>
    SlottedNumber,
    /// <summary>Scope carr: degrees, compared as slot numbers.</summary>
    Carrington,
    /// <summary>Scope enum: names, compared by their places in the list.</summary>
    Enumerated,
    /// <summary>Whole numbers, index keys among them.</summary>
    Integer,
    /// <summary>Float and double.</summary>
    Real,
    /// <summary>Times without slots.</summary>
    Time,
    /// <summary>Text.</summary>
    Text,
}
