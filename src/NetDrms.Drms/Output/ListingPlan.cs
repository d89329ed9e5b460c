using NetDrms.Drms.Records;
using NetDrms.Model.Series;

namespace NetDrms.Drms.Output;

/// <summary>The columns of one listing by name, the same for all its subsets, which may be of different series. Spec 03 §2.3, §2.8.</summary>
/// <param name="Options">What was asked for.</param>
/// <param name="Keywords">Keyword columns; a name as typed, or as defined with <see cref="ListingOptions.AllKeywords"/>.</param>
/// <param name="Segments">Segment columns.</param>
/// <param name="Links">Link columns.</param>
public sealed record ListingPlan(ListingOptions Options, IReadOnlyList<string> Keywords, IReadOnlyList<string> Segments, IReadOnlyList<string> Links)
{
    /// <summary>True when the record directory is a column of its own, and not part of the segments' columns.</summary>
    public bool HasDirectoryColumn => Options.Parts.HasFlag(ListingParts.Directory) && Segments.Count == 0;

    /// <summary>True when a column needs the storage daemon or the session tables.</summary>
    public bool NeedsLookups => (Options.Parts & (ListingParts.Online | ListingParts.Retain | ListingParts.Archive | ListingParts.Tape
        | ListingParts.Size | ListingParts.Session | ListingParts.Directory)) != 0;

    /// <summary>True when there is no column at all: nothing was asked for, or nothing that these series have.</summary>
    public bool IsEmpty => (Options.Parts & ~(ListingParts.SegmentInfo | ListingParts.Links)) == 0 && Keywords.Count == 0 && Segments.Count == 0 && Links.Count == 0;

    /// <summary>Makes the plan; a name that comes twice, in whatever case, is one column.</summary>
    /// <param name="options">What was asked for.</param>
    /// <param name="series">The series of the subsets, in order.</param>
    public static ListingPlan For(ListingOptions options, IReadOnlyList<SeriesDefinition> series)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new ListingPlan(
            options,
            Once(options.AllKeywords ? series.SelectMany(s => RecordKeyword.All(s, withImplicit: false)).Select(k => k.Name) : options.Keywords),
            Once(options.AllSegments ? series.SelectMany(s => s.Segments).Select(s => s.Name) : options.Segments),
            Once(options.Parts.HasFlag(ListingParts.Links) ? series.SelectMany(s => s.Links).Select(l => l.Name) : []));
    }

    private static string[] Once(IEnumerable<string> names) => [.. names.Distinct(StringComparer.OrdinalIgnoreCase)];
}
