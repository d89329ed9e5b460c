namespace NetDrms.Drms.Output;

/// <summary>What belongs into a <see cref="Hole"/>.</summary>
internal enum HoleKind
{
    /// <summary>The directory of a unit's slot.</summary>
    Directory,
    /// <summary>The columns online, retain, archive, tape and size.</summary>
    Unit,
    /// <summary>The five columns of a session.</summary>
    Session,
}
