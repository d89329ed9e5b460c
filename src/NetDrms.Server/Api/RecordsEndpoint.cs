using NetDrms.Drms.Output.Tables;
using NetDrms.Drms.Sessions;
using NetDrms.Model.RecordSets;

namespace NetDrms.Server.Api;

/// <summary><c>GET /api/v1/records?spec=</c>: the records of a record set as a table.</summary>
/// <param name="call">Runs it.</param>
/// <param name="tables">Writes the table.</param>
/// <param name="address">Addresses of the site.</param>
internal sealed class RecordsEndpoint(ApiCall call, TableSender tables, SiteAddress address)
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
        RecordTable table = await set.BindTableAsync(request, query, keyParameter: "key", segmentParameter: "segments", cancel);
        string[] names = [.. set.Queries.Select(q => q.Series.Name.Text).Distinct()];
        TableDescription description = new(string.Join(", ", names), table.Fields)
        {
            Description = names.Length == 1 ? set.Queries[0].Series.Description : "",
            RecordSet = spec.Text,
            Times = times,
        };
        await tables.SendAsync(http, format, description, page.Limit is not null,
            batch => new RecordTableRows(session, new RecordTableQuery(set.Queries, table, page), address.Of(http), batch));
    }
}
