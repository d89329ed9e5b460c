namespace NetDrms.Model.Keywords;

/// <summary>Types of keyword values and pixels; the numbers are those of the original's bin files. Spec 02 §4.1, §5.4.</summary>
public enum DrmsType
{
    /// <summary>8-bit signed.</summary>
    Char = 0,
    /// <summary>16-bit signed.</summary>
    Short = 1,
    /// <summary>32-bit signed.</summary>
    Int = 2,
    /// <summary>64-bit signed.</summary>
    LongLong = 3,
    /// <summary>IEEE single.</summary>
    Float = 4,
    /// <summary>IEEE double.</summary>
    Double = 5,
    /// <summary>Seconds since 1977.01.01_TAI, or an interval in seconds.</summary>
    Time = 6,
    /// <summary>Text.</summary>
    String = 7,
}
