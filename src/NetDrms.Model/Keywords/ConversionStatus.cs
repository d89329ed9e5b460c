namespace NetDrms.Model.Keywords;

/// <summary>Outcome of a conversion; the numbers are the original's. Spec 02 §4.5.</summary>
public enum ConversionStatus
{
    /// <summary>A text that is no value of the target.</summary>
    BadString = -2,
    /// <summary>Out of the target's range; the result is missing.</summary>
    OutOfRange = -1,
    /// <summary>The same value.</summary>
    Exact = 0,
    /// <summary>The nearest value.</summary>
    Inexact = 1,
}
