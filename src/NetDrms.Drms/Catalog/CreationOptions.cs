namespace NetDrms.Drms.Catalog;

/// <summary>What a new series may be.</summary>
public sealed record CreationOptions
{
    /// <summary>The usual rules.</summary>
    public static readonly CreationOptions Standard = new();

    /// <summary>True when the targets of static links, and the keywords and segments there, may be made later.</summary>
    public bool AllowsMissingTargets { get; init; }

    /// <summary>True when a definition may ask for a shadow table (the session flag <c>DRMS_SHADOW</c> of the original).</summary>
    public bool AllowsShadow { get; init; }
}
