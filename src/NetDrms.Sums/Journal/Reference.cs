namespace NetDrms.Sums.Journal;

/// <summary>What the DRMS database says about a unit.</summary>
internal enum ReferenceState
{
    /// <summary>A record refers to it.</summary>
    Referenced,
    /// <summary>None does, and no transaction that could commit one still runs.</summary>
    Unreferenced,
    /// <summary>None does yet; a transaction older than the put still runs, or the database does not tell.</summary>
    Undecided,
    /// <summary>Its series is none of this site.</summary>
    UnknownSeries,
}

/// <summary>The answer, and the fence to remember while it is undecided.</summary>
internal readonly record struct Reference(ReferenceState State, long? Fence);
