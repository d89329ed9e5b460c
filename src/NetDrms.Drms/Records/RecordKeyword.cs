using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using NetDrms.Model.Series;

namespace NetDrms.Drms.Records;

/// <summary>A keyword as records hold it: a per-segment keyword is one of these for every segment. Spec 02 §3.1.</summary>
/// <param name="Definition">The keyword line.</param>
/// <param name="Segment">Number of the segment, for a per-segment keyword; else null.</param>
public sealed record RecordKeyword(KeywordDefinition Definition, int? Segment)
{
    /// <summary>Name that users see and ask for: <c>MEAN_000</c> for segment 0, else the plain name.</summary>
    public string Name { get; } = Segment is int number ? string.Create(CultureInfo.InvariantCulture, $"{Definition.Name}_{number:000}") : Definition.Name;

    /// <summary>All keywords of a series' records by rank, the copies of a per-segment keyword side by side.</summary>
    /// <param name="series">The series.</param>
    /// <param name="withImplicit">Also those that the system made (<c>*_bzero</c>, <c>cparms_*</c>, <c>*_index</c>).</param>
    public static IEnumerable<RecordKeyword> All(SeriesDefinition series, bool withImplicit)
    {
        ArgumentNullException.ThrowIfNull(series);
        foreach (KeywordDefinition keyword in series.Keywords)
        {
            if (keyword.IsImplicit && !withImplicit)
                continue;
            if (!keyword.IsPerSegment)
                yield return new RecordKeyword(keyword, null);
            for (int i = 0; keyword.IsPerSegment && i < series.Segments.Count; i++)
                yield return new RecordKeyword(keyword, series.Segments[i].Number);
        }
    }

    /// <summary>Finds a keyword by the name that users see, in any case; the plain name of a per-segment keyword is none.</summary>
    public static bool TryFind(SeriesDefinition series, string name, [NotNullWhen(true)] out RecordKeyword? keyword)
    {
        ArgumentNullException.ThrowIfNull(series);
        ArgumentNullException.ThrowIfNull(name);
        keyword = null;
        if (series.TryGetKeyword(name, out KeywordDefinition? whole) && !whole.IsPerSegment)
        {
            keyword = new RecordKeyword(whole, null);
            return true;
        }
        int underscore = name.LastIndexOf('_');
        if (underscore <= 0 || name.Length - underscore - 1 < 3
            || !int.TryParse(name.AsSpan(underscore + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            || !series.TryGetKeyword(name.AsSpan(0, underscore), out KeywordDefinition? copied) || !copied.IsPerSegment)
            return false;
        foreach (SegmentDefinition segment in series.Segments)
        {
            if (segment.Number == number)
                keyword = new RecordKeyword(copied, number);
        }
        return keyword is not null;
    }
}
