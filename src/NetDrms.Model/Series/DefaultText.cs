using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using NetDrms.Model.Errors;
using NetDrms.Model.Keywords;
using NetDrms.Model.Time;

namespace NetDrms.Model.Series;

/// <summary>Default values as text: in a definition and in the catalog. Spec 02 §1.3, §2.2.</summary>
public static class DefaultText
{
    private const string MissingWord = "DRMS_MISSING_VALUE";

    // The catalog holds times to whole seconds, so a missing one reads back without its fraction; records get it as it reads back. Spec 02 §2.2.
    private static readonly DrmsValue s_missingTime = DrmsValue.OfTime(Math.Truncate(DrmsTime.Missing.Seconds));

    /// <summary>Reads the default of a <c>Keyword:</c> line.</summary>
    /// <param name="type">Type of the keyword.</param>
    /// <param name="unit">Its unit; an interval unit makes a time a length.</param>
    /// <param name="text">The field, without quotes.</param>
    /// <param name="isQuoted">True when it stood in quotes, so that a string may be empty and has escapes.</param>
    /// <param name="isLenient">True to take a number by its beginning, as the original does.</param>
    /// <param name="value">The default.</param>
    /// <param name="error">What is wrong; the classic message has all lines before the last.</param>
    public static bool TryRead(DrmsType type, string unit, string text, bool isQuoted, bool isLenient, out DrmsValue value, [NotNullWhen(false)] out DrmsError? error)
    {
        ArgumentNullException.ThrowIfNull(text);
        error = null;
        bool isInterval = type == DrmsType.Time && TimeInterval.TryGetScale(unit, out _);
        value = isInterval ? DrmsValue.OfTime(double.NaN) : type == DrmsType.Time ? s_missingTime : DrmsValue.Missing(type);
        if (text.Equals(MissingWord, StringComparison.OrdinalIgnoreCase))
            return true;
        if (type == DrmsType.String)
        {
            value = DrmsValue.OfString(isQuoted ? Unescape(text) : text);
            return true;
        }
        if (text.Length == 0)
        {
            error = new DrmsError(ErrorCode.Syntax, "the default is empty");
            return false;
        }
        if (isInterval)
            return TryReadInterval(unit, text, out value, out error);
        if (type == DrmsType.Time)
            return TryReadTime(text, out value, out error);
        if (!ValueReader.TryReadPrefix(type, text, out value, out int consumed, out DrmsError? wrong))
        {
            error = new DrmsError(ErrorCode.Definition, $"default \"{text}\" is not {type.WithArticle()}") { ClassicMessage = $"{wrong.ClassicMessage}\nInvalid default value '{text}'." };
            return false;
        }
        if (consumed < text.Length && !isLenient)
        {
            string kind = type.IsReal() ? $"Real constant '{text}' is not a" : $"Integer constant '{text}' is not a signed";
            string name = type switch { DrmsType.Int => "integer", DrmsType.LongLong => "long long", _ => type.Name() };
            error = new DrmsError(ErrorCode.Definition, $"default \"{text}\" is not {type.WithArticle()}")
            {
                Detail = $"It begins with one, then follows \"{text[consumed..]}\".",
                ClassicMessage = $"{kind} {name}.\nInvalid default value '{text}'.",
            };
            return false;
        }
        value = WithSignOfNan(value, text);
        return true;
    }

    /// <summary>The text in <c>drms_keyword.defaultval</c>.</summary>
    public static string ToCatalog(DrmsType type, string unit, DrmsValue value)
    {
        if (type == DrmsType.String)
            return value.AsString;
        if (type.IsReal() && double.IsNaN(value.AsDouble))
            return type == DrmsType.Time && !TimeInterval.TryGetScale(unit, out _) ? ValueText.Plain(DrmsValue.Missing(type)) : double.IsNegative(value.AsDouble) ? "-nan" : "nan";
        return type == DrmsType.Time && TimeInterval.TryGetScale(unit, out _)
            ? value.AsDouble.ToString("F6", CultureInfo.InvariantCulture)
            : ValueText.Plain(value);
    }

    /// <summary>Reads the text of <c>drms_keyword.defaultval</c>; what cannot be read is missing.</summary>
    /// <remarks>A char is a number; one other character is its code, as the original reads it.</remarks>
    public static DrmsValue OfCatalog(DrmsType type, string unit, string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (type == DrmsType.String)
            return DrmsValue.OfString(text);
        if (type == DrmsType.Time)
        {
            if (!TimeInterval.TryGetScale(unit, out _))
                return TimeScanner.TryScan(text, ScanMode.Compatible, out DrmsTime time, out _) && !time.IsMissing ? DrmsValue.OfTime(time.Seconds) : s_missingTime;
            return ValueReader.TryReadPrefix(DrmsType.Double, text, out DrmsValue seconds, out _, out _) ? DrmsValue.OfTime(WithSignOfNan(seconds, text).AsDouble) : DrmsValue.OfTime(double.NaN);
        }
        if (type == DrmsType.Char && text.Length == 1 && !char.IsAsciiDigit(text[0]))
            return text[0] <= sbyte.MaxValue ? DrmsValue.OfInteger(type, text[0]) : DrmsValue.Missing(type);
        return ValueReader.TryReadPrefix(type, text, out DrmsValue value, out _, out _) ? WithSignOfNan(value, text) : DrmsValue.Missing(type);
    }

    /// <summary>Understands <c>\t \n \\ \" \'</c>; a backslash before anything else is dropped, one at the end stays.</summary>
    internal static string Unescape(string text)
    {
        if (!text.Contains('\\', StringComparison.Ordinal))
            return text;
        StringBuilder plain = new(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (c != '\\' || i + 1 == text.Length)
            {
                plain.Append(c);
                continue;
            }
            c = text[++i];
            plain.Append(c switch { 't' => '\t', 'n' => '\n', _ => c });
        }
        return plain.ToString();
    }

    private static bool TryReadInterval(string unit, string text, out DrmsValue value, [NotNullWhen(false)] out DrmsError? error)
    {
        _ = TimeInterval.TryGetScale(unit, out double scale);
        bool ok = ValueReader.TryRead(DrmsType.Double, text, out DrmsValue number, out _);
        value = DrmsValue.OfTime(ok ? WithSignOfNan(number, text).AsDouble * scale : double.NaN);
        error = ok ? null : new DrmsError(ErrorCode.Definition, $"default \"{text}\" is not a number of {unit}") { ClassicMessage = $"Invalid interval value '{text}'." };
        return ok;
    }

    private static bool TryReadTime(string text, out DrmsValue value, [NotNullWhen(false)] out DrmsError? error)
    {
        value = s_missingTime;
        error = null;
        if (!TimeEpochs.TryGet(text, out DrmsTime time))
        {
            bool any = TimeScanner.TryScan(text, ScanMode.Compatible, out time, out int consumed);
            if (!any || consumed < text.Length)
            {
                string classic = $"Invalid time string '{text}'.";
                error = new DrmsError(ErrorCode.Definition, $"default \"{text}\" is not a time")
                {
                    Detail = any ? $"It begins with one, then follows \"{text[consumed..]}\"." : null,
                    Hint = "A time is written 2014.03.01_00:00:45_TAI.",
                    ClassicMessage = any ? classic : $"{classic}\nInvalid default value '{text}'.",
                };
                return false;
            }
        }
        if (!time.IsMissing)
            value = DrmsValue.OfTime(time.Seconds);
        return true;
    }

    // The sign of NaN has no meaning, but the original writes it: "nan" stays nan, a missing value is -nan.
    private static DrmsValue WithSignOfNan(DrmsValue value, string text)
    {
        if (!value.Type.IsReal() || value.Type == DrmsType.Time || !double.IsNaN(value.AsDouble))
            return value;
        double nan = Math.CopySign(double.NaN, text.AsSpan().TrimStart().StartsWith('-') ? -1 : 1);
        return value.Type == DrmsType.Float ? DrmsValue.OfFloat((float)nan) : DrmsValue.OfDouble(nan);
    }
}
