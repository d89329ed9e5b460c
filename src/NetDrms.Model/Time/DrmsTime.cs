namespace NetDrms.Model.Time;

/// <summary>An instant: SI seconds since 1977.01.01_00:00:00_TAI, without leap seconds. Spec 01 §3.1.</summary>
/// <param name="Seconds">Seconds since the epoch; resolution today about 2.4e-7 s.</param>
public readonly record struct DrmsTime(double Seconds)
{
    /// <summary>JD 0.0, −4712.01.01_12:00:00_TDT, which means "no value".</summary>
    public static readonly DrmsTime Missing = new(-211087684832.184);

    /// <summary>True for NaN and for every value whose whole seconds are those of <see cref="Missing"/>.</summary>
    public bool IsMissing => double.IsNaN(Seconds) || Math.Truncate(Seconds) == Math.Truncate(Missing.Seconds);

    /// <summary>The instant a duration later.</summary>
    public static DrmsTime operator +(DrmsTime start, Duration length) => new(start.Seconds + length.Seconds);

    /// <summary>The instant a duration earlier.</summary>
    public static DrmsTime operator -(DrmsTime end, Duration length) => new(end.Seconds - length.Seconds);

    /// <summary>The duration between two instants.</summary>
    public static Duration operator -(DrmsTime end, DrmsTime start) => new(end.Seconds - start.Seconds);

    /// <summary>The present instant, leap seconds counted. The original's "now" ignores those since 1970.</summary>
    public static DrmsTime Now(TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(clock);
        return LeapSeconds.Current.FromUnix((clock.GetUtcNow() - DateTimeOffset.UnixEpoch).TotalSeconds);
    }
}
