using System.Globalization;
using NetDrms.Model.Time;

namespace NetDrms.Model.Keywords;

/// <summary>Value to its plain text (<c>%d</c>, <c>%.9g</c>, <c>%.17g</c>, UTC to whole seconds): defaults in the catalog. Spec 02 §2.2, §4.1.</summary>
public static class ValueText
{
    private static readonly KeywordFormat s_float = KeywordFormat.Parse(DrmsType.Float, "%.9g", "");
    private static readonly KeywordFormat s_double = KeywordFormat.Parse(DrmsType.Double, "%.17g", "");
    private static readonly KeywordFormat s_paddedFloat = KeywordFormat.Parse(DrmsType.Float, "%15.9g", "");
    private static readonly KeywordFormat s_paddedDouble = KeywordFormat.Parse(DrmsType.Double, "%24.17g", "");

    /// <summary>The plain text, from which the value can be read back (times lose the fraction of a second); NaN is <c>nan</c>.</summary>
    public static string Plain(DrmsValue value) => value.Type switch
    {
        DrmsType.Float => s_float.Print(value),
        DrmsType.Double => s_double.Print(value),
        DrmsType.Time => TimeFormatter.Format(value.AsTime, "UTC", 0),
        DrmsType.String => value.AsString,
        _ => value.AsInteger.ToString(CultureInfo.InvariantCulture),
    };

    /// <summary>The text that the original's <c>drms_getkey_string</c> gives: reals right-justified (<c>%15.9g</c>, <c>%24.17g</c>), times in TAI.</summary>
    public static string Padded(DrmsValue value) => value.Type switch
    {
        DrmsType.Float => s_paddedFloat.Print(value),
        DrmsType.Double => s_paddedDouble.Print(value),
        DrmsType.Time => TimeFormatter.Format(value.AsTime, "TAI", 0),
        _ => Plain(value),
    };
}
