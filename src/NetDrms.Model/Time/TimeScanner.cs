using System.Diagnostics.CodeAnalysis;
using NetDrms.Model.Errors;

namespace NetDrms.Model.Time;

/// <summary>Reads time texts; pure and safe for all threads. Spec 01 §3.2–3.4, §7.</summary>
/// <remarks>
/// <see cref="ScanMode.Compatible"/> gives bit for bit the doubles that the original stores, except where the specification
/// calls its answer a bug: <c>.05</c> is 0.05 of a day, NZST and NZDT are zones, <c>+01</c> and <c>+01:00</c> are hours, unknown zones
/// are refused, a leap second of one text has no effect on the next one, and hexadecimal, inf and nan are no seconds.
/// </remarks>
public static class TimeScanner
{
    /// <summary>Reads the longest time at the start of a text.</summary>
    /// <param name="text">The text; what follows the time is left over.</param>
    /// <param name="mode">How strictly.</param>
    /// <param name="time">The instant, or <see cref="DrmsTime.Missing"/>.</param>
    /// <param name="consumed">Number of characters that belong to the time; 0 when nothing was usable.</param>
    /// <returns>True if a time was read.</returns>
    public static bool TryScan(ReadOnlySpan<char> text, ScanMode mode, out DrmsTime time, out int consumed) =>
        TryScan(text, mode, out time, out consumed, out _);

    /// <summary>Reads the longest time at the start of a text, or tells why there is none.</summary>
    /// <param name="text">The text; what follows the time is left over (refused in strict mode, blanks aside).</param>
    /// <param name="mode">How strictly.</param>
    /// <param name="time">The instant, or <see cref="DrmsTime.Missing"/>.</param>
    /// <param name="consumed">Number of characters that belong to the time; 0 when nothing was usable.</param>
    /// <param name="error">What is wrong, with the wrong characters.</param>
    public static bool TryScan(ReadOnlySpan<char> text, ScanMode mode, out DrmsTime time, out int consumed, [NotNullWhen(false)] out DrmsError? error)
    {
        time = DrmsTime.Missing;
        bool isRead = new TimeParser(text, mode).TryParse(out TimeFields fields, out consumed, out error)
            && TryInstant(text, fields, mode, LeapSeconds.Current, out time, out error);
        if (!isRead)
            consumed = 0;
        return isRead;
    }

    /// <summary>Reads a text that must be a time as a whole; blanks around it are allowed.</summary>
    /// <exception cref="DrmsException">It is not.</exception>
    public static DrmsTime Scan(string text, ScanMode mode = ScanMode.Compatible)
    {
        if (!TryScan(text, mode, out DrmsTime time, out int consumed, out DrmsError? error))
            throw new DrmsException(error with { Source = text });
        return text.AsSpan(consumed).IsWhiteSpace() ? time : throw new DrmsException(TimeErrors.Trailing(text, consumed) with { Source = text });
    }

    internal static bool TryInstant(
        ReadOnlySpan<char> text, in TimeFields fields, ScanMode mode, LeapSeconds leaps, out DrmsTime time, [NotNullWhen(false)] out DrmsError? error)
    {
        error = null;
        double clock = fields.Clock;
        if (mode == ScanMode.Compatible)
        {
            time = fields.Scale.ToInstant(clock, fields.IsSixty, leaps);
            return true;
        }
        // strict: leap seconds are counted on the UTC clock, whatever the zone
        time = fields.Scale.ToInstant(clock, isSixty: false, leaps);
        int count = 0;
        if (fields.Scale.Kind == TimeScaleKind.Civil
                ? leaps.TryCountStrictly(clock - fields.Scale.OffsetSeconds, fields.IsSixty, out count)
                : !fields.IsSixty)
        {
            if (fields.Scale.Kind == TimeScaleKind.Civil)
                time = new DrmsTime(clock + count - fields.Scale.OffsetSeconds);
            return true;
        }
        time = DrmsTime.Missing;
        error = TimeErrors.Impossible($"\"{Excerpt.Of(fields.ClockSpan.In(text))}\" is no leap second", fields.ClockSpan);
        return false;
    }
}
