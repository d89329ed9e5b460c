using System.Globalization;
using NetDrms.Fits.Images;
using NetDrms.Model.Keywords;

namespace NetDrms.Fits.Tests.Images;

/// <summary>Pixels as text and back, for comparison with recordings; every NaN is the same.</summary>
internal static class PixelText
{
    public static string[] Of(SegmentArray array) => array.Type switch
    {
        DrmsType.Char => Each<sbyte>(array, v => v.ToString(CultureInfo.InvariantCulture)),
        DrmsType.Short => Each<short>(array, v => v.ToString(CultureInfo.InvariantCulture)),
        DrmsType.Int => Each<int>(array, v => v.ToString(CultureInfo.InvariantCulture)),
        DrmsType.LongLong => Each<long>(array, v => v.ToString(CultureInfo.InvariantCulture)),
        DrmsType.Float => Each<float>(array, Real),
        _ => Each<double>(array, v => Real(v)),
    };

    /// <summary>The recorded text in the form of <see cref="Of"/>.</summary>
    public static string Normal(DrmsType type, string text) =>
        type.IsInteger() ? text
        : text.EndsWith("nan", StringComparison.Ordinal) ? "NaN"
        : type == DrmsType.Float ? Real(float.Parse(text, CultureInfo.InvariantCulture))
        : Real(double.Parse(text, CultureInfo.InvariantCulture));

    private static string Real(float value) => float.IsNaN(value) ? "NaN" : value.ToString("R", CultureInfo.InvariantCulture);

    private static string Real(double value) => double.IsNaN(value) ? "NaN" : value.ToString("R", CultureInfo.InvariantCulture);

    private static string[] Each<T>(SegmentArray array, Func<T, string> text) where T : unmanaged => Array.ConvertAll(array.Pixels<T>().ToArray(), v => text(v));
}
