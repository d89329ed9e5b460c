using System.Diagnostics.CodeAnalysis;
using System.Text;
using NetDrms.Model.Errors;
using NetDrms.Model.Time;

namespace NetDrms.Model.Keywords;

/// <summary>Text to value. Spec 02 §4.2.</summary>
public static class ValueReader
{
    /// <summary>The word that means the missing value of every type, in any case.</summary>
    public const string MissingWord = "DRMS_MISSING_VALUE";

    /// <summary>Reads the longest value at the start of a text, as the original does.</summary>
    /// <param name="type">Type of the value.</param>
    /// <param name="text">The text.</param>
    /// <param name="value">The value read.</param>
    /// <param name="consumed">Characters used.</param>
    /// <param name="error">Why nothing could be read; its classic message is the original's (<c>Integer constant '…' is not a signed integer.</c>).</param>
    public static bool TryReadPrefix(DrmsType type, ReadOnlySpan<char> text, out DrmsValue value, out int consumed, [NotNullWhen(false)] out DrmsError? error)
    {
        value = DrmsValue.Missing(type);
        error = null;
        consumed = MissingWord.Length;
        if (text.StartsWith(MissingWord, StringComparison.OrdinalIgnoreCase))
            return true;
        string? reason = null;
        bool isRead = type switch
        {
            DrmsType.Char => TryNarrow(type, text, 8, out value, out consumed),
            DrmsType.Short => TryNarrow(type, text, 16, out value, out consumed),
            DrmsType.Int => TryNarrow(type, text, 32, out value, out consumed),
            DrmsType.LongLong => TryLong(text, out value, out consumed),
            DrmsType.Float => TryFloat(text, out value, out consumed),
            DrmsType.Double => TryDouble(text, out value, out consumed),
            DrmsType.Time => TryTime(text, out value, out consumed, out error),
            _ => TryString(text, out value, out consumed, out reason),
        };
        if (isRead)
            return true;
        value = DrmsValue.Missing(type);
        consumed = 0;
        error = reason is null ? Refused(type, text, error) : new DrmsError(ErrorCode.Syntax, reason) { Span = new SourceSpan(0, text.Length) };
        return false;
    }

    /// <summary>Reads a value that must be the whole text (a string is taken whole, as it is, without quotes or escapes).</summary>
    /// <remarks>Blanks around a number or a time are allowed. The original took a number by its beginning: <c>1.9</c> was the integer 1.</remarks>
    public static bool TryRead(DrmsType type, ReadOnlySpan<char> text, out DrmsValue value, [NotNullWhen(false)] out DrmsError? error)
    {
        error = null;
        if (type == DrmsType.String)
        {
            value = text.Equals(MissingWord, StringComparison.OrdinalIgnoreCase) ? DrmsValue.Missing(type) : DrmsValue.OfString(text.ToString());
            return true;
        }
        if (!TryReadPrefix(type, text, out value, out int consumed, out error))
            return false;
        int end = consumed + RealText.SkipBlanks(text[consumed..]);
        if (end == text.Length)
            return true;
        value = DrmsValue.Missing(type);
        error = Refused(type, text, null) with
        {
            Detail = $"It begins with \"{Excerpt.Of(text[..consumed])}\", then follows \"{Excerpt.Of(text[consumed..])}\".",
            Span = SourceSpan.Between(consumed, text.Length),
        };
        return false;
    }

    /// <summary>Reads a value of a keyword that must be the whole text; a time whose unit is an interval is a number of units.</summary>
    /// <param name="type">Type of the keyword.</param>
    /// <param name="unit">Unit of the keyword.</param>
    /// <param name="text">The text.</param>
    /// <param name="value">The value; an interval in seconds, NaN when missing.</param>
    /// <param name="error">What is wrong.</param>
    public static bool TryRead(DrmsType type, string unit, ReadOnlySpan<char> text, out DrmsValue value, [NotNullWhen(false)] out DrmsError? error)
    {
        if (type != DrmsType.Time || !TimeInterval.TryGetScale(unit, out double scale))
            return TryRead(type, text, out value, out error);
        error = null;
        value = DrmsValue.OfTime(double.NaN);
        if (text.Equals(MissingWord, StringComparison.OrdinalIgnoreCase))
            return true;
        if (!TryRead(DrmsType.Double, text, out DrmsValue number, out error))
        {
            error = error with { Message = $"\"{Excerpt.Of(text)}\" is not a number of {unit}", ClassicMessage = $"Invalid interval value '{text}'." };
            return false;
        }
        value = DrmsValue.OfTime(number.AsDouble * scale);
        return true;
    }

    private static bool TryNarrow(DrmsType type, ReadOnlySpan<char> text, int bits, out DrmsValue value, out int consumed)
    {
        bool isRead = IntegerText.TryReadNarrow(text, bits, out long number, out consumed);
        value = isRead ? DrmsValue.OfInteger(type, number) : default;
        return isRead;
    }

    private static bool TryLong(ReadOnlySpan<char> text, out DrmsValue value, out int consumed)
    {
        bool isRead = IntegerText.TryReadLong(text, out long number, out consumed, out _);
        value = DrmsValue.OfInteger(DrmsType.LongLong, number);
        return isRead;
    }

    private static bool TryFloat(ReadOnlySpan<char> text, out DrmsValue value, out int consumed)
    {
        bool isRead = RealText.TryReadFloat(text, out float number, out consumed, out bool isOverflow);
        value = DrmsValue.OfFloat(number);
        return isRead && !isOverflow;
    }

    private static bool TryDouble(ReadOnlySpan<char> text, out DrmsValue value, out int consumed)
    {
        bool isRead = RealText.TryReadDouble(text, out double number, out consumed, out bool isOverflow);
        value = DrmsValue.OfDouble(number);
        return isRead && !isOverflow;
    }

    private static bool TryTime(ReadOnlySpan<char> text, out DrmsValue value, out int consumed, out DrmsError? error)
    {
        error = null;
        consumed = text.IndexOfAnyExcept(s_nameLetters);
        if (consumed < 0)
            consumed = text.Length;
        bool isRead = TimeEpochs.TryGet(text[..consumed], out DrmsTime time)
            || TimeScanner.TryScan(text, ScanMode.Compatible, out time, out consumed, out error);
        value = DrmsValue.OfTime(time.Seconds);
        return isRead;
    }

    // unquoted: up to the first blank; quoted: "…" or '…' with the escapes \t \n, a backslash before anything else is dropped
    private static bool TryString(ReadOnlySpan<char> text, out DrmsValue value, out int consumed, out string? reason)
    {
        reason = null;
        consumed = RealText.SkipBlanks(text);
        int start = consumed;
        char quote = start < text.Length ? text[start] : '\0';
        if (quote is not ('"' or '\''))
        {
            while (consumed < text.Length && !RealText.IsBlank(text[consumed]))
                consumed++;
            value = DrmsValue.OfString(text[start..consumed].ToString());
            return true;
        }
        StringBuilder plain = new();
        for (consumed++; consumed < text.Length && text[consumed] != quote; consumed++)
        {
            char c = text[consumed];
            if (c == '\\' && consumed + 1 < text.Length)
                c = text[++consumed] switch { 't' => '\t', 'n' => '\n', char other => other };
            plain.Append(c);
        }
        value = DrmsValue.OfString(plain.ToString());
        bool isClosed = consumed < text.Length;
        reason = isClosed ? null : $"string {Excerpt.Of(text[start..])} has no closing {quote}";
        consumed++;
        return isClosed;
    }

    private static readonly System.Buffers.SearchValues<char> s_nameLetters =
        System.Buffers.SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_");

    private static DrmsError Refused(DrmsType type, ReadOnlySpan<char> text, DrmsError? cause) =>
        new(ErrorCode.Syntax, $"\"{Excerpt.Of(text)}\" is not {type.WithArticle()}{(cause is null ? "" : ": " + cause.Message)}")
        {
            Detail = cause?.Detail,
            Hint = cause?.Hint,
            Span = cause?.Span ?? new SourceSpan(0, text.Length),
            ClassicMessage = type switch
            {
                DrmsType.Char => $"Integer constant '{text}' is not a signed char.",
                DrmsType.Short => $"Integer constant '{text}' is not a signed short.",
                DrmsType.Int => $"Integer constant '{text}' is not a signed integer.",
                DrmsType.LongLong => $"Integer constant '{text}' is not a signed long long.",
                DrmsType.Float => $"Real constant '{text}' is not a float.",
                DrmsType.Double => $"Real constant '{text}' is not a double.",
                DrmsType.Time => $"Invalid time string '{text}'.",
                _ => null,
            },
        };
}
