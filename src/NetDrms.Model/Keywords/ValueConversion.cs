using NetDrms.Model.Time;

namespace NetDrms.Model.Keywords;

/// <summary>Conversion of scalar values between types. Spec 02 §4.5.</summary>
/// <remarks>
/// Reals are rounded half away from zero. The original adds 0.5 and cuts, which is one off for most negative numbers; a missing
/// longlong becomes NaN, not 0, as a float. Both are bugs by the specification. Like there, the range of an integer type is tested before rounding.
/// </remarks>
public static class ValueConversion
{
    /// <summary>Converts a value.</summary>
    /// <param name="value">The value; a missing one becomes the target's missing value, except that a number as text is its missing value's text.</param>
    /// <param name="target">Type wanted.</param>
    /// <param name="status">How it went; anything below 0 gives the missing value.</param>
    public static DrmsValue Convert(DrmsValue value, DrmsType target, out ConversionStatus status)
    {
        status = ConversionStatus.Exact;
        if (value.Type == target)
            return value;
        if (target == DrmsType.String)
            return DrmsValue.OfString(ValueText.Padded(value));
        if (value.Type == DrmsType.String)
            return OfText(value.AsString, target, out status);
        if (value.IsMissing)
            return DrmsValue.Missing(target);
        if (target.IsInteger())
            return value.Type.IsInteger() ? Narrow(value.AsInteger, target, out status) : Round(value.AsDouble, target, out status);
        if (target == DrmsType.Float)
            return value.Type.IsInteger() ? ToFloat(value.AsInteger, out status) : ToFloat(value.AsDouble, out status);
        double wide = value.Type.IsInteger() ? value.AsInteger : value.AsDouble;
        if (value.Type.IsInteger() && (Int128)wide != value.AsInteger)
            status = ConversionStatus.Inexact;
        return target == DrmsType.Double ? DrmsValue.OfDouble(wide) : DrmsValue.OfTime(wide);
    }

    private static DrmsValue Narrow(long number, DrmsType target, out ConversionStatus status)
    {
        bool fits = target switch
        {
            DrmsType.Char => number is >= sbyte.MinValue and <= sbyte.MaxValue,
            DrmsType.Short => number is >= short.MinValue and <= short.MaxValue,
            DrmsType.Int => number is >= int.MinValue and <= int.MaxValue,
            _ => true,
        };
        status = fits ? ConversionStatus.Exact : ConversionStatus.OutOfRange;
        return fits ? DrmsValue.OfInteger(target, number) : DrmsValue.Missing(target);
    }

    private static DrmsValue Round(double number, DrmsType target, out ConversionStatus status)
    {
        (double least, double most) = target switch
        {
            DrmsType.Char => (sbyte.MinValue, sbyte.MaxValue),
            DrmsType.Short => (short.MinValue, short.MaxValue),
            DrmsType.Int => (int.MinValue, (double)int.MaxValue),
            _ => (long.MinValue, 9223372036854774784.0),   // the largest double below 2^63
        };
        if (!(number >= least && number <= most))
        {
            status = ConversionStatus.OutOfRange;
            return DrmsValue.Missing(target);
        }
        double rounded = Math.Round(number, MidpointRounding.AwayFromZero);
        status = rounded == number ? ConversionStatus.Exact : ConversionStatus.Inexact;
        return DrmsValue.OfInteger(target, (long)rounded);
    }

    private static DrmsValue ToFloat(long number, out ConversionStatus status)
    {
        float nearest = number;
        status = (Int128)nearest == number ? ConversionStatus.Exact : ConversionStatus.Inexact;
        return DrmsValue.OfFloat(nearest);
    }

    private static DrmsValue ToFloat(double number, out ConversionStatus status)
    {
        if (Math.Abs(number) > float.MaxValue)
        {
            status = ConversionStatus.OutOfRange;
            return DrmsValue.Missing(DrmsType.Float);
        }
        float nearest = (float)number;
        status = nearest == number ? ConversionStatus.Exact : ConversionStatus.Inexact;
        return DrmsValue.OfFloat(nearest);
    }

    // trailing text is ignored, so that 100% is the number 100
    private static DrmsValue OfText(string text, DrmsType target, out ConversionStatus status)
    {
        status = ConversionStatus.Exact;
        bool isNumber, isOverflow;
        switch (target)
        {
            case DrmsType.Float:
                isNumber = RealText.TryReadFloat(text, out float single, out _, out isOverflow);
                status = Status(isNumber, isOverflow);
                return status == ConversionStatus.Exact ? DrmsValue.OfFloat(single) : DrmsValue.Missing(target);
            case DrmsType.Double:
                isNumber = RealText.TryReadDouble(text, out double real, out _, out isOverflow);
                status = Status(isNumber, isOverflow);
                return status == ConversionStatus.Exact ? DrmsValue.OfDouble(real) : DrmsValue.Missing(target);
            case DrmsType.Time:
                return OfTimeText(text, out status);
            default:
                int bits = target switch { DrmsType.Char => 8, DrmsType.Short => 16, DrmsType.Int => 32, _ => 64 };
                bool fits = IntegerText.TryConvert(text, bits, out long number, out isNumber);
                status = Status(isNumber, isNumber && !fits);
                return fits ? DrmsValue.OfInteger(target, number) : DrmsValue.Missing(target);
        }
    }

    // a length with its unit, or a time; instants before 1977 are refused, as by the original
    private static DrmsValue OfTimeText(string text, out ConversionStatus status)
    {
        if (!TimeInterval.TryRead(text, out double seconds))
            seconds = TimeScanner.TryScan(text, ScanMode.Compatible, out DrmsTime time, out _) ? time.Seconds : -1;
        status = seconds >= 0 ? ConversionStatus.Exact : ConversionStatus.BadString;
        return seconds >= 0 ? DrmsValue.OfTime(seconds) : DrmsValue.Missing(DrmsType.Time);
    }

    private static ConversionStatus Status(bool isNumber, bool isOverflow) =>
        !isNumber ? ConversionStatus.BadString : isOverflow ? ConversionStatus.OutOfRange : ConversionStatus.Exact;
}
