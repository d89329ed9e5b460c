using NetDrms.Database.Sql;
using NetDrms.Drms.Queries;
using NetDrms.Drms.Sessions;
using NetDrms.Model.RecordSets;
using NetDrms.Model.Series;
using NetDrms.Modules.Driver;
using NetDrms.Modules.Listing;
using Npgsql;

namespace NetDrms.Modules.Info;

/// <summary><c>op=rs_summary</c>: how many records. Spec 06 §2.3.</summary>
internal sealed class RecordCount(ModuleContext context, InfoRequest request, DrmsSession session, RecordSetAccess access, InfoOutput output)
{
    private const string UnknownSeries = "series not found";

    /// <summary>Answers.</summary>
    public async Task<int> AnswerAsync(CancellationToken cancel)
    {
        long count = 0;
        foreach (RecordSetElement element in RecordSubsets.Parse(context, request, access).Elements)
        {
            SeriesDefinition series = await RecordSubsets.FindAsync(element, access, UnknownSeries, cancel);
            long records = await CountAsync(RecordSubsets.Bind(element, series, request, access), cancel);
            count += request.Count == 0 ? records : Math.Min(records, Math.Abs(request.Count));
        }
        if (context.Arguments.Session.PrintsSql)
            return ExitCode.Ok;
        output.Begin();
        output.Json.Member("count", count);
        return output.End(!request.WithoutRuntime);
    }

    private async Task<long> CountAsync(RecordQuery query, CancellationToken cancel)
    {
        SqlText sql = query.Count();
        if (context.PrintsSql(sql))
            return 0;
        await using NpgsqlCommand command = sql.On(session.Connection);
        return (long)(await command.ExecuteScalarAsync(cancel))!;
    }
}
