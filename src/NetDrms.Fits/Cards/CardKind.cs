namespace NetDrms.Fits.Cards;

/// <summary>What stands in the value field of a header card. FITS standard 4.0 §4.2.</summary>
public enum CardKind
{
    /// <summary>No value indicator: COMMENT, HISTORY, blank keyword, or any other text.</summary>
    Commentary,
    /// <summary>Quoted text, CONTINUE cards joined.</summary>
    Text,
    /// <summary>T or F.</summary>
    Logical,
    /// <summary>A whole number that fits 64 bits.</summary>
    Integer,
    /// <summary>Any other number; exponents with E or D.</summary>
    Real,
    /// <summary>A pair of numbers in parentheses.</summary>
    Complex,
    /// <summary>An empty value field.</summary>
    Undefined,
    /// <summary>A value that follows no rule of the standard.</summary>
    Unreadable,
}
