using NetDrms.Database.Sql;
using NetDrms.Drms.Catalog;
using NetDrms.Drms.Output;
using NetDrms.Drms.Queries;
using NetDrms.Drms.Sessions;
using NetDrms.Model.Errors;
using NetDrms.Model.RecordSets;
using NetDrms.Model.Series;
using NetDrms.Modules.Arguments;
using NetDrms.Modules.Driver;
using Npgsql;

namespace NetDrms.Modules.Listing;

/// <summary>The work of <c>show_info</c> behind its arguments: subsets, definitions, counts, records. Spec 03 §2.1.</summary>
/// <param name="context">The call.</param>
/// <param name="arguments">The arguments, of the command line or of a form.</param>
/// <param name="session">The session.</param>
/// <param name="trust">Who wrote the record set.</param>
internal sealed class RecordListing(ModuleContext context, ModuleArguments arguments, DrmsSession session, Trust trust)
{
    private const string NeedsFilter =
        "### show_info - the query must contain a record-filter, or the n=num_records or @file argument must be present.";

    /// <summary>Parses record sets and finds their series.</summary>
    public RecordSetAccess Access { get; } = new(context, session, trust);

    /// <summary><c>-e</c>: a line a subset.</summary>
    public async Task<int> ShowSubsetsAsync(RecordSetSpec spec, CancellationToken cancel)
    {
        List<string> lines = arguments.Flag("q") ? [] : ["SERIES\tFILTER"];
        foreach (RecordSetElement element in spec.Elements)
        {
            if (await Access.FindAsync(element, cancel) is not SeriesDefinition series)
                return UnknownSeries(await Access.UnknownAsync(element, cancel), element, spec.Text, isCount: false);
            lines.Add($"{series.Name}\t{(element.Filters.All(f => f.IsEmpty) ? "NONE" : element.FilterText)}");
        }
        foreach (string line in lines)
            context.Out.Text(line + "\n");
        return ExitCode.Ok;
    }

    /// <summary>Everything else, in the original's order of precedence.</summary>
    /// <param name="spec">The record set.</param>
    /// <param name="cancel">Stops the reading.</param>
    public async Task<int> ShowAsync(RecordSetSpec spec, CancellationToken cancel)
    {
        bool isDefinition = arguments.Flag("l") || arguments.Flag("j") || arguments.Flag("s");
        bool isCount = arguments.Flag("c") && !isDefinition;
        bool isLimited = isDefinition || isCount || spec.HasFilters || spec.HasListFile || arguments.Int("n") != 0;
        List<SeriesDefinition> series = [];
        foreach (RecordSetElement element in spec.Elements)
        {
            if (await Access.FindAsync(element, cancel) is not SeriesDefinition found)
                return UnknownSeries(await Access.UnknownAsync(element, cancel), element, isLimited ? spec.Text : null, isCount);
            series.Add(found);
        }
        if (isDefinition && series.Count > 0)
            return await ShowDefinitionAsync(series[0], cancel);
        if (!isLimited)
        {
            context.Error.Line(NeedsFilter);
            return ExitCode.Error;
        }
        List<RecordQuery> queries = [];
        for (int i = 0; i < spec.Elements.Count; i++)
        {
            if (!Access.TryBind(spec.Elements[i], series[i], arguments.Flag("b"), out RecordQuery? query, out DrmsError? error))
            {
                string after = isCount ? $"\n### show_info: series {spec.Text} not found." : "";
                return context.Fail(error with { ClassicMessage = (error.ClassicMessage + after).TrimStart('\n') is { Length: > 0 } classic ? classic : null });
            }
            queries.Add(query);
        }
        if (isCount)
            return await ShowCountAsync(queries, cancel);
        return await new RecordTable(context, arguments, session, Access).ShowAsync(spec, queries, spec.Text, cancel);
    }

    private async Task<int> ShowDefinitionAsync(SeriesDefinition series, CancellationToken cancel)
    {
        if (arguments.Flag("l"))
            context.Out.Text(SeriesOverview.Of(series));
        else if (arguments.Flag("j"))
            context.Out.Text(DefinitionWriter.Write(series));
        else
            await SeriesEnds.ShowAsync(context, session, series, cancel);
        return ExitCode.Ok;
    }

    private async Task<int> ShowCountAsync(List<RecordQuery> queries, CancellationToken cancel)
    {
        long count = 0;
        foreach (RecordQuery query in queries)
            count += await CountAsync(query, cancel);
        if (arguments.Session.PrintsSql)
            return ExitCode.Ok;
        context.Out.Number(count);
        context.Out.Text(arguments.Flag("q") ? "\n" : " records match the query\n");
        return count == 0 && arguments.Flag("fail-empty") ? ExitCode.Empty : ExitCode.Ok;
    }

    private async Task<long> CountAsync(RecordQuery query, CancellationToken cancel)
    {
        SqlText sql = query.Count();
        if (context.PrintsSql(sql))
            return 0;
        await using NpgsqlCommand command = sql.On(session.Connection);
        return (long)(await command.ExecuteScalarAsync(cancel))!;
    }

    // The original's two lines; with -c the line of its library stands between them.
    private int UnknownSeries(DrmsError unknown, RecordSetElement element, string? set, bool isCount)
    {
        string classic = $"unable to open template record for series '{element.SeriesName}'; this series does not exist";
        if (isCount && element.SeriesName.Contains('.', StringComparison.Ordinal))
            classic += $"\n{unknown.ClassicMessage ?? $"Couldn't get template record for series '{element.SeriesName}'.drms_template_record return status=-10003"}";
        classic += set is null ? $"\n{NeedsFilter}" : $"\n### show_info: series {set} not found.";
        return context.Fail(unknown with { ClassicMessage = classic });
    }
}
