namespace NetDrms.Drms.Output;

/// <summary>What a listing shows of every record. Spec 03 §2.</summary>
public sealed record ListingOptions
{
    /// <summary>Columns beside keywords and segments.</summary>
    public ListingParts Parts { get; init; }

    /// <summary>Keywords as typed; <see cref="AllKeywords"/> overrides them.</summary>
    public IReadOnlyList<string> Keywords { get; init; } = [];

    /// <summary>All keywords of the series but the implicit ones.</summary>
    public bool AllKeywords { get; init; }

    /// <summary>Segments as typed; <see cref="AllSegments"/> overrides them.</summary>
    public IReadOnlyList<string> Segments { get; init; } = [];

    /// <summary>All segments of the series.</summary>
    public bool AllSegments { get; init; }

    /// <summary>How values are written.</summary>
    public ListingValues Values { get; init; }

    /// <summary>List form only: strings without quotes and escapes.</summary>
    public bool WithoutQuotes { get; init; }

    /// <summary>The <c>query</c> column shows the subset itself, <c>series|filter</c>, instead of the record's query.</summary>
    public bool ShowsSubset { get; init; }

    /// <summary>Record directories of linked segments are not asked for.</summary>
    public bool NotThroughLinks { get; init; }
}
