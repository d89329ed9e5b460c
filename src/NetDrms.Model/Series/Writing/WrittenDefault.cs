using System.Globalization;
using NetDrms.Model.Keywords;
using NetDrms.Model.Time;

namespace NetDrms.Model.Series.Writing;

/// <summary>Defaults as text that reads back to the same value: as the original prints it, if that does, else in full. Spec 02 §1.9.</summary>
internal static class WrittenDefault
{
    /// <summary>Most decimals that the seconds of a time are tried with.</summary>
    private const int MostDecimals = 6;

    /// <summary>Neighbouring numbers that are tried when the exact one does not read back.</summary>
    private const int Neighbours = 8;

    private const double SecondsADay = 86400;

    /// <summary>The default field of a keyword line.</summary>
    public static string Of(KeywordDefinition keyword)
    {
        if (keyword.Type == DrmsType.String)
            return QuotedText.WithEscapes(keyword.Default.AsString);
        bool isInterval = keyword.Type == DrmsType.Time && TimeInterval.TryGetScale(keyword.Unit, out _);
        string classic = keyword.Type == DrmsType.Time && !isInterval ? ClassicTime(keyword) : WithSignOfNan(KeywordFormat.Parse(keyword.Type, keyword.Format, keyword.Unit).Print(keyword.Default), keyword.Default);
        if (IsField(classic) && ReadsBack(keyword, classic.Trim()))
            return classic;
        return keyword.Type switch
        {
            DrmsType.Time when isInterval => Interval(keyword),
            DrmsType.Time => Time(keyword),
            DrmsType.Float => Real(keyword.Default.AsDouble, ((float)keyword.Default.AsDouble).ToString("R", CultureInfo.InvariantCulture)),
            DrmsType.Double => Real(keyword.Default.AsDouble, keyword.Default.AsDouble.ToString("R", CultureInfo.InvariantCulture)),
            _ => keyword.Default.AsInteger.ToString(CultureInfo.InvariantCulture),
        };
    }

    /// <summary>bzero or bscale of a segment line: six decimals, or as many as it needs.</summary>
    public static string Scaling(double value)
    {
        string classic = value.ToString("F6", CultureInfo.InvariantCulture);
        return double.Parse(classic, CultureInfo.InvariantCulture).Equals(value) ? classic : Real(value, value.ToString("R", CultureInfo.InvariantCulture));
    }

    // zone of the unit, UTC without one; precision = leading integer of the format
    private static string ClassicTime(KeywordDefinition keyword)
    {
        string zone = keyword.Unit.Length == 0 || keyword.Unit.Equals("none", StringComparison.OrdinalIgnoreCase) ? "UTC" : keyword.Unit;
        ReadOnlySpan<char> format = keyword.Format.AsSpan().Trim();
        int sign = format.StartsWith('-') ? -1 : 1;
        if (!format.IsEmpty && format[0] is '-' or '+')
            format = format[1..];
        int digits = format.IndexOfAnyExceptInRange('0', '9');
        return int.TryParse(digits < 0 ? format : format[..digits], NumberStyles.None, CultureInfo.InvariantCulture, out int precision) && precision <= 9
            ? TimeFormatter.Format(keyword.Default.AsTime, zone, sign * precision)
            : TimeFormatter.Format(keyword.Default.AsTime, zone, 0);
    }

    // A listing prints nan whatever its sign; the original's description and catalog have -nan for a missing value.
    private static string WithSignOfNan(string printed, DrmsValue value)
    {
        if (!value.Type.IsReal() || !double.IsNaN(value.AsDouble) || !double.IsNegative(value.AsDouble) || !printed.AsSpan().Trim().SequenceEqual("nan"))
            return printed;
        int start = printed.IndexOf('n', StringComparison.Ordinal);
        return start > 0 ? $"{printed[..(start - 1)]}-{printed[start..]}"
            : printed.Length > 3 ? $"-{printed[..^1]}"
            : $"-{printed}";
    }

    private static string Real(double value, string digits) => value switch
    {
        _ when double.IsNaN(value) => double.IsNegative(value) ? "-nan" : "nan",
        double.PositiveInfinity => "inf",
        double.NegativeInfinity => "-inf",
        _ => digits,
    };

    // number = value / unit; division and multiplication may differ in the last digit
    private static string Interval(KeywordDefinition keyword)
    {
        double seconds = keyword.Default.AsDouble;
        _ = TimeInterval.TryGetScale(keyword.Unit, out double scale);
        double number = seconds / scale;
        return Nearest(keyword, number, static number => Real(number, number.ToString("R", CultureInfo.InvariantCulture)))
            ?? Real(number, number.ToString("R", CultureInfo.InvariantCulture));
    }

    // A calendar form if one reads back; an instant that was given as a Julian date may have none.
    private static string Time(KeywordDefinition keyword)
    {
        for (int decimals = 0; decimals <= MostDecimals; decimals++)
        {
            string text = TimeFormatter.Format(keyword.Default.AsTime, "UTC", decimals);
            if (ReadsBack(keyword, text))
                return text;
        }
        double days = (keyword.Default.AsDouble - DrmsTime.Missing.Seconds) / SecondsADay;
        return Nearest(keyword, days, static number => $"JD_{number.ToString("F17", CultureInfo.InvariantCulture).TrimEnd('0')}")
            ?? Nearest(keyword, days - 2400000.5, static number => $"MJD_{number.ToString("F17", CultureInfo.InvariantCulture).TrimEnd('0')}")
            ?? TimeFormatter.Format(keyword.Default.AsTime, "UTC", MostDecimals);
    }

    private static string? Nearest(KeywordDefinition keyword, double number, Func<double, string> write)
    {
        double up = number;
        double down = number;
        for (int i = 0; i <= Neighbours; i++)
        {
            if (ReadsBack(keyword, write(up)))
                return write(up);
            if (ReadsBack(keyword, write(down)))
                return write(down);
            (up, down) = (Math.BitIncrement(up), Math.BitDecrement(down));
        }
        return null;
    }

    private static bool ReadsBack(KeywordDefinition keyword, string text) =>
        DefaultText.TryRead(keyword.Type, keyword.Unit, text, isQuoted: false, isLenient: false, out DrmsValue value, out _) && value.Equals(keyword.Default);

    // one word: what the original prints may have blanks, commas or quotes in it
    private static bool IsField(string text)
    {
        ReadOnlySpan<char> word = text.AsSpan().Trim();
        return !word.IsEmpty && word.IndexOfAny(" \t\r\n,") < 0 && word[0] is not ('"' or '\'');
    }
}
