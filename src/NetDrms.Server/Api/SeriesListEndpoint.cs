using System.Buffers;
using System.Text.Json;
using NetDrms.Drms.Catalog;
using NetDrms.Drms.Sessions;
using NetDrms.Model.Errors;

namespace NetDrms.Server.Api;

/// <summary><c>GET /api/v1/series</c>: the series that everybody may read.</summary>
/// <param name="call">Runs it.</param>
/// <param name="address">Addresses of the site.</param>
internal sealed class SeriesListEndpoint(ApiCall call, SiteAddress address)
{
    /// <summary>Parameters.</summary>
    public static IReadOnlyList<string> Parameters { get; } = ["filter", "limit", "after"];

    private const int LargestPage = 10_000;
    private const string Inverted = "NOT ";

    /// <summary>Answers a request.</summary>
    public async Task AnswerAsync(HttpContext http)
    {
        ApiQuery query = new(http.Request.Query, [.. Parameters]);
        int limit = (int)(query.Integer("limit", 1, LargestPage) ?? LargestPage);
        string after = query.Text("after") ?? "";
        SeriesFilter? filter = query.Text("filter") is not string text ? null
            : text.StartsWith(Inverted, StringComparison.Ordinal) ? new SeriesFilter(text[Inverted.Length..].Trim(), true) : new SeriesFilter(text, false);
        await using DrmsSession session = await call.OpenSessionAsync(http.RequestAborted);
        ArrayBufferWriter<byte> body = new(16 * 1024);
        string? last = null, next = null;
        await using (Utf8JsonWriter json = new(body, ApiJson.Options))
        {
            json.WriteStartObject();
            json.WriteStartArray("series");
            int count = 0;
            try
            {
                await foreach (SeriesListing series in new SeriesCatalog(session.Connection, session.Transaction).ListAsync(filter, http.RequestAborted))
                {
                    if (string.CompareOrdinal(series.Name, after) <= 0)
                        continue;
                    if (count == limit)
                    {
                        next = address.Next(http, last!);
                        break;
                    }
                    Write(json, series);
                    last = series.Name;
                    count++;
                }
            }
            catch (DrmsException failure) when (failure.Error.Code == ErrorCode.Argument)
            {
                throw new ApiException(new ApiProblem(StatusCodes.Status400BadRequest, failure.Error) { Parameter = "filter" }, failure);
            }
            json.WriteEndArray();
            json.WriteNumber("count", count);
            json.WriteString("next", next);
            json.WriteEndObject();
        }
        http.Response.ContentType = "application/json";
        if (next is not null)
            http.Response.Headers.Link = $"<{next}>; rel=\"next\"";
        await TableAnswer.SendWholeAsync(http, body);
    }

    private static void Write(Utf8JsonWriter json, SeriesListing series)
    {
        json.WriteStartObject();
        json.WriteString("name", series.Name);
        json.WriteStartArray("primeKeys");
        foreach (string key in series.PrimeKeys)
            json.WriteStringValue(key);
        json.WriteEndArray();
        json.WriteString("description", series.Description);
        json.WriteString("owner", series.Owner);
        json.WriteEndObject();
    }
}
