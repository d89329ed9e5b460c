namespace NetDrms.Drms.Catalog;

/// <summary>One line of a list of series; cheap, because it needs one table a namespace.</summary>
public sealed record SeriesListing
{
    /// <summary>Name as defined.</summary>
    public required string Name { get; init; }

    /// <summary>Names of the prime keys as users see them: without the <c>_index</c> of slotted ones.</summary>
    public required IReadOnlyList<string> PrimeKeys { get; init; }

    /// <summary>Description.</summary>
    public required string Description { get; init; }

    /// <summary>Database role that owns it.</summary>
    public required string Owner { get; init; }

    /// <summary>Archive flag.</summary>
    public int Archive { get; init; }

    /// <summary>The column as it is: retention of new units + (of fetched units &lt;&lt; 16).</summary>
    public CatalogRetention Retention { get; init; }

    /// <summary>Tape group.</summary>
    public int TapeGroup { get; init; }

    /// <summary>Records in a storage unit.</summary>
    public int UnitSize { get; init; }
}
