namespace NetDrms.Model.Time;

/// <summary>What the clock of a time text counts. Spec 01 §3.3.</summary>
public enum TimeScaleKind
{
    /// <summary>A civil clock: UTC with its leap seconds, and an offset in hours.</summary>
    Civil = 0,
    /// <summary>A clock without leap seconds at a fixed distance from TAI.</summary>
    Uniform = 1,
}
