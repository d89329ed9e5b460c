using NetDrms.Model.Keywords;
using NetDrms.Model.Series;

namespace NetDrms.Drms.Catalog;

/// <summary>The column <c>drms_keyword.persegment</c>: flags, and the rank above bit 16. Spec 02 §2.2.</summary>
/// <param name="Value">The number in the column.</param>
public readonly record struct CatalogFlags(int Value)
{
    private const int PerSegment = 1;
    private const int Implicit = 2;
    private const int InternalPrime = 4;
    private const int ExternalPrime = 8;
    private const int RankShift = 16;

    /// <summary>True for a keyword with a value a segment.</summary>
    public bool IsPerSegment => (Value & PerSegment) != 0;

    /// <summary>True for a keyword that the system made.</summary>
    public bool IsImplicit => (Value & Implicit) != 0;

    /// <summary>Place in the definition, from 1; 0 in a series of before version 2.1.</summary>
    public int Rank => Value >>> RankShift;

    /// <summary>The flags of a keyword of a definition.</summary>
    public static CatalogFlags Of(KeywordDefinition keyword, SeriesDefinition series)
    {
        ArgumentNullException.ThrowIfNull(keyword);
        ArgumentNullException.ThrowIfNull(series);
        bool isInternal = series.PrimeKeys.Any(key => Same(key.Name, keyword.Name));
        // users see the slotted keyword where the system has its index
        bool isExternal = keyword.Kind.IsSlotted()
            ? series.PrimeKeys.Any(key => Same(key.Name, keyword.IndexName))
            : isInternal && keyword.Kind != KeywordKind.Index;
        return new CatalogFlags(
            (keyword.IsPerSegment ? PerSegment : 0) | (keyword.IsImplicit ? Implicit : 0) | (isInternal ? InternalPrime : 0) | (isExternal ? ExternalPrime : 0)
            | (keyword.Rank << RankShift));
    }

    private static bool Same(string left, string right) => left.Equals(right, StringComparison.OrdinalIgnoreCase);
}
