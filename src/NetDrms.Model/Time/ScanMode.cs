namespace NetDrms.Model.Time;

/// <summary>How strictly a time text is read. Spec 01 §3.2 and §7.</summary>
public enum ScanMode
{
    /// <summary>The original's rules, its harmful bugs mended as the specification says; trailing text is left over.</summary>
    Compatible,
    /// <summary>Also refuses trailing text, unknown zones and impossible dates; understands +hh:mm.</summary>
    Strict,
}
