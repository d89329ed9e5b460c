using NetDrms.Drms.Output.Tables;
using NetDrms.Drms.Queries;
using NetDrms.Drms.Sessions;
using NetDrms.Model.RecordSets;

namespace NetDrms.Server.Api;

/// <summary><c>GET /api/v1/files?spec=</c>: the files of a record set's segments.</summary>
/// <param name="call">Runs it.</param>
/// <param name="tables">Writes the table.</param>
/// <param name="address">Addresses of the site.</param>
internal sealed class FilesEndpoint(ApiCall call, TableSender tables, SiteAddress address)
{
    /// <summary>Parameters.</summary>
    public static IReadOnlyList<string> Parameters { get; } = ["spec", "seg", "n", "limit", "after", "format"];

    /// <summary>Answers a request.</summary>
    public async Task AnswerAsync(HttpContext http)
    {
        ApiQuery query = new(http.Request.Query, [.. Parameters]);
        TableFormat format = Negotiation.Choose(http.Request, query.Text("format"));
        RecordSetSpec spec = ApiRecordSet.Parse(query);
        RecordPage page = RecordPage.Read(query, spec.Elements.Count);
        CancellationToken cancel = http.RequestAborted;
        await using DrmsSession session = await call.OpenSessionAsync(cancel);
        ApiRecordSet set = await ApiRecordSet.BindAsync(spec, session, cancel);
        RecordTableRequest request = new() { Keys = ["record", "recnum"], Segments = Segments(query, set) };
        RecordTable table = await set.BindTableAsync(request, query, keyParameter: "seg", segmentParameter: "seg", cancel);
        TableDescription description = new("files", FileRows.Fields) { Description = "Files of segments", RecordSet = spec.Text };
        await tables.SendAsync(http, format, description, page.Limit is not null,
            batch => new FileRows(session, new RecordTableQuery(set.Queries, table, page), address.Of(http), batch));
    }

    // Those of seg=, else those in the braces of the record set, else all.
    private static IReadOnlyList<string> Segments(ApiQuery query, ApiRecordSet set)
    {
        if (query.List("seg") is { Count: > 0 } named)
            return named;
        List<string> names = [];
        for (int i = 0; i < set.Queries.Count; i++)
        {
            RecordQuery subset = set.Queries[i];
            SegmentSelection? selection = set.Spec.Elements[i].Segments;
            names.AddRange(subset.Series.Segments.Select(s => s.Name).Where(name => selection?.Contains(name) ?? true));
        }
        return [.. names.Distinct(StringComparer.OrdinalIgnoreCase)];
    }
}
