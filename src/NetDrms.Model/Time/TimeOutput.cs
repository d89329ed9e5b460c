using NetDrms.Model.Keywords;

namespace NetDrms.Model.Time;

/// <summary>A zone name understood for output; made once for many times.</summary>
/// <param name="Form">Calendar, ISO or Julian day.</param>
/// <param name="Scale">The clock to be shown.</param>
/// <param name="IsAppended">True for letters and offsets: the suffix follows without underscore, and not after a bare date.</param>
internal readonly record struct TimeOutput(TimeOutputForm Form, TimeScale Scale, bool IsAppended)
{
    private const int MaxSuffix = 5;

    /// <summary>Understands a zone name; an unknown word means UTC under that name.</summary>
    public static TimeOutput Parse(ReadOnlySpan<char> zone)
    {
        if (zone.Equals("ISO", StringComparison.OrdinalIgnoreCase))
            return new(TimeOutputForm.Iso, TimeScale.Utc, false);
        if (zone.Equals("JD", StringComparison.OrdinalIgnoreCase))
            return new(TimeOutputForm.JulianDay, TimeScale.Tdt, false);
        if (zone.Equals("MJD", StringComparison.OrdinalIgnoreCase))
            return new(TimeOutputForm.ModifiedJulianDay, TimeScale.Tdt, false);
        if (zone.Length == 1 && TimeScale.TryLetter(zone[0], out int hours))
            return new(TimeOutputForm.Calendar, new TimeScale(TimeScaleKind.Civil, hours * 3600.0), true);
        return TimeScale.TryParse(zone, out TimeScale scale)
            ? new(TimeOutputForm.Calendar, scale, zone[0] is '+' or '-')
            : new(TimeOutputForm.Calendar, TimeScale.Utc, false);
    }

    /// <summary>Writes the suffix of a calendar form.</summary>
    public void WriteSuffix(ReadOnlySpan<char> zone, int precision, ref ByteText text)
    {
        if (zone.IsEmpty || (IsAppended && precision <= -3))
            return;
        if (IsAppended && zone.Length > 1)
        {
            int minutes = (int)(Math.Abs(Scale.OffsetSeconds) / 60);
            text.Append(zone[0]);
            text.AppendPadded(minutes / 60 * 100 + minutes % 60, 4);
            return;
        }
        if (!IsAppended)
            text.Append('_');
        if (zone is "TAI" or "UTC" or "TDT" or "TT")   // as good as always
        {
            text.Append(zone);
            return;
        }
        Span<char> upper = stackalloc char[MaxSuffix];
        int length = zone[..Math.Min(zone.Length, MaxSuffix)].ToUpperInvariant(upper);
        if (zone.Length > MaxSuffix && char.IsHighSurrogate(upper[length - 1]))
            length--;
        text.Append(upper[..length]);
    }
}
