using NetDrms.Model.Keywords;
using NetDrms.Model.Series;

namespace NetDrms.Drms.Catalog;

/// <summary>What <c>describe_series</c> tells of the records of a series. Spec 03 §4.</summary>
public sealed record SeriesCounts
{
    /// <summary>Highest record number; 0 for an empty series.</summary>
    public long LastRecnum { get; init; }

    /// <summary>Number of records, all versions.</summary>
    public long Records { get; init; }

    /// <summary>Number of different sets of prime key values; without prime keys every record is its own.</summary>
    public long Groups { get; init; }

    /// <summary>Size of the table with its indexes, in bytes; storage units are not counted.</summary>
    public long TableBytes { get; init; }

    /// <summary>Least and greatest value of every internal prime key; missing values for an empty series.</summary>
    public IReadOnlyList<(KeywordDefinition Key, DrmsValue Least, DrmsValue Greatest)> Ranges { get; init; } = [];
}
