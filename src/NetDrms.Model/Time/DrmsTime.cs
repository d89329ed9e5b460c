namespace NetDrms.Model.Time;

/// <summary>An instant: SI seconds since 1977.01.01_00:00:00_TAI, without leap seconds. Spec 01 §3.1.</summary>
/// <param name="Seconds">Seconds since the epoch; resolution today about 2.4e-7 s.</param>
public readonly record struct DrmsTime(double Seconds)
{
    /// <summary>JD 0.0, −4712.01.01_12:00:00_TDT, which means "no value".</summary>
    public static readonly DrmsTime Missing = new(-211087684832.184);

    /// <summary>True for NaN and for every value whose whole seconds are those of <see cref="Missing"/>.</summary>
    public bool IsMissing => double.IsNaN(Seconds) || Math.Truncate(Seconds) == Math.Truncate(Missing.Seconds);
}
