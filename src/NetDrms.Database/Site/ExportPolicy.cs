namespace NetDrms.Database.Site;

/// <summary>Who may ask for exports. Spec 06 §4.3.</summary>
public enum ExportPolicy
{
    /// <summary>Everybody gets files that are on line; no address is asked for.</summary>
    Open,
    /// <summary>Registered addresses only.</summary>
    Registered,
    /// <summary>Nobody.</summary>
    Closed,
}
