using NetDrms.Model.Keywords;

namespace NetDrms.Model.Time;

/// <summary>Writes instants as text; pure and safe for all threads. Spec 01 §3.5.</summary>
/// <remarks>
/// The original's text to the last digit, except where the specification calls it a bug: lower-case zones show their own hours,
/// ISO times after year 9999 count leap seconds once.
/// </remarks>
public static class TimeFormatter
{
    /// <summary>Longest text that <see cref="TryFormat(DrmsTime, ReadOnlySpan{char}, int, Span{byte}, out int)"/> can make, in bytes.</summary>
    public const int MaxLength = 448;   // JD_ of 1e308 with 99 decimals

    /// <summary>Most decimals of the seconds; a larger precision counts as this one.</summary>
    public const int MaxPrecision = 99;

    private const double Largest = 6.776e16;   // beyond it years do not fit the calendar

    /// <summary>Writes an instant.</summary>
    /// <param name="time">The instant; NaN and infinity print as JD 0.</param>
    /// <param name="zone">Zone or scale name, ISO, JD, MJD; empty means UTC without a suffix.</param>
    /// <param name="precision">Decimals of the seconds; −1 minutes, −2 hours, −3 date, −4 month, −5 year.</param>
    public static string Format(DrmsTime time, string zone, int precision)
    {
        Span<byte> buffer = stackalloc byte[MaxLength];
        return TryFormat(time, zone, precision, buffer, out int written) ? System.Text.Encoding.UTF8.GetString(buffer[..written]) : "";
    }

    /// <summary>Writes an instant into a buffer of at least <see cref="MaxLength"/> bytes; allocates nothing.</summary>
    public static bool TryFormat(DrmsTime time, ReadOnlySpan<char> zone, int precision, Span<byte> target, out int written) =>
        TryFormat(time, TimeOutput.Parse(zone), zone, precision, LeapSeconds.Current, target, out written);

    internal static bool TryFormat(
        DrmsTime time, TimeOutput output, ReadOnlySpan<char> zone, int precision, LeapSeconds leaps, Span<byte> target, out int written)
    {
        precision = Math.Min(precision, MaxPrecision);
        double t = double.IsFinite(time.Seconds) ? time.Seconds : DrmsTime.Missing.Seconds;
        ByteText text = new(target);
        if (Math.Abs(t) > Largest || output.Form == TimeOutputForm.JulianDay)
            WriteJulianDay(t, "JD_", 0, precision, ref text);
        else if (output.Form == TimeOutputForm.ModifiedJulianDay)
            WriteJulianDay(t, "MJD_", 2400000.5, precision, ref text);
        else
            WriteCalendar(t, output, zone, precision, leaps, ref text);
        written = text.IsFull ? 0 : text.Length;
        return !text.IsFull;
    }

    private static void WriteJulianDay(double t, string prefix, double shift, int precision, ref ByteText text)
    {
        double day = (t + 32.184) / 86400 + 2443144.5 - shift;
        text.Append(prefix);
        text.AppendFixed(day, Math.Max(precision, 0), 0, ' ');
    }

    private static void WriteCalendar(double t, TimeOutput output, ReadOnlySpan<char> zone, int precision, LeapSeconds leaps, ref ByteText text)
    {
        Split(t, output.Scale, leaps, out long days, out double ofDay, out bool isLeapSecond);
        if (precision >= 0)
        {
            double second = ofDay - Math.Floor(ofDay / 60) * 60 + (isLeapSecond ? 1 : 0);
            double full = isLeapSecond ? 61 : 60;
            if (second >= full - 0.5 && second >= full - 0.5 * Math.Pow(10, -precision))   // would show as 60: round the instant, not the field
                Split(Math.Round(t, MidpointRounding.AwayFromZero), output.Scale, leaps, out days, out ofDay, out isLeapSecond);
        }
        JsocCalendar.DateOf(days, out long year, out int month, out int day);
        bool isIso = output.Form == TimeOutputForm.Iso && year is >= 1583 and <= 9999;
        WriteDate(year, month, day, precision, isIso ? '-' : '.', ref text);
        if (precision > -3)
        {
            text.Append(isIso ? 'T' : '_');
            WriteClock(ofDay, isLeapSecond, precision, ref text);
        }
        if (output.Form != TimeOutputForm.Iso)
            output.WriteSuffix(zone, precision, ref text);
        else if (precision > -3)
            text.Append('Z');
    }

    // days from 1601.01.01 and seconds of the day, by the original's arithmetic: the sum is rounded to a double before it is split
    private static void Split(double t, TimeScale scale, LeapSeconds leaps, out long days, out double ofDay, out bool isLeapSecond)
    {
        isLeapSecond = false;
        double clock = scale.Kind == TimeScaleKind.Uniform
            ? t + scale.OffsetSeconds
            : t - leaps.CountAt(t, out isLeapSecond) + scale.OffsetSeconds;
        double s = clock + JsocCalendar.EpochAfter1601;
        // both exact; fmod, which works bit by bit, only where the quotient is no exact integer
        ofDay = Math.Abs(s) < 1e15 ? s - Math.Floor(s / 86400) * 86400 : s % 86400;
        if (ofDay < 0)
            ofDay += 86400;
        if (ofDay >= 86400)   // a tiny negative remainder rounded up
            ofDay = 0;
        days = (long)Math.Round((s - ofDay) / 86400);
    }

    private static void WriteDate(long year, int month, int day, int precision, char separator, ref ByteText text)
    {
        text.AppendPadded(year, 4);
        if (precision > -5)
        {
            text.Append(separator);
            text.AppendPadded(month, 2);
        }
        if (precision > -4)
        {
            text.Append(separator);
            text.AppendPadded(day, 2);
        }
    }

    private static void WriteClock(double ofDay, bool isLeapSecond, int precision, ref ByteText text)
    {
        int minutes = (int)(ofDay / 60);
        double second = ofDay - minutes * 60.0 + (isLeapSecond ? 1 : 0);
        text.AppendPadded(minutes / 60, 2);
        if (precision < -1)
            return;
        text.Append(':');
        text.AppendPadded(minutes % 60, 2);
        if (precision < 0)
            return;
        text.Append(':');
        // from 7 decimals on the original pads with blanks
        text.AppendFixed(second, precision, precision > 0 ? precision + 3 : 2, precision < 7 ? '0' : ' ');
    }
}
