namespace NetDrms.Drms.Output;

/// <summary>How keyword values are written. Spec 03 §2.2, §2.6.</summary>
public enum ListingValues
{
    /// <summary>By the keyword's format.</summary>
    Formatted,
    /// <summary>So that they read back to the same value.</summary>
    FullPrecision,
    /// <summary>As hexadecimal bit patterns.</summary>
    Hexadecimal,
}
