using NetDrms.Database.Sql;
using NetDrms.Drms.Queries;
using NetDrms.Drms.Records;
using NetDrms.Model.Errors;
using NetDrms.Model.Keywords;
using NetDrms.Model.Series;
using NetDrms.Server.Pages.Records;
using NetDrms.Server.Pages.Viewer;
using Npgsql;

namespace NetDrms.Server.Pages.Explorer;

/// <summary>Reads what the explorer shows.</summary>
internal static class ExplorerReading
{
    private static readonly string[] s_plottedFirst = ["DATAMEAN", "DATAMEDN", "DATARMS", "EXPTIME"];

    /// <summary>Reads it. What is wrong with the record set is told in the page.</summary>
    public static async Task<ExplorerModel> ReadAsync(PageSession session, ExplorerRequest request, string site, CancellationToken cancel)
    {
        ExplorerModel model = new(request);
        if (request.RecordSet.Length == 0)
            return model with { Examples = await Examples.ForAsync(session, null, cancel) };
        List<DrmsError> warnings = [];
        try
        {
            IReadOnlyList<RecordQuery> queries = await RecordSetReading.OpenAsync(session, request.RecordSet, warnings, cancel);
            return await FillAsync(session, model, queries, warnings, site, cancel);
        }
        catch (DrmsException failure) when (PageProblem.Of(failure.Error, "").Status < StatusCodes.Status500InternalServerError || failure.Error.Code == ErrorCode.Limit)
        {
            return model with { Problem = failure.Error, Warnings = warnings, Examples = await Examples.ForAsync(session, await NamedAsync(session, request.RecordSet, cancel), cancel) };
        }
    }

    private static async Task<ExplorerModel> FillAsync(PageSession session, ExplorerModel model, IReadOnlyList<RecordQuery> queries, List<DrmsError> warnings, string site, CancellationToken cancel)
    {
        ExplorerRequest request = model.Request;
        SeriesDefinition series = queries[0].Series;
        IReadOnlyList<string> keywords = request.Keywords.Count > 0 ? request.Keywords : UsualKeywords.Of(series);
        RecordTable table = new(keywords);
        await ReadRecordsAsync(session, table, queries, request, cancel);
        foreach (string unknown in table.Unknown)
        {
            warnings.Add(new DrmsError(ErrorCode.UnknownKeyword, $"no series here has a keyword \"{Excerpt.Of(unknown)}\"")
            {
                Hint = NearestName.Hint(unknown, RecordKeyword.All(series, withImplicit: false).Select(keyword => keyword.Name)),
            });
        }
        return model with
        {
            Warnings = warnings,
            Series = [.. queries.Select(query => query.Series.Name.Text).Distinct(StringComparer.OrdinalIgnoreCase)],
            HasSubsets = queries.Count > 1,
            Choices = Choices(queries, keywords),
            Columns = table.Columns,
            Lines = table.Lines,
            HasMore = table.HasMore,
            Matching = await CountAsync(session, queries, cancel),
            Curve = Curve(series, request, keywords),
            Preview = await PreviewAsync(session, request, table.Lines, cancel),
            Snippets = Snippets.Of(request, keywords, SegmentsOf(queries), site),
            Examples = await Examples.ForAsync(session, series, cancel),
        };
    }

    // of several subsets each gets what the ones before have left
    private static async Task ReadRecordsAsync(PageSession session, RecordTable table, IReadOnlyList<RecordQuery> queries, ExplorerRequest request, CancellationToken cancel)
    {
        int count = Math.Abs(request.Count);
        foreach (RecordQuery query in queries)
        {
            int left = count - table.Lines.Count;
            if (left == 0)
                return;
            RecordLimit limit = request.Count < 0 ? RecordLimit.Last(left) : RecordLimit.First(left);
            long skip = request.Count > 0 && queries.Count == 1 ? (long)(request.Page - 1) * count : 0;
            await table.AddAsync(session, query, query.Set?.Segments?.Select(segment => segment.Name).ToArray(), limit, skip, cancel);
        }
    }

    private static async Task<string> CountAsync(PageSession session, IReadOnlyList<RecordQuery> queries, CancellationToken cancel)
    {
        long total = 0;
        int limit = Wording.CountLimit;
        foreach (RecordQuery query in queries)
        {
            SqlText one = $"1";
            SqlText sql = $"select count(*) from ({query.Select(one, new SqlText(), RecordLimit.First(limit + 1))}) few";
            await using NpgsqlCommand command = sql.On(session.Session.Connection);
            total += (long)(await command.ExecuteScalarAsync(cancel))!;
        }
        return Wording.Records(Math.Min(total, limit), total > limit);
    }

    private static List<KeywordChoice> Choices(IReadOnlyList<RecordQuery> queries, IReadOnlyList<string> keywords)
    {
        List<KeywordChoice> choices = [];
        HashSet<string> met = new(StringComparer.OrdinalIgnoreCase);
        foreach (RecordKeyword keyword in queries.SelectMany(query => RecordKeyword.All(query.Series, withImplicit: false)))
        {
            if (met.Add(keyword.Name))
                choices.Add(new KeywordChoice(keyword.Name, Wording.Note(keyword.Definition.Description).Text, keywords.Contains(keyword.Name, StringComparer.OrdinalIgnoreCase), IsNumber(keyword)));
        }
        return choices;
    }

    private static CurveChoice? Curve(SeriesDefinition series, ExplorerRequest request, IReadOnlyList<string> keywords)
    {
        if (PlotTime.Of(series) is not PlotTime time)
            return null;
        List<string> numbers = [];
        foreach (string name in keywords.Concat(request.Plotted))
        {
            if (RecordKeyword.TryFind(series, name, out RecordKeyword? keyword) && IsNumber(keyword) && !numbers.Contains(keyword.Name))
                numbers.Add(keyword.Name);
        }
        if (numbers.Count == 0)
            return null;
        string usual = s_plottedFirst.FirstOrDefault(name => numbers.Contains(name, StringComparer.OrdinalIgnoreCase)) ?? numbers[^1];
        IReadOnlyList<string> plotted = request.Plotted.Count > 0 ? request.Plotted : [usual];
        string url = $"/curves.json?ds={Uri.EscapeDataString(request.RecordSet)}{(request.Count < 0 ? FormattableString.Invariant($"&n={request.Count}") : "")}";
        return new CurveChoice(time.Keyword.Name, [.. numbers.Select(name => (name, plotted.Contains(name, StringComparer.OrdinalIgnoreCase)))], url);
    }

    private static async Task<Preview?> PreviewAsync(PageSession session, ExplorerRequest request, IReadOnlyList<RecordLine> lines, CancellationToken cancel)
    {
        RecordLine? line = lines.FirstOrDefault(l => l.Version == request.Record) ?? lines.FirstOrDefault(l => l.Files.Any(IsShown));
        string version = request.Record.Length > 0 ? request.Record : line?.Version ?? "";
        string segment = request.Segment.Length > 0 ? request.Segment : line?.Files.FirstOrDefault(IsShown)?.Segment ?? "";
        if (version.Length == 0 || segment.Length == 0)
            return null;
        try
        {
            SegmentImage image = await SegmentImage.FindAsync(session, version, segment, cancel);
            if (!image.IsPicture)
                throw PictureEndpoints.NoPicture(image);
            int factor = Pictures.PixelGrid.FactorFor(Math.Max(1, image.Width), Math.Max(1, image.Height), Preview.Size);
            return new Preview(version, image.Query, image.Name, (image.Width + factor - 1) / factor, (image.Height + factor - 1) / factor, PictureLook.Of(request.Look, image), null);
        }
        catch (DrmsException failure)
        {
            return new Preview(version, line?.Query ?? version, segment, 0, 0, null, PageProblem.Of(failure.Error, "").Error);
        }
    }

    private static List<string> SegmentsOf(IReadOnlyList<RecordQuery> queries) =>
        [.. queries.SelectMany(query => query.Series.Segments.Where(segment => query.Set?.Segments?.Contains(segment) ?? true)).Select(segment => segment.Name).Distinct(StringComparer.OrdinalIgnoreCase)];

    private static bool IsShown(RecordFile file) => file is { IsThere: true, IsImage: true };

    private static bool IsNumber(RecordKeyword keyword) => keyword.Definition.IsLinked || keyword.Definition.Type is not (DrmsType.String or DrmsType.Time);

    // the series of a text that is wrong behind its name
    private static async Task<SeriesDefinition?> NamedAsync(PageSession session, string text, CancellationToken cancel)
    {
        int end = text.AsSpan().IndexOfAny('[', '{', ',');
        return await session.FindAsync((end < 0 ? text : text[..end]).Trim(), cancel);
    }
}
