using NetDrms.Drms.Output.Tables;
using NetDrms.Drms.Queries;
using NetDrms.Drms.Sessions;
using NetDrms.Model.Errors;
using NetDrms.Model.RecordSets;

namespace NetDrms.Server.Api;

/// <summary><c>GET /api/v1/records?spec=</c>: the records of a record set as a table.</summary>
/// <param name="call">Runs it.</param>
/// <param name="tables">Writes the table.</param>
internal sealed class RecordsEndpoint(ApiCall call, RecordTableAnswer tables)
{
    /// <summary>Parameters.</summary>
    public static IReadOnlyList<string> Parameters { get; } = ["spec", "key", "segments", "n", "limit", "after", "times", "format"];

    /// <summary>Answers a request.</summary>
    public async Task AnswerAsync(HttpContext http)
    {
        ApiQuery query = new(http.Request.Query, [.. Parameters]);
        TableFormat format = Negotiation.Choose(http.Request, query.Text("format"));
        RecordSetSpec spec = ApiRecordSet.Parse(query);
        RecordPage page = RecordPage.Read(query, spec.Elements.Count);
        RecordTableRequest request = new()
        {
            Keys = query.List("key") is { Count: > 0 } keys ? keys : [RecordTableRequest.All],
            Segments = query.List("segments"),
        };
        TimeForm times = query.Times();
        CancellationToken cancel = http.RequestAborted;
        await using DrmsSession session = await call.OpenSessionAsync(cancel);
        ApiRecordSet set = await ApiRecordSet.BindAsync(spec, session, cancel);
        RecordTable table;
        try
        {
            table = await RecordTable.BindAsync([.. set.Queries.Select(q => q.Series)], request, set.FindAsync, cancel);
        }
        catch (DrmsException failure) when (failure.Error.Code is ErrorCode.UnknownKeyword or ErrorCode.UnknownSegment)
        {
            string parameter = failure.Error.Code == ErrorCode.UnknownKeyword ? "key" : "segments";
            throw new ApiException(new ApiProblem(StatusCodes.Status400BadRequest, Placed(failure.Error, query.Text(parameter) ?? "")) { Parameter = parameter }, failure);
        }
        string[] names = [.. set.Queries.Select(q => q.Series.Name.Text).Distinct()];
        TableDescription description = new(string.Join(", ", names), table.Fields)
        {
            Description = names.Length == 1 ? set.Queries[0].Series.Description : "",
            RecordSet = spec.Text,
            Times = times,
        };
        await tables.SendAsync(http, session, new RecordTableQuery(set.Queries, table, page), format, description);
    }

    // Where the unknown name stands in the list.
    private static DrmsError Placed(DrmsError error, string list)
    {
        string name = error.Message[(error.Message[..^1].LastIndexOf('"') + 1)..^1];
        int at = list.IndexOf(name, StringComparison.Ordinal);
        return at < 0 ? error : error with { Source = list, Span = new SourceSpan(at, name.Length) };
    }
}
