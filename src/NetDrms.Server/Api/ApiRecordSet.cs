using NetDrms.Drms.Catalog;
using NetDrms.Drms.Output.Tables;
using NetDrms.Drms.Queries;
using NetDrms.Drms.Sessions;
using NetDrms.Model.Errors;
using NetDrms.Model.RecordSets;
using NetDrms.Model.Series;

namespace NetDrms.Server.Api;

/// <summary>A record set of a request, bound: its subsets, and the series it needs, each looked up once.</summary>
internal sealed class ApiRecordSet
{
    private readonly SeriesCatalog _catalog;
    private readonly Dictionary<string, SeriesDefinition?> _series = new(StringComparer.OrdinalIgnoreCase);

    private ApiRecordSet(RecordSetSpec spec, DrmsSession session)
    {
        Spec = spec;
        _catalog = new SeriesCatalog(session.Connection, session.Transaction);
    }

    /// <summary>The tree.</summary>
    public RecordSetSpec Spec { get; }

    /// <summary>The subsets.</summary>
    public IReadOnlyList<RecordQuery> Queries { get; private set; } = [];

    /// <summary>Reads the parameter <c>spec</c>, without asking the database.</summary>
    /// <exception cref="ApiException">It is missing, or cannot be read.</exception>
    public static RecordSetSpec Parse(ApiQuery query)
    {
        string text = query.Text("spec") ?? throw new ApiException("spec", "the record set is missing", "Give spec=, for example spec=hmi.m_45s[2014.03.01_TAI/1h].");
        if (!RecordSetParser.TryParse(text, RecordSetOptions.Stranger, out RecordSetSpec? spec, out DrmsError? error))
            throw Wrong(error with { Source = error.Source ?? text });
        if (spec.Elements.Count == 0)
            throw new ApiException("spec", "the record set names no series");
        return spec;
    }

    /// <summary>Binds a record set to its series.</summary>
    /// <exception cref="ApiException">A series does not exist, or a filter has no meaning.</exception>
    public static async Task<ApiRecordSet> BindAsync(RecordSetSpec spec, DrmsSession session, CancellationToken cancel)
    {
        ApiRecordSet set = new(spec, session);
        List<RecordQuery> queries = [];
        foreach (RecordSetElement element in spec.Elements)
        {
            SeriesDefinition series = await set.FindAsync(element.SeriesName, cancel) ?? throw await set.UnknownAsync(element, cancel);
            queries.Add(RecordQuery.TryBind(element, series, Trust.Stranger, out RecordQuery? query, out DrmsError? error) ? query : throw Wrong(error.Source is null ? element.At(error) : error));
        }
        set.Queries = queries;
        return set;
    }

    /// <summary>Finds a series by name; null if there is none.</summary>
    public async Task<SeriesDefinition?> FindAsync(string name, CancellationToken cancel)
    {
        if (!_series.TryGetValue(name, out SeriesDefinition? series))
            _series[name] = series = SeriesName.TryParse(name, out SeriesName parsed) ? await _catalog.FindAsync(parsed, cancel) : null;
        return series;
    }

    /// <summary>Binds the columns of a table to the series.</summary>
    /// <param name="request">The columns.</param>
    /// <param name="query">The request's parameters.</param>
    /// <param name="keyParameter">The one that names keywords.</param>
    /// <param name="segmentParameter">The one that names segments.</param>
    /// <param name="cancel">Cancels the look-ups.</param>
    /// <exception cref="ApiException">A name is not known.</exception>
    public async Task<RecordTable> BindTableAsync(RecordTableRequest request, ApiQuery query, string keyParameter, string segmentParameter, CancellationToken cancel)
    {
        try
        {
            return await RecordTable.BindAsync([.. Queries.Select(q => q.Series)], request, FindAsync, cancel);
        }
        catch (DrmsException failure) when (failure.Error.Code is ErrorCode.UnknownKeyword or ErrorCode.UnknownSegment)
        {
            string parameter = failure.Error.Code == ErrorCode.UnknownKeyword ? keyParameter : segmentParameter;
            throw new ApiException(new ApiProblem(StatusCodes.Status400BadRequest, Placed(failure.Error, query.Text(parameter) ?? "")) { Parameter = parameter }, failure);
        }
    }

    private async Task<ApiException> UnknownAsync(RecordSetElement element, CancellationToken cancel)
    {
        DrmsError error = element.TryGetSeries(out _, out DrmsError? badName) ? await _catalog.UnknownAsync(element.SeriesName, cancel) : badName;
        return new ApiException(new ApiProblem(StatusCodes.Status404NotFound, element.At(error with { Span = element.NameSpan })) { Parameter = "spec" });
    }

    private static ApiException Wrong(DrmsError error) => new(new ApiProblem(error.Code == ErrorCode.UnknownSeries ? StatusCodes.Status404NotFound : StatusCodes.Status400BadRequest, error) { Parameter = "spec" });

    // Where the unknown name stands in the list.
    private static DrmsError Placed(DrmsError error, string list)
    {
        string name = error.Message[(error.Message[..^1].LastIndexOf('"') + 1)..^1];
        int at = list.IndexOf(name, StringComparison.Ordinal);
        return at < 0 ? error : error with { Source = list, Span = new SourceSpan(at, name.Length) };
    }
}
