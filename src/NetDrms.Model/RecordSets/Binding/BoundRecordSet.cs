using NetDrms.Model.Errors;
using NetDrms.Model.Series;

namespace NetDrms.Model.RecordSets.Binding;

/// <summary>One subset, checked against its series: what it means, ready to become a query. Spec 01 §2.1.</summary>
public sealed record BoundRecordSet
{
    /// <summary>The series.</summary>
    public required SeriesDefinition Series { get; init; }

    /// <summary>The subset as written.</summary>
    public required RecordSetElement Element { get; init; }

    /// <summary>The filters in written order, empty ones left out; a record must pass all of them.</summary>
    public required IReadOnlyList<BoundFilter> Filters { get; init; }

    /// <summary>Remarks that do not stop the query, with the original's lines.</summary>
    public IReadOnlyList<DrmsError> Warnings { get; init; } = [];

    /// <summary>The segments that the segment list names, in the order of the definition; null when there is no list.</summary>
    public IReadOnlyList<SegmentDefinition>? Segments { get; init; }

    /// <summary>True when only the newest version of each group counts; false with <c>[! !]</c>, with record numbers, and for a series without prime keys.</summary>
    public bool IsNewestOnly => Series.PrimeKeys.Count > 0 && !Filters.Any(filter => filter is RecnumFilter or ConditionFilter { IsAllVersions: true });
}
