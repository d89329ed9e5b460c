namespace NetDrms.Model.Time;

/// <summary>How a zone name makes times look. Spec 01 §3.5.</summary>
internal enum TimeOutputForm
{
    /// <summary>2014.03.01_12:34:56_ZONE.</summary>
    Calendar,
    /// <summary>2014-03-01T12:34:56Z.</summary>
    Iso,
    /// <summary>JD_2456717.5.</summary>
    JulianDay,
    /// <summary>MJD_56717.0.</summary>
    ModifiedJulianDay,
}
