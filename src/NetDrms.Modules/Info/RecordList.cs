using System.Globalization;
using NetDrms.Database.Sql;
using NetDrms.Drms.Json;
using NetDrms.Drms.Output;
using NetDrms.Drms.Queries;
using NetDrms.Drms.Records;
using NetDrms.Drms.Sessions;
using NetDrms.Model.Errors;
using NetDrms.Model.RecordSets;
using NetDrms.Model.Series;
using NetDrms.Modules.Driver;
using NetDrms.Modules.Listing;
using Npgsql;

namespace NetDrms.Modules.Info;

/// <summary><c>op=rs_list</c>: keywords, segments and links of records. Spec 06 §2.4.</summary>
/// <remarks>Nothing is sent before the last record was read, so an answer is whole or an error.</remarks>
internal sealed class RecordList(ModuleContext context, InfoRequest request, DrmsSession session, RecordSetAccess access, InfoOutput output)
{
    private const string UnknownSeries = " jsoc_info: series not found.";   // the blank is the original's
    private const long LongestForStrangers = 2L * 1024 * 1024 * 1024;

    private long _count;
    private long _countOfWhole;   // records of subsets that are whole series, which the site's limit is for
    private string? _cut;   // the series of which more records are there than may be listed

    /// <summary>Answers.</summary>
    public async Task<int> AnswerAsync(CancellationToken cancel)
    {
        RecordSetSpec spec = RecordSubsets.Parse(context, request, access);
        List<SeriesDefinition> series = [];
        foreach (RecordSetElement element in spec.Elements)
            series.Add(await RecordSubsets.FindAsync(element, access, UnknownSeries, cancel));
        RecordQuery[] queries = [.. spec.Elements.Select((element, i) => RecordSubsets.Bind(element, series[i], request, access))];
        AnswerPlan plan = AnswerPlan.For(request.Columns, series);
        using ColumnStore store = new(longestBytes: request.Trust == Trust.Stranger ? LongestForStrangers : long.MaxValue);
        UnitLookup units = new(session.Storage.ClientAsync, retrieves: false, retentionDays: null) { IsPublished = context.Surroundings.IsWeb };
        AnswerLookups lookups = new(units, session.Connection);
        IRowAnswer answer = request.WithFitsNames ? new RecordAnswer(plan, store, lookups) : new ColumnAnswer(plan, store, lookups);
        for (int i = 0; i < queries.Length; i++)
        {
            BoundAnswer bound = await BoundAnswer.BindAsync(plan, series[i], access.FindAsync, cancel);
            answer.Begin(bound);
            await ReadAsync(queries[i], RecordSubsets.IsWhole(spec.Elements[i]), bound, answer, cancel);
        }
        return context.Arguments.Session.PrintsSql ? ExitCode.Ok : await SendAsync(answer, cancel);
    }

    private async Task<int> SendAsync(IRowAnswer answer, CancellationToken cancel)
    {
        output.Begin();
        if (_count > 0)
            await answer.SendAsync(context.Out, cancel);
        output.Json.Member("count", _count);
        if (_cut is null)
            return output.End(withRuntime: _count > 0 || !request.WithoutRuntime);
        return output.EndIncomplete(new DrmsError(ErrorCode.Limit, string.Create(CultureInfo.InvariantCulture, $"only the first {MaxRecords} records of {_cut} are listed"))
        {
            Detail = "This site lists no more of a series at a time.",
            Hint = "Give a filter, or say with n how many records you want.",
        });
    }

    private long? MaxRecords => context.Site.MaxRecords;

    private async Task ReadAsync(RecordQuery query, bool isWhole, BoundAnswer bound, IRowAnswer answer, CancellationToken cancel)
    {
        long? most = isWhole && request.Count == 0 ? MaxRecords - _countOfWhole : null;
        RecordLimit limit = most is long max ? RecordLimit.First(max + 1) : new RecordLimit(request.Count);
        SqlText sql = query.Select(bound.Columns.Columns, bound.Columns.Joins, limit);
        if (context.PrintsSql(sql))
            return;
        // The session tables are read between two chunks, when the connection is free.
        await using NpgsqlTransaction? reading = bound.Plan.NeedsSessions ? await session.Connection.BeginTransactionAsync(cancel) : null;
        await using (RecordReader reader = reading is null
            ? await RecordReader.OpenAsync(session.Connection, sql, bound.Columns, cancel)
            : await RecordReader.OpenCursorAsync(session.Connection, sql, bound.Columns, ListingOutput.RowsHeld, answer.FlushAsync, cancel))
        {
            for (long count = 0; await reader.ReadAsync(cancel); count++)
            {
                if (count == most)
                {
                    _cut = query.Series.Name.Text;
                    break;
                }
                answer.Write(reader.Row);
                _count++;
                _countOfWhole += most is null ? 0 : 1;
                if (answer.IsFull && reading is null)
                    await answer.FlushAsync(cancel);
            }
        }
        await answer.FlushAsync(cancel);
    }
}
