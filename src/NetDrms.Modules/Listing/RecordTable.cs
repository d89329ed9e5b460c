using System.Globalization;
using NetDrms.Database.Sql;
using NetDrms.Drms.Output;
using NetDrms.Drms.Queries;
using NetDrms.Drms.Records;
using NetDrms.Drms.Sessions;
using NetDrms.Model.Errors;
using NetDrms.Model.RecordSets;
using NetDrms.Model.Series;
using NetDrms.Modules.Arguments;
using NetDrms.Modules.Driver;
using Npgsql;

namespace NetDrms.Modules.Listing;

/// <summary>The listing of the records of bound subsets, in table or list form, one after another in constant memory. Spec 03 §2.3–2.9.</summary>
/// <param name="context">The call.</param>
/// <param name="arguments">The arguments, of the command line or of a form.</param>
/// <param name="session">The session.</param>
/// <param name="access">Finds the targets of links.</param>
internal sealed class RecordTable(ModuleContext context, ModuleArguments arguments, DrmsSession session, RecordSetAccess access)
{
    private readonly ListingOptions _options = ListingFlags.Read(arguments);
    private readonly RecordLimit _limit = new(arguments.Int("n"));

    /// <summary>Prints the records.</summary>
    /// <param name="spec">The record set.</param>
    /// <param name="queries">Its subsets.</param>
    /// <param name="text">Its text, for messages.</param>
    /// <param name="cancel">Stops the reading.</param>
    public async Task<int> ShowAsync(RecordSetSpec spec, IReadOnlyList<RecordQuery> queries, string text, CancellationToken cancel)
    {
        SeriesDefinition[] series = [.. queries.Select(q => q.Series)];
        LinkDefinition?[] through = [.. series.Select(Through)];
        SeriesDefinition[] shown = new SeriesDefinition[series.Length];
        for (int i = 0; i < series.Length; i++)
            shown[i] = through[i] is LinkDefinition link ? await access.FindAsync(link.TargetSeries, cancel) ?? series[i] : series[i];
        ListingPlan plan = ListingPlan.For(_options, shown);
        WarnOfUnknown("keyword", plan.Keywords, shown, static s => RecordKeyword.All(s, withImplicit: true).Select(k => k.Name));
        WarnOfUnknown("segment", plan.Segments, shown, static s => s.Segments.Select(g => g.Name));
        if (plan.IsEmpty && !arguments.Flag("k"))
            return await OnlyCountAsync(queries, text, cancel);
        UnitLookup units = new(session.Storage.ClientAsync, retrieves: arguments.Flag("p"), arguments.Session.RetentionDays) { IsPublished = context.Surroundings.IsWeb };
        IListingWriter writer = Writer(plan, units);
        long count = 0;
        for (int i = 0; i < queries.Count; i++)
        {
            BoundListing listing = await BoundListing.BindAsync(plan, series[i], through[i], arguments.Flag("k"), SubsetText(spec.Elements[i], series[i]), access.FindAsync, cancel);
            count += await ShowAsync(queries[i], listing, writer, cancel);
        }
        if (arguments.Session.PrintsSql)
            return ExitCode.Ok;
        if (count == 0)
            return Nothing(text);
        return Missing(units);
    }

    // The column says InvalidKeyname, as the original's does; what is wrong stands on standard error.
    private void WarnOfUnknown(string kind, IReadOnlyList<string> names, SeriesDefinition[] series, Func<SeriesDefinition, IEnumerable<string>> having)
    {
        foreach (string name in names)
        {
            if (Array.Exists(series, s => having(s).Contains(name, StringComparer.OrdinalIgnoreCase)))
                continue;
            string which = string.Join(", ", series.Select(s => $"\"{s.Name}\"").Distinct());
            context.Error.Warn(new DrmsError(kind == "keyword" ? ErrorCode.UnknownKeyword : ErrorCode.UnknownSegment, $"series {which} has no {kind} \"{name}\"")
            {
                Hint = NearestName.Hint(name, series.SelectMany(having)),
            });
        }
    }

    private async Task<long> ShowAsync(RecordQuery query, BoundListing listing, IListingWriter writer, CancellationToken cancel)
    {
        SqlText sql = query.Select(listing.Columns.Columns, listing.Columns.Joins, _limit);
        if (context.PrintsSql(sql))
            return 0;
        long count = 0;
        if (_options.Parts.HasFlag(ListingParts.Session))
        {
            // The session tables are read between two chunks, when the connection is free.
            await using NpgsqlTransaction reading = await session.Connection.BeginTransactionAsync(cancel);
            await using (RecordReader chunks = await RecordReader.OpenCursorAsync(session.Connection, sql, listing.Columns, ListingOutput.RowsHeld, writer.Output.FlushAsync, cancel))
            {
                for (; await chunks.ReadAsync(cancel); count++)
                    writer.Write(listing, chunks.Row);
            }
            await writer.Output.FlushAsync(cancel);
            return count;
        }
        await using RecordReader reader = await RecordReader.OpenAsync(session.Connection, sql, listing.Columns, cancel);
        for (; await reader.ReadAsync(cancel); count++)
        {
            writer.Write(listing, reader.Row);
            if (writer.Output.IsFull)
                await writer.Output.FlushAsync(cancel);
        }
        await writer.Output.FlushAsync(cancel);
        return count;
    }

    private IListingWriter Writer(ListingPlan plan, UnitLookup units)
    {
        bool isList = arguments.Flag("k");
        ListingLookups? lookups = plan.NeedsLookups ? new ListingLookups(_options.Parts, isList, units, session.Connection) : null;
        ListingOutput output = new(context.Out, lookups);
        return isList
            ? new ListWriter(output, ListLayout.ShowInfo)
            : new TableWriter(output, TableLayout.ShowInfo, withHeader: !arguments.Flag("q"), withTypes: arguments.Flag("t"));
    }

    // "Nothing requested": the empty header, and how many there are.
    private async Task<int> OnlyCountAsync(IReadOnlyList<RecordQuery> queries, string text, CancellationToken cancel)
    {
        long total = 0;
        foreach (RecordQuery query in queries)
        {
            SqlText sql = query.Count();
            if (context.PrintsSql(sql))
                continue;
            await using NpgsqlCommand command = sql.On(session.Connection);
            long count = (long)(await command.ExecuteScalarAsync(cancel))!;
            total += _limit.Count == 0 ? count : Math.Min(count, Math.Abs(_limit.Count));
        }
        if (total == 0)
            return Nothing(text);
        context.Out.Text(string.Create(CultureInfo.InvariantCulture, $"{(arguments.Flag("q") ? "" : "\n")}{total} records found, no other information requested\n"));
        return ExitCode.Error;
    }

    private int Nothing(string text)
    {
        if (!arguments.Flag("q"))
            context.Error.Line($"** No records in selected data set, query was {text} **");
        return arguments.Flag("fail-empty") ? ExitCode.Empty : ExitCode.Ok;
    }

    // A missing unit hides no record; with -p it is an error all the same. Spec 03 §2.9.
    private int Missing(UnitLookup units)
    {
        if (!arguments.Flag("p"))
            return ExitCode.Ok;
        int exitCode = ExitCode.Ok;
        foreach (long sunum in units.Missing.Order())
        {
            context.Out.Flush();
            context.Error.Print(new DrmsError(ErrorCode.Sums, $"storage unit {sunum} is not to be had: it is off line, or SUMS does not know it"));
            exitCode = ExitCode.Error;
        }
        return exitCode;
    }

    private LinkDefinition? Through(SeriesDefinition series)
    {
        string? name = arguments.TextOrNull("link");
        if (string.IsNullOrWhiteSpace(name))
            return null;
        if (series.TryGetLink(name, out LinkDefinition? link))
            return link;
        DrmsError error = new(ErrorCode.UnknownLink, $"series \"{series.Name}\" has no link \"{name}\"") { Hint = NearestName.Hint(name, series.Links.Select(l => l.Name)) };
        throw new DrmsException(arguments.Given("link")?.At(error) ?? error);
    }

    private static string SubsetText(RecordSetElement element, SeriesDefinition series) =>
        $"{series.Name}|{(element.Filters.All(f => f.IsEmpty) ? "NONE" : element.FilterText)}";
}
