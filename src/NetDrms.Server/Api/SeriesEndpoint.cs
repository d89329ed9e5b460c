using System.Buffers;
using System.Text.Json;
using NetDrms.Database.Sql;
using NetDrms.Drms.Catalog;
using NetDrms.Drms.Output.Tables;
using NetDrms.Drms.Queries;
using NetDrms.Drms.Records;
using NetDrms.Drms.Sessions;
using NetDrms.Model.Series;
using Npgsql;

namespace NetDrms.Server.Api;

/// <summary><c>GET /api/v1/series/{name}</c>: the whole definition of a series, its ends, and how many records it has.</summary>
/// <param name="call">Runs it.</param>
internal sealed class SeriesEndpoint(ApiCall call)
{
    /// <summary>Parameters.</summary>
    public static IReadOnlyList<string> Parameters { get; } = ["counts"];

    /// <summary>Answers a request.</summary>
    public async Task AnswerAsync(HttpContext http)
    {
        ApiQuery query = new(http.Request.Query, [.. Parameters]);
        bool isExact = query.Text("counts") switch
        {
            null or "estimate" => false,
            "exact" => true,
            _ => throw new ApiException("counts", "counts is \"estimate\" or \"exact\""),
        };
        CancellationToken cancel = http.RequestAborted;
        await using DrmsSession session = await call.OpenSessionAsync(cancel);
        SeriesCatalog catalog = new(session.Connection, session.Transaction);
        SeriesDefinition series = await catalog.GetAsync((string)http.Request.RouteValues["name"]!, cancel);
        SeriesStatistics statistics = new(session.Connection, session.Transaction);
        SeriesExtent extent = await statistics.ExtentAsync(series, cancel);
        Dictionary<long, string> ends = await EndsAsync(session, series, extent, catalog, cancel);
        SeriesCounts? counts = isExact ? await statistics.CountAsync(series, cancel) : null;
        long? estimate = isExact ? null : await EstimateAsync(session, series, cancel);
        ArrayBufferWriter<byte> body = new(16 * 1024);
        await using (Utf8JsonWriter json = new(body, ApiJson.Options))
        {
            json.WriteStartObject();
            SeriesJson.Write(json, series);
            json.WriteStartObject("interval");
            WriteEnd(json, "first", extent.FirstRecnum, ends);
            WriteEnd(json, "last", extent.LastRecnum, ends);
            Number(json, "highestRecnum", extent.HighestRecnum);
            json.WriteEndObject();
            json.WriteStartObject("counts");
            json.WriteBoolean("isExact", isExact);
            Number(json, "rows", counts?.Records ?? estimate);
            if (counts is not null)
                json.WriteNumber("records", counts.Groups);
            json.WriteEndObject();
            json.WriteEndObject();
        }
        http.Response.ContentType = "application/json";
        await TableAnswer.SendWholeAsync(http, body);
    }

    private static async Task<Dictionary<long, string>> EndsAsync(DrmsSession session, SeriesDefinition series, SeriesExtent extent, SeriesCatalog catalog, CancellationToken cancel)
    {
        long[] recnums = [.. new[] { extent.FirstRecnum, extent.LastRecnum }.OfType<long>().Distinct()];
        RecordTable table = await RecordTable.BindAsync([series], new RecordTableRequest { Keys = ["record", "recnum"] }, catalog.FindAsync, cancel);
        RecordTablePart part = table.Of(series);
        RowBatch batch = new(table.Fields, 2);
        await using RecordReader reader = await RecordReader.OpenAsync(session.Connection, RecordQuery.OfRecnums(series, recnums), part.Columns, RecordLimit.None, cancel);
        while (await reader.ReadAsync(cancel))
            part.Add(reader.Row, batch);
        return Enumerable.Range(0, batch.Count).ToDictionary(i => batch[1].Integer(i), i => System.Text.Encoding.UTF8.GetString(batch[0].Utf8(i)));
    }

    // What the planner believes; null when the table was never looked at.
    private static async Task<long?> EstimateAsync(DrmsSession session, SeriesDefinition series, CancellationToken cancel)
    {
        SqlText sql = $"select reltuples::bigint from pg_catalog.pg_class where oid = to_regclass({SqlName.Of(series.Name).Quoted}) and reltuples >= 0";
        await using NpgsqlCommand command = sql.On(session.Connection);
        return await command.ExecuteScalarAsync(cancel) as long?;
    }

    private static void WriteEnd(Utf8JsonWriter json, string name, long? recnum, Dictionary<long, string> records)
    {
        if (recnum is not long number)
        {
            json.WriteNull(name);
            return;
        }
        json.WriteStartObject(name);
        json.WriteNumber("recnum", number);
        json.WriteString("record", records.GetValueOrDefault(number));
        json.WriteEndObject();
    }

    private static void Number(Utf8JsonWriter json, string name, long? number)
    {
        if (number is long value)
            json.WriteNumber(name, value);
        else
            json.WriteNull(name);
    }
}
