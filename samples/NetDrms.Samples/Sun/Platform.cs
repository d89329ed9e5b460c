namespace NetDrms.Samples.Sun;

/// <summary>From where the Sun is looked at.</summary>
internal enum Platform
{
    /// <summary>The centre of the Earth; spacecraft in low orbits count as being there.</summary>
    Earth,

    /// <summary>The Solar Dynamics Observatory in its inclined geosynchronous orbit.</summary>
    Sdo,

    /// <summary>SOHO at the inner Lagrange point.</summary>
    Soho,
}
