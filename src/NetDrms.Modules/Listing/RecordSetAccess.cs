using System.Diagnostics.CodeAnalysis;
using NetDrms.Drms.Catalog;
using NetDrms.Drms.Queries;
using NetDrms.Drms.Sessions;
using NetDrms.Model.Errors;
using NetDrms.Model.RecordSets;
using NetDrms.Model.Series;
using NetDrms.Modules.Driver;

namespace NetDrms.Modules.Listing;

/// <summary>Record sets as modules use them: text, subsets, series, queries. Each series is looked up once.</summary>
/// <param name="context">The call.</param>
/// <param name="session">The session.</param>
/// <param name="trust">Who wrote the text.</param>
internal sealed class RecordSetAccess(ModuleContext context, DrmsSession session, Trust trust)
{
    private static readonly RecordFilter s_allVersions = new() { Kind = RecordFilterKind.AllVersionsCondition, Text = "[! 1=1 !]", Span = new SourceSpan(0, 0) };

    private readonly Dictionary<string, SeriesDefinition?> _series = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The catalog.</summary>
    public SeriesCatalog Catalog { get; } = new(session.Connection, session.Transaction);

    /// <summary>Reads a text.</summary>
    public bool TryParse(string text, [NotNullWhen(true)] out RecordSetSpec? spec, [NotNullWhen(false)] out DrmsError? error)
    {
        RecordSetOptions options = trust == Trust.Stranger
            ? RecordSetOptions.Stranger
            : RecordSetOptions.Local with { ListFiles = new LocalListFiles(context.Surroundings.Folder) };
        return RecordSetParser.TryParse(text, options, out spec, out error);
    }

    /// <summary>Finds a series by name; null if there is none.</summary>
    public async Task<SeriesDefinition?> FindAsync(string name, CancellationToken cancel)
    {
        if (!_series.TryGetValue(name, out SeriesDefinition? series))
            _series[name] = series = SeriesName.TryParse(name, out SeriesName parsed) ? await ReadAsync(parsed, cancel) : null;
        return series;
    }

    // A session that changes data sees its own changes: it reads.
    private async Task<SeriesDefinition?> ReadAsync(SeriesName name, CancellationToken cancel) =>
        session.IsChanging || context.Site.Catalog is not CatalogCache cache ? await Catalog.FindAsync(name, cancel) : await cache.FindAsync(name, Catalog, cancel);

    /// <summary>Finds the series of a subset; null if there is none.</summary>
    public Task<SeriesDefinition?> FindAsync(RecordSetElement element, CancellationToken cancel) => FindAsync(element.SeriesName, cancel);

    /// <summary>The error for a subset whose series does not exist.</summary>
    public async Task<DrmsError> UnknownAsync(RecordSetElement element, CancellationToken cancel)
    {
        DrmsError error = element.TryGetSeries(out _, out DrmsError? badName) ? await Catalog.UnknownAsync(element.SeriesName, cancel) : badName;
        return element.At(error with { Span = element.NameSpan, ClassicMessage = badName?.ClassicMessage });
    }

    /// <summary>Binds a subset to its series.</summary>
    /// <param name="element">The subset.</param>
    /// <param name="series">Its series.</param>
    /// <param name="allVersions">All versions count, whatever the filters say.</param>
    /// <param name="query">The query.</param>
    /// <param name="error">What is wrong and where.</param>
    public bool TryBind(RecordSetElement element, SeriesDefinition series, bool allVersions, [NotNullWhen(true)] out RecordQuery? query, [NotNullWhen(false)] out DrmsError? error)
    {
        RecordSetElement whole = allVersions && !element.IsAllVersions ? element with { Filters = [.. element.Filters, s_allVersions] } : element;
        if (!RecordQuery.TryBind(whole, series, trust, out query, out error))
            return false;
        foreach (DrmsError warning in query.Warnings)
            context.Error.Warn(warning);
        return true;
    }

    /// <summary>Opens a text that is meant for programs without messages of their own: all its subsets, bound.</summary>
    /// <exception cref="DrmsException">The text cannot be read, a series does not exist, or a filter has no meaning.</exception>
    public async Task<IReadOnlyList<RecordQuery>> OpenAsync(string text, CancellationToken cancel)
    {
        if (!TryParse(text, out RecordSetSpec? spec, out DrmsError? error))
            throw new DrmsException(error);
        foreach (DrmsError warning in spec.Warnings)
            context.Error.Warn(warning);
        List<RecordQuery> queries = [];
        foreach (RecordSetElement element in spec.Elements)
        {
            SeriesDefinition series = await FindAsync(element, cancel) ?? throw new DrmsException(await UnknownAsync(element, cancel));
            queries.Add(TryBind(element, series, allVersions: false, out RecordQuery? query, out error) ? query : throw new DrmsException(error));
        }
        return queries;
    }
}
