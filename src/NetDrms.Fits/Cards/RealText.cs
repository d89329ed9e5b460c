using System.Globalization;

namespace NetDrms.Fits.Cards;

/// <summary>Real numbers as CFITSIO writes them: C's %G with a decimal point always. Spec 02 §8.4.</summary>
internal static class RealText
{
    /// <summary>Digits with which CFITSIO writes doubles of its own.</summary>
    public const int UsualDigits = 15;

    /// <summary>Digits that tell every double from every other.</summary>
    public const int ExactDigits = 17;

    /// <summary>The shorter of both forms that reads back as the same number.</summary>
    public static string RoundTrip(double value)
    {
        string text = Format(value, UsualDigits);
        return double.Parse(text, CultureInfo.InvariantCulture).Equals(value) ? text : Format(value, ExactDigits);
    }

    /// <summary>A number with at most some significant digits, in the form %.{digits}G with a point added: <c>10.</c>, <c>0.5</c>, <c>1.0E+300</c>.</summary>
    /// <param name="value">A finite number.</param>
    /// <param name="digits">1 to 17.</param>
    /// <exception cref="ArgumentOutOfRangeException">FITS has no text for NaN and infinity.</exception>
    public static string Format(double value, int digits)
    {
        if (!double.IsFinite(value))
            throw new ArgumentOutOfRangeException(nameof(value), value, "only finite numbers have a FITS text");
        if (value == 0)
            return double.IsNegative(value) ? "-0." : "0.";
        // d.ddddE±xxx holds the digits that %G chooses its form by
        string scientific = value.ToString("E" + (digits - 1).ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        int e = scientific.IndexOf('E', StringComparison.Ordinal);
        int exponent = int.Parse(scientific.AsSpan(e + 1), CultureInfo.InvariantCulture);
        string sign = scientific[0] == '-' ? "-" : "";
        string mantissa = scientific[sign.Length..e].Replace(".", "", StringComparison.Ordinal).TrimEnd('0');
        if (exponent < -4 || exponent >= digits)
        {
            string fraction = mantissa.Length > 1 ? mantissa[1..] : "0";
            string power = Math.Abs(exponent).ToString("00", CultureInfo.InvariantCulture);
            return $"{sign}{mantissa[0]}.{fraction}E{(exponent < 0 ? '-' : '+')}{power}";
        }
        if (exponent < 0)
            return $"{sign}0.{new string('0', -exponent - 1)}{mantissa}";
        string padded = mantissa.PadRight(exponent + 1, '0');
        return $"{sign}{padded[..(exponent + 1)]}.{padded[(exponent + 1)..]}";
    }
}
