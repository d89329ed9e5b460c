using System.Diagnostics.CodeAnalysis;
using NetDrms.Model.Errors;
using NetDrms.Model.Time;

namespace NetDrms.Model.RecordSets.Binding;

/// <summary>Times in filters, where a dash is a date separator, the sign of a zone, or the dash of a range. Spec 01 §1.11.</summary>
internal static class TimeInFilter
{
    private const string Missing = "DRMS_MISSING_VALUE";

    /// <summary>Reads a time that may be followed by the dash of a range.</summary>
    public static bool TryStart(ReadOnlySpan<char> text, out double seconds, out int consumed, [NotNullWhen(false)] out DrmsError? error)
    {
        text = UpToComma(text);
        bool read = TimeScanner.TryScan(text, ScanMode.Compatible, out DrmsTime time, out consumed, out error);
        int cut = read ? RangeDash(text, consumed) : -1;
        if (cut < 0 && !(read && (consumed == text.Length || text[consumed] is '-' or '/' or '@' or ' ')))
            cut = text.Length > 1 ? text[1..].IndexOf('-') + 1 : 0;
        if (cut > 0)
        {
            if (TimeScanner.TryScan(text[..cut], ScanMode.Compatible, out DrmsTime before, out int shorter, out DrmsError? reason))
                (time, consumed, read, error) = (before, shorter, true, null);
            else if (!read)
                error = reason;
        }
        seconds = time.Seconds;
        return read;
    }

    /// <summary>Reads the time behind the dash of a range.</summary>
    public static bool TryEnd(ReadOnlySpan<char> text, out double seconds, out int consumed, [NotNullWhen(false)] out DrmsError? error)
    {
        text = UpToComma(text);
        bool read = TimeScanner.TryScan(text, ScanMode.Compatible, out DrmsTime time, out consumed, out error);
        if (!read && text.StartsWith(Missing, StringComparison.OrdinalIgnoreCase))
        {
            consumed = Missing.Length;
            read = true;
            error = null;
        }
        seconds = time.Seconds;
        return read;
    }

    // "…:00-2014.03.02": four signed digits that are no offset, or that a date goes on with, begin the end of the range.
    private static int RangeDash(ReadOnlySpan<char> text, int consumed)
    {
        int dash = consumed;
        while (dash > 0 && char.IsAsciiDigit(text[dash - 1]))
            dash--;
        dash--;
        if (dash <= 0 || text[dash] != '-' || dash + 1 == consumed || !HasClock(text[..dash]))
            return -1;
        int end = dash + 1;
        while (end < text.Length && char.IsAsciiDigit(text[end]))
            end++;
        if (end - dash - 1 < 4)
            return -1;
        int hours = ((text[dash + 1] - '0') * 10) + (text[dash + 2] - '0');
        int minutes = ((text[dash + 3] - '0') * 10) + (text[dash + 4] - '0');
        bool isOffset = end - dash - 1 == 4 && hours <= 14 && minutes < 60 && !(end < text.Length && text[end] == '.');
        return isOffset ? -1 : dash;
    }

    // The digits before the dash must be a whole time with a clock: the dashes of 2014-03-01 are none of a zone.
    private static bool HasClock(ReadOnlySpan<char> text)
    {
        if (!TimeScanner.TryScan(text, ScanMode.Compatible, out _, out int consumed) || consumed != text.Length)
            return false;
        int mark = text.TrimStart(' ').IndexOfAny("_T ");
        return mark >= 0 && text.TrimStart(' ')[(mark + 1)..].IndexOfAnyInRange('0', '9') >= 0;
    }

    private static ReadOnlySpan<char> UpToComma(ReadOnlySpan<char> text)
    {
        int comma = text.IndexOf(',');
        return comma < 0 ? text : text[..comma];
    }
}
