namespace NetDrms.Model.Time;

/// <summary>Writes instants as text. Spec 01 §3.5.</summary>
public static class TimeFormatter
{
    /// <summary>Longest text that <see cref="TryFormat"/> can make, in bytes.</summary>
    public const int MaxLength = 96;

    /// <summary>Writes an instant.</summary>
    /// <param name="time">The instant; NaN and infinity print as JD 0.</param>
    /// <param name="zone">Zone or scale name, ISO, JD, MJD; empty means UTC without a suffix.</param>
    /// <param name="precision">Decimals of the seconds; −1 minutes, −2 hours, −3 date, −4 month, −5 year.</param>
    public static string Format(DrmsTime time, string zone, int precision)
    {
        Span<byte> buffer = stackalloc byte[MaxLength];
        return TryFormat(time, zone, precision, buffer, out int written) ? System.Text.Encoding.ASCII.GetString(buffer[..written]) : "";
    }

    /// <summary>Writes an instant into a buffer of at least <see cref="MaxLength"/> bytes; allocates nothing.</summary>
    public static bool TryFormat(DrmsTime time, ReadOnlySpan<char> zone, int precision, Span<byte> target, out int written)
    {
        written = 0;
        return false;
    }
}
