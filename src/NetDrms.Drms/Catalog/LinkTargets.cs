using NetDrms.Model.Errors;
using NetDrms.Model.Series;

namespace NetDrms.Drms.Catalog;

/// <summary>The series that a definition's links point to, and what is wrong with them. Spec 02 §1.5.</summary>
internal sealed class LinkTargets
{
    private readonly Dictionary<string, SeriesDefinition> _found = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<DrmsError> _errors = [];

    private LinkTargets()
    {
    }

    /// <summary>The targets that exist, by name of the link.</summary>
    public IReadOnlyDictionary<string, SeriesDefinition> Found => _found;

    /// <summary>Missing series, keywords and segments.</summary>
    public IReadOnlyList<DrmsError> Errors => _errors;

    /// <summary>Looks for the targets; a series may point to itself.</summary>
    public static async Task<LinkTargets> FindAsync(SeriesDefinition series, SeriesCatalog catalog, CreationOptions options, CancellationToken cancel)
    {
        LinkTargets targets = new();
        foreach (LinkDefinition link in series.Links)
            await targets.AddAsync(series, link, catalog, options, cancel);
        if (options.AllowsMissingTargets)
            return targets;
        foreach (KeywordDefinition keyword in series.Keywords.Where(keyword => keyword.IsLinked))
            targets.CheckKeyword(keyword);
        foreach (SegmentDefinition segment in series.Segments.Where(segment => segment.IsLinked))
            targets.CheckSegment(segment);
        return targets;
    }

    private async Task AddAsync(SeriesDefinition series, LinkDefinition link, SeriesCatalog catalog, CreationOptions options, CancellationToken cancel)
    {
        SeriesDefinition? target = !SeriesName.TryParse(link.TargetSeries, out SeriesName name) ? null
            : name == series.Name ? series
            : await catalog.FindAsync(name, cancel);
        if (target is not null)
            _found[link.Name] = target;
        else if (link.IsDynamic || !options.AllowsMissingTargets)
            _errors.Add(await UnknownAsync(series, link, catalog, cancel));
    }

    private static async Task<DrmsError> UnknownAsync(SeriesDefinition series, LinkDefinition link, SeriesCatalog catalog, CancellationToken cancel)
    {
        DrmsError unknown = await catalog.UnknownAsync(link.TargetSeries, cancel);
        return unknown with
        {
            Message = $"series \"{link.TargetSeries}\", the target of link \"{link.Name}\", does not exist",
            Detail = link.IsDynamic ? "The columns of a dynamic link are the prime keys of its target, so the target must be there first." : null,
            ClassicMessage = $"""
                ERROR: Couldn't get template for series '{link.TargetSeries}'.
                drms_template_record returned status=-10003
                drms_insert_series(): failed to insert series {series.Name}.
                """,
        };
    }

    // A per-segment keyword of the target is named with its number, MEAN_001.
    private void CheckKeyword(KeywordDefinition keyword)
    {
        if (!_found.TryGetValue(keyword.LinkName!, out SeriesDefinition? target))
            return;
        string wanted = keyword.TargetKeyword!;
        if (target.TryGetKeyword(wanted, out _) || IsCopy(wanted, target))
            return;
        _errors.Add(new DrmsError(ErrorCode.UnknownKeyword, $"series \"{target.Name}\" has no keyword \"{wanted}\", the target of keyword \"{keyword.Name}\"")
        {
            Hint = NearestName.Hint(wanted, target.Keywords.Where(known => !known.IsImplicit).Select(known => known.Name)),
        });
    }

    private void CheckSegment(SegmentDefinition segment)
    {
        if (!_found.TryGetValue(segment.LinkName!, out SeriesDefinition? target) || target.TryGetSegment(segment.TargetSegment!, out _))
            return;
        _errors.Add(new DrmsError(ErrorCode.UnknownSegment, $"series \"{target.Name}\" has no segment \"{segment.TargetSegment}\", the target of segment \"{segment.Name}\"")
        {
            Hint = NearestName.Hint(segment.TargetSegment, target.Segments.Select(known => known.Name)),
        });
    }

    private static bool IsCopy(string name, SeriesDefinition series) =>
        name.Length > 4 && name[^4] == '_' && int.TryParse(name.AsSpan(name.Length - 3), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out int number)
        && number < series.Segments.Count && series.TryGetKeyword(name.AsSpan(0, name.Length - 4), out KeywordDefinition? keyword) && keyword.IsPerSegment;
}
