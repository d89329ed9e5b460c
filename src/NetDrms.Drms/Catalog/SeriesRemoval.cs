using NetDrms.Model.Series;

namespace NetDrms.Drms.Catalog;

/// <summary>What goes when a series is removed.</summary>
public sealed record SeriesRemoval
{
    /// <summary>The series.</summary>
    public required SeriesDefinition Series { get; init; }

    /// <summary>Number of records, all versions.</summary>
    public long Records { get; init; }

    /// <summary>Number of storage units that its records refer to.</summary>
    public long StorageUnits { get; init; }

    /// <summary>Size of the table with its indexes, in bytes; storage units are not counted.</summary>
    public long TableBytes { get; init; }

    /// <summary>True when it has a shadow table.</summary>
    public bool HasShadow { get; init; }

    /// <summary>Links of other series that point to it, as <c>series.link</c> pairs; they are broken afterwards.</summary>
    public IReadOnlyList<(string Series, string Link)> LinkedFrom { get; init; } = [];
}
