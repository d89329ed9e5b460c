using System.Globalization;
using NetDrms.Model.Keywords;

namespace NetDrms.Model.Time;

/// <summary>Keywords of type time whose unit is an interval hold a length instead of an instant. Spec 01 §3.6.</summary>
public static class TimeInterval
{
    private static readonly (string Word, double Scale)[] s_words =
    [
        ("s", 1), ("secs", 1), ("second", 1), ("seconds", 1),
        ("m", 60), ("min", 60), ("mins", 60), ("minute", 60), ("minutes", 60),
        ("h", 3600), ("hr", 3600), ("hrs", 3600), ("hour", 3600), ("hours", 3600),
        ("d", 86400), ("day", 86400), ("days", 86400),
        ("w", 604800), ("wk", 604800), ("wks", 604800), ("week", 604800), ("weeks", 604800),
        ("hz", 1), ("hertz", 1), ("deg", 1), ("degs", 1), ("degree", 1), ("degrees", 1),
        ("rot", 360), ("rots", 360), ("rotation", 360), ("rotations", 360),
    ];

    private static readonly (string Prefix, double Factor)[] s_prefixes =
    [
        ("yotta", 1e24), ("zetta", 1e21), ("exa", 1e18), ("peta", 1e15), ("tera", 1e12), ("giga", 1e9), ("mega", 1e6), ("kilo", 1e3),
        ("hecto", 1e2), ("deca", 1e1), ("deci", 1e-1), ("centi", 1e-2), ("milli", 1e-3), ("micro", 1e-6), ("nano", 1e-9),
        ("pico", 1e-12), ("femto", 1e-15), ("atto", 1e-18), ("zepto", 1e-21), ("yocto", 1e-24),
    ];

    /// <summary>Tells whether a keyword's unit is an interval, and how many seconds (degrees, hertz) one unit is.</summary>
    /// <param name="unit">The unit field of the definition, for example <c>mins</c>, <c>millisecs</c> or <c>5minutes</c>; in any case.</param>
    /// <param name="scale">Size of one unit.</param>
    public static bool TryGetScale(ReadOnlySpan<char> unit, out double scale)
    {
        scale = 1;
        int number = RealText.DecimalLength(unit);
        if (number > 0)
            scale = double.Parse(unit[..number], NumberStyles.Float, CultureInfo.InvariantCulture);
        ReadOnlySpan<char> word = unit[number..];
        foreach ((string prefix, double factor) in s_prefixes)
        {
            if (word.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
            {
                scale *= factor;
                word = word[prefix.Length..];
                break;
            }
        }
        foreach ((string name, double seconds) in s_words)
        {
            if (word.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                scale *= seconds;
                return double.IsFinite(scale) && scale != 0;
            }
        }
        scale = 0;
        return false;
    }

    /// <summary>Reads a length with its unit, such as <c>1.5h</c> or <c>90secs</c>, that is the whole text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="seconds">The length.</param>
    public static bool TryRead(ReadOnlySpan<char> text, out double seconds)
    {
        text = text.Trim();
        seconds = 0;
        if (!RealText.TryReadDecimal(text, out double number, out int consumed) || !TryGetScale(text[consumed..].TrimStart(), out double scale))
            return false;
        seconds = number * scale;
        return double.IsFinite(seconds);
    }
}
