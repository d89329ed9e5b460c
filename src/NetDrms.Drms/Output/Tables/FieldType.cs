namespace NetDrms.Drms.Output.Tables;

/// <summary>Types of a table's columns.</summary>
public enum FieldType
{
    /// <summary>8-bit signed integer; a keyword of type char.</summary>
    Int8,
    /// <summary>16-bit signed integer.</summary>
    Int16,
    /// <summary>32-bit signed integer.</summary>
    Int32,
    /// <summary>64-bit signed integer.</summary>
    Int64,
    /// <summary>IEEE single.</summary>
    Single,
    /// <summary>IEEE double.</summary>
    Double,
    /// <summary>An instant, held as seconds since 1977.01.01_TAI; how it is written is the <see cref="TimeForm"/>.</summary>
    Time,
    /// <summary>Text.</summary>
    Text,
    /// <summary>Yes or no.</summary>
    Boolean,
}
