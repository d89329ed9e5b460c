using NetDrms.Drms.Links;
using NetDrms.Drms.Records;
using NetDrms.Model.Keywords;
using NetDrms.Model.Series;

namespace NetDrms.Drms.Output;

/// <summary>A listing bound to the series of one subset: what is read of its records, and which of it stands in which column.</summary>
public sealed class BoundListing
{
    private readonly ValueCell?[] _cells;

    private BoundListing(ListingPlan plan, RecordColumns columns, RecordQueryWriter query, Positions positions, string subset)
    {
        Plan = plan;
        Columns = columns;
        Query = query;
        KeywordAt = positions.Keywords;
        SegmentAt = positions.Segments;
        LinkAt = positions.Links;
        KeyAt = positions.Keys;
        Subset = subset;
        _cells = [.. columns.Keywords.Select(k => k.Effective is KeywordDefinition keyword ? new ValueCell(keyword, plan.Options.Values) : null)];
        LinkQueries = [.. columns.Links.Select(l => l.Target is SeriesDefinition target ? new RecordQueryWriter(target) : null)];
    }

    /// <summary>The listing's columns.</summary>
    public ListingPlan Plan { get; }

    /// <summary>What the statement selects.</summary>
    public RecordColumns Columns { get; }

    /// <summary>The subset itself, <c>series|filter</c>, for <see cref="ListingOptions.ShowsSubset"/>.</summary>
    public string Subset { get; }

    internal RecordQueryWriter Query { get; }

    /// <summary>Position in the request of each keyword column; −1 if the series has no such keyword.</summary>
    internal int[] KeywordAt { get; }

    internal int[] SegmentAt { get; }

    internal int[] LinkAt { get; }

    /// <summary>Positions of the external prime keys, for the record's query.</summary>
    internal int[] KeyAt { get; }

    internal RecordQueryWriter?[] LinkQueries { get; }

    /// <summary>Binds a plan to a series.</summary>
    /// <param name="plan">The columns.</param>
    /// <param name="series">Series of the subset.</param>
    /// <param name="through">If set, everything is of the record behind this link.</param>
    /// <param name="isList">True for the list form, which always shows the record's query.</param>
    /// <param name="subset">The subset itself, <c>series|filter</c>.</param>
    /// <param name="find">Finds the targets of links.</param>
    /// <param name="cancel">Cancels the look-ups.</param>
    public static async Task<BoundListing> BindAsync(
        ListingPlan plan, SeriesDefinition series, LinkDefinition? through, bool isList, string subset, SeriesLookup find, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(series);
        ArgumentNullException.ThrowIfNull(find);
        SeriesDefinition shown = through is null ? series : await find(through.TargetSeries, cancel) ?? series;
        ListingParts parts = plan.Options.Parts;
        RecordQueryWriter query = new(shown);
        List<RecordKeyword> keywords = [];
        List<SegmentDefinition> segments = [];
        List<LinkDefinition> links = [];
        Positions positions = new(
            [.. plan.Keywords.Select(name => RecordKeyword.TryFind(shown, name, out RecordKeyword? k) ? Add(keywords, k) : -1)],
            [.. plan.Segments.Select(name => shown.TryGetSegment(name, out SegmentDefinition? s) ? Add(segments, s) : -1)],
            [.. plan.Links.Select(name => shown.TryGetLink(name, out LinkDefinition? l) ? Add(links, l) : -1)],
            isList || (parts.HasFlag(ListingParts.Query) && !plan.Options.ShowsSubset)
                ? [.. query.Keys.Select(key => Add(keywords, new RecordKeyword(key, null)))]
                : []);
        RecordRequest request = new()
        {
            Parts = (isList || (parts & (ListingParts.Recnum | ListingParts.Query)) != 0 ? RecordParts.Recnum : 0) | (NeedsUnit(plan) ? RecordParts.Place : 0) | (parts.HasFlag(ListingParts.Session) ? RecordParts.Session : 0),
            Keywords = keywords,
            Segments = segments,
            Links = links,
            Through = through,
        };
        return new BoundListing(plan, await RecordColumns.BindAsync(series, request, find, cancel), query, positions, subset);
    }

    internal ValueCell? Cell(int keyword) => _cells[keyword];

    private static bool NeedsUnit(ListingPlan plan) => plan.NeedsLookups || plan.Options.Parts.HasFlag(ListingParts.Sunum);

    // Several columns may read the same thing; it is read once.
    private static int Add<T>(List<T> list, T thing)
        where T : notnull
    {
        int at = list.IndexOf(thing);
        if (at >= 0)
            return at;
        list.Add(thing);
        return list.Count - 1;
    }

    private sealed record Positions(int[] Keywords, int[] Segments, int[] Links, int[] Keys);
}
