using NetDrms.Drms.Records;
using NetDrms.Model.Series;

namespace NetDrms.Drms.Links;

/// <summary>Follows links from definition to definition, so that records need joins only. Spec 02 §7.</summary>
/// <param name="find">Where definitions come from; each target is asked for once.</param>
/// <remarks>A way is a chain without choices, so a circle in the definitions shows as more than 20 steps, whatever the records hold.</remarks>
public sealed class LinkGraph(SeriesLookup find)
{
    /// <summary>Longest chain that is followed, as in the original.</summary>
    public const int MaxDepth = 20;

    private readonly Dictionary<string, SeriesDefinition?> _series = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Finds the series that a link points to; null if it does not exist.</summary>
    public async Task<SeriesDefinition?> TargetAsync(LinkDefinition link, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(link);
        if (!_series.TryGetValue(link.TargetSeries, out SeriesDefinition? target))
            _series[link.TargetSeries] = target = await find(link.TargetSeries, cancel);
        return target;
    }

    /// <summary>Follows a keyword to the one that holds its value; a plain keyword is its own end.</summary>
    public Task<LinkRoute<RecordKeyword>> FollowAsync(SeriesDefinition series, RecordKeyword keyword, CancellationToken cancel) =>
        FollowAsync(series, keyword, static k => k.Definition.LinkName, static (target, k) =>
            RecordKeyword.TryFind(target, k.Definition.TargetKeyword ?? "", out RecordKeyword? end) ? end : null, cancel);

    /// <summary>Follows a segment to the one that has its file; a plain segment is its own end.</summary>
    public Task<LinkRoute<SegmentDefinition>> FollowAsync(SeriesDefinition series, SegmentDefinition segment, CancellationToken cancel) =>
        FollowAsync(series, segment, static s => s.LinkName, static (target, s) =>
            target.TryGetSegment(s.TargetSegment, out SegmentDefinition? end) ? end : null, cancel);

    private async Task<LinkRoute<T>> FollowAsync<T>(SeriesDefinition series, T thing, Func<T, string?> linkOf, Func<SeriesDefinition, T, T?> next, CancellationToken cancel)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(series);
        ArgumentNullException.ThrowIfNull(thing);
        List<LinkStep> steps = [];
        while (linkOf(thing) is string name)
        {
            if (steps.Count == MaxDepth)
                return new LinkRoute<T>(LinkState.TooDeep, steps, null);
            if (!series.TryGetLink(name, out LinkDefinition? link) || await TargetAsync(link, cancel) is not SeriesDefinition target)
                return new LinkRoute<T>(LinkState.Undefined, steps, null);
            steps.Add(new LinkStep(series, link, target));
            if (next(target, thing) is not T found)
                return new LinkRoute<T>(LinkState.Undefined, steps, null);
            (series, thing) = (target, found);
        }
        return new LinkRoute<T>(LinkState.Found, steps, thing);
    }
}
