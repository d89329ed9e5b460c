using NetDrms.Model.Errors;

namespace NetDrms.Model.Time;

/// <summary>What a time text says, before the arithmetic.</summary>
internal struct TimeFields()
{
    /// <summary>True for JD_ and MJD_ texts; <see cref="JulianDay"/> holds the day, the calendar fields are unused.</summary>
    public bool IsJulianDay;

    /// <summary>Julian day.</summary>
    public double JulianDay;

    /// <summary>Days from 1601.01.01.</summary>
    public long Days;

    /// <summary>True when the date was given as a day of the year.</summary>
    public bool IsDayOfYear;

    /// <summary>True when the date as written does not exist (2014.02.30) and stands for another.</summary>
    public bool IsMovedDate;

    /// <summary>Fraction of a day.</summary>
    public double Fraction;

    /// <summary>Hours of the clock; not range-checked, like the next two.</summary>
    public double Hour;

    /// <summary>Minutes.</summary>
    public double Minute;

    /// <summary>Seconds.</summary>
    public double Second;

    /// <summary>Zone or scale.</summary>
    public TimeScale Scale = TimeScale.Utc;

    /// <summary>True when the text names the zone.</summary>
    public bool HasZone;

    /// <summary>The characters of the zone.</summary>
    public SourceSpan ZoneSpan;

    /// <summary>The characters of the date.</summary>
    public SourceSpan DateSpan;

    /// <summary>The characters of the clock; empty if there is none.</summary>
    public SourceSpan ClockSpan;

    /// <summary>True when the clock says 60 seconds or more, which may be a leap second.</summary>
    public readonly bool IsSixty => Second >= 60;

    /// <summary>Seconds since 1977.01.01 that the clock shows, in the order of operations that stored values were made with.</summary>
    public readonly double Clock => IsJulianDay
        ? (JulianDay - 2443144.5) * 86400
        : JsocCalendar.ToSeconds(Second + 60 * (Minute + 60 * Hour) + 86400 * Fraction, Days);
}
