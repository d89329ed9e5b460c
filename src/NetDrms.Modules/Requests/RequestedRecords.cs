using System.Globalization;
using NetDrms.Database.Sql;
using NetDrms.Drms.Queries;
using NetDrms.Drms.Sessions;
using NetDrms.Model.Errors;
using NetDrms.Model.Keywords;
using NetDrms.Model.RecordSets;
using NetDrms.Model.Series;
using NetDrms.Modules.Driver;
using NetDrms.Modules.Listing;
using Npgsql;

namespace NetDrms.Modules.Requests;

/// <summary>Reads which records a request wants: record set, segments, quality filter, limit. Spec 06 §5.2 (3–5).</summary>
/// <param name="context">The call.</param>
/// <param name="parameters">Its parameters.</param>
/// <param name="session">The session.</param>
internal sealed class RequestedRecords(ModuleContext context, ExportParameters parameters, DrmsSession session)
{
    private const string UploadedFile = "*file*";
    private const string AllSegments = "**ALL**";
    private const string QualityKeyword = "QUALITY";
    private const string ExportSeries = "jsoc.export";

    private static readonly RecordFilter s_hasImage = new()
    {
        Kind = RecordFilterKind.Condition,
        Text = "[? drms.image_exists(quality) ?]",
        Span = new SourceSpan(0, 0),
    };

    /// <summary>Finds the targets of links.</summary>
    public RecordSetAccess Access { get; } = new(context, session, parameters.IsOfWeb ? Trust.Stranger : Trust.LocalUser);

    /// <summary>Reads the request.</summary>
    /// <exception cref="DrmsException">The record set cannot be exported.</exception>
    public async Task<IReadOnlyList<RequestedSubset>> ReadAsync(CancellationToken cancel)
    {
        string text = parameters.Given("ds") ?? throw Error("ds must be provided: the record set to export");
        RecordSetSpec spec = Parsed(text == UploadedFile ? Uploaded() : text);
        SeriesDefinition series = await SeriesAsync(spec, cancel);
        List<RequestedSubset> subsets = [];
        foreach (RecordSetElement element in spec.Elements)
        {
            IReadOnlyList<SegmentDefinition> segments = Segments(element, series);
            RecordSetElement whole = WantsImages(element, series) ? element with { Filters = [.. element.Filters, s_hasImage] } : element;
            if (!Access.TryBind(whole, series, allVersions: false, out RecordQuery? query, out DrmsError? error))
                throw new DrmsException(error);
            subsets.Add(new RequestedSubset(query, segments, RecordLimit.None));
        }
        return await LimitedAsync(subsets, parameters.RecordLimit, cancel);
    }

    private RecordSetSpec Parsed(string text)
    {
        if (!Access.TryParse(text, out RecordSetSpec? spec, out DrmsError? error))
            throw new DrmsException(error);
        return spec.Elements.Count > 0 ? spec : throw Error("the record set is empty");
    }

    // One record set a line, "#" comments. A file of this machine is never read: the text came with the form.
    private string Uploaded()
    {
        string list = (parameters.IsUpload ? parameters.Given("file") : null)
            ?? throw Error("ds=*file* needs a list of record sets that is uploaded as file, in a form of parts (multipart/form-data)");
        IEnumerable<string> sets = list.Split('\n').Select(line => line.Split('#')[0].Replace("\r", "", StringComparison.Ordinal).Trim()).Where(line => line.Length > 0);
        return string.Join(',', sets) is { Length: > 0 } text ? text : throw Error("the uploaded list holds no record set");
    }

    private async Task<SeriesDefinition> SeriesAsync(RecordSetSpec spec, CancellationToken cancel)
    {
        string name = spec.Elements[0].SeriesName;
        if (spec.Elements.Any(element => !element.SeriesName.Equals(name, StringComparison.OrdinalIgnoreCase)))
            throw Error("Cannot specify subsets of records from different series.");
        if (name.StartsWith(ExportSeries, StringComparison.OrdinalIgnoreCase))
            throw Error($"Cannot export series '{name}' - it belongs to the export system.");
        return await Access.FindAsync(name, cancel)
            ?? throw new DrmsException((await Access.UnknownAsync(spec.Elements[0], cancel)) with { Message = $"Cannot export series '{name}' - it does not exist." });
    }

    private IReadOnlyList<SegmentDefinition> Segments(RecordSetElement element, SeriesDefinition series)
    {
        string? wanted = parameters.Given("seg");
        if (wanted is not null && element.Segments is not null)
            throw Error("segments stand both in ds and in seg; give them once");
        IReadOnlyList<string>? names = element.Segments?.Names ?? wanted?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (names is null || names.Contains(AllSegments, StringComparer.OrdinalIgnoreCase))
            return series.Segments;
        return [.. names.Select(name => series.TryGetSegment(name, out SegmentDefinition? segment) ? segment : throw new DrmsException(new DrmsError(ErrorCode.UnknownSegment, $"series \"{series.Name}\" has no segment \"{name}\"")
        {
            Hint = NearestName.Hint(name, series.Segments.Select(s => s.Name)),
        })).Distinct()];
    }

    // A condition on the quality says already which records are wanted.
    private bool WantsImages(RecordSetElement element, SeriesDefinition series) =>
        !parameters.Flag("q")
        && series.TryGetKeyword(QualityKeyword, out KeywordDefinition? quality) && quality is { HasColumn: true, Type: DrmsType.Int or DrmsType.Short }
        && !element.Filters.Any(filter => filter.Kind is RecordFilterKind.Condition or RecordFilterKind.AllVersionsCondition
            && filter.Text.Contains(QualityKeyword, StringComparison.OrdinalIgnoreCase));

    // The limit is one of the whole request, not of each subset as show_info's n.
    private async Task<IReadOnlyList<RequestedSubset>> LimitedAsync(List<RequestedSubset> subsets, long limit, CancellationToken cancel)
    {
        if (limit == 0)
            return subsets;
        if (subsets.Count == 1)
            return [subsets[0] with { Limit = new RecordLimit(limit) }];
        bool isLast = limit < 0;
        long left = Math.Abs(limit);
        List<RequestedSubset> limited = [];
        foreach (RequestedSubset subset in isLast ? Enumerable.Reverse(subsets) : subsets)
        {
            if (left == 0)
                break;
            long count = Math.Min(left, await CountAsync(subset.Query, cancel));
            if (count > 0)
                limited.Add(subset with { Limit = new RecordLimit(isLast ? -count : count) });
            left -= count;
        }
        if (isLast)
            limited.Reverse();
        return limited;
    }

    private async Task<long> CountAsync(RecordQuery query, CancellationToken cancel)
    {
        SqlText sql = query.Count();
        await using NpgsqlCommand command = sql.On(session.Connection);
        return Convert.ToInt64(await command.ExecuteScalarAsync(cancel), CultureInfo.InvariantCulture);
    }

    private static DrmsException Error(string message) => new(ErrorCode.Argument, message);
}
