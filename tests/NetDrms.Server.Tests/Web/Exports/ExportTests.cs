using System.Net;
using System.Text;
using System.Text.Json;
using NetDrms.Database.Sql;
using Npgsql;

namespace NetDrms.Server.Tests.Web.Exports;

/// <summary>Exports over the web, from the request to the file. Spec 06 §1, §5.2, §13.2.</summary>
[Collection(WebTests.Name)]
public sealed class ExportTests(WebSite site)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/cgi-bin/ajax/jsoc_fetch")]
    [InlineData("/cgi-bin/jsocextfetch")]
    [InlineData("/jsoc_fetch")]
    public async Task An_export_at_once_leads_to_the_files(string path)
    {
        JsonElement answer = await AskAsync($"{path}?op=exp_request&ds=demo.web%5B2-3%5D%7Bimage%7D&method=url_quick&protocol=as-is&process%3Dn=0&requestor=user&notify=user%40example.com");
        Assert.Equal(0, answer.GetProperty("status").GetInt32());
        int record = 2;
        foreach (JsonElement entry in answer.GetProperty("data").EnumerateArray())
        {
            Assert.Equal($"demo.web[{record}]{{image}}", entry.GetProperty("record").GetString());
            string file = entry.GetProperty("filename").GetString()!;
            Assert.StartsWith("/SUM", file, StringComparison.Ordinal);
            Assert.Equal(WebSite.Content(record++), await site.Client.GetByteArrayAsync(new Uri(Uri.EscapeDataString(file).Replace("%2F", "/", StringComparison.Ordinal), UriKind.Relative), Cancel));
        }
        Assert.Equal(4, record);
    }

    [Fact]
    public async Task A_storage_unit_is_shown_by_the_path_that_the_web_serves()
    {
        string sunum = (await site.Site.SucceedAsync("show_info", "-q", "-S", "demo.web[1]")).Output.Trim();
        JsonElement unit = (await AskAsync($"/cgi-bin/ajax/jsoc_fetch?op=exp_su&sunum={sunum}&method=url_quick")).GetProperty("data")[0];
        Assert.Matches($"^/SUM[01]/D{sunum}$", unit.GetProperty("path").GetString()!);
        Assert.Equal(("demo.web", "Y"), (unit.GetProperty("series").GetString(), unit.GetProperty("sustatus").GetString()));
    }

    [Fact]
    public async Task A_form_may_be_posted_encoded_or_in_parts()
    {
        KeyValuePair<string, string>[] fields = [new("op", "exp_request"), new("ds", "demo.web[4]"), new("method", "url_quick")];
        using FormUrlEncodedContent encoded = new(fields);
        Assert.Equal("demo.web[4]{image}", Record(await PostAsync(encoded, "application/json")));
        using MultipartFormDataContent parts = new();
        foreach ((string name, string value) in fields)
            parts.Add(new StringContent(name == "ds" ? "*file*" : value, Encoding.UTF8), $"\"{name}\"");
        parts.Add(new ByteArrayContent(Encoding.UTF8.GetBytes("# one\ndemo.web[5]\n")), "\"file\"", "sets.txt");
        Assert.Equal("demo.web[5]{image}", Record(await PostAsync(parts, "text/html")));
    }

    [Fact]
    public async Task Every_export_call_of_the_Python_client_gets_an_answer_that_it_reads()
    {
        int asked = 0;
        string before = await site.StateAsync();
        foreach ((_, JsonElement row) in Golden.Lines("client_requests.jsonl"))
        {
            if (!row.TryGetProperty("path", out JsonElement path) || path.GetString()!.Split('/')[^1] is not ("jsoc_fetch" or "checkAddress.sh" or "showextseries"))
                continue;
            asked++;
            JsonElement answer = await AskAsync($"{path.GetString()}?{row.GetProperty("query").GetString()}");
            if (path.GetString()!.EndsWith("showextseries", StringComparison.Ordinal))
                Assert.Equal(JsonValueKind.Array, answer.GetProperty("seriesList").ValueKind);
            else
                Assert.Equal(JsonValueKind.Number, answer.GetProperty("status").ValueKind);
        }
        Assert.Equal(19, asked);
        Assert.Equal(before, await site.StateAsync());
    }

    [Fact]
    public async Task A_query_is_stopped_by_its_handle_while_all_turns_of_the_address_are_taken()
    {
        JsonElement id = await AskAsync("/cgi-bin/ajax/jsoc_WebRequestID");
        string handle = id.GetProperty("handle").GetString()!;
        Assert.Matches(@"^\d{8}_\d{5}$", handle);
        await using NpgsqlConnection connection = await DatabaseConnection.OpenAsync(site.Site.Home.DrmsAdministrator, Cancel);
        await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync(Cancel);
        SqlText sql = $"lock table demo.web in access exclusive mode";   // the queries wait for it
        await using (NpgsqlCommand command = sql.On(connection))
            await command.ExecuteNonQueryAsync(Cancel);
        Task<JsonElement>[] waiting = [.. Enumerable.Range(0, 12).Select(_ => AskAsync($"/cgi-bin/ajax/jsoc_fetch?op=exp_request&ds=demo.web%5B%5D&method=url_quick&userhandle={handle}"))];
        int stopped = 0;
        while (stopped < waiting.Length)
        {
            stopped += (await AskAsync($"/cgi-bin/ajax/jsoc_userkill?userhandle={handle}")).GetProperty("stopped").GetInt32();
            await Task.Delay(20, Cancel);
        }
        foreach (JsonElement answer in await Task.WhenAll(waiting))
            Assert.Equal(-1, answer.GetProperty("status").GetInt32());
        Assert.Equal(0, (await AskAsync($"/cgi-bin/ajax/jsoc_userkill?userhandle={handle}")).GetProperty("stopped").GetInt32());
        Assert.Equal(4, (await AskAsync("/cgi-bin/ajax/jsoc_userkill")).GetProperty("status").GetInt32());
    }

    [Theory]
    [InlineData("op=exp_request&ds=%00%ff%fe&method=url_quick")]
    [InlineData("op=exp_request&ds=demo.web%5B%3F%20pg_read_file(%27%2Fetc%2Fpasswd%27)%20is%20not%20null%20%3F%5D&method=url_quick")]
    [InlineData("op=exp_request&ds=%40%2Fetc%2Fpasswd&method=url_quick")]
    [InlineData("op=exp_request&ds=*file*&file=%2Fetc%2Fpasswd&method=url_quick")]
    [InlineData("op=exp_su&sunum=99999999999999999999&method=url_quick")]
    [InlineData("op=exp_su&sunum=-1&method=url_quick")]
    [InlineData("op=%3Cscript%3E&format=json")]
    [InlineData("op=exp_status&requestid=JSOC_20260101_001%0d%0aX-Evil:%201&format=txt")]
    [InlineData("&&&==&%&%%%=%25&op=exp_status")]
    public async Task Hostile_requests_get_an_error_that_tells_nothing(string query)
    {
        (HttpResponseMessage response, string body) = await site.GetAsync($"/cgi-bin/ajax/jsoc_fetch?{query}");
        using (response)
        {
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.False(response.Headers.Contains("X-Evil"));
            Assert.DoesNotContain("root:", body, StringComparison.Ordinal);
            Assert.DoesNotContain("select ", body, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("<script>", response.Content.Headers.ContentType!.MediaType == "text/html" ? body : "", StringComparison.Ordinal);
            Assert.Contains("status", body, StringComparison.Ordinal);
        }
    }

    private async Task<JsonElement> AskAsync(string path)
    {
        (HttpResponseMessage response, string body) = await site.GetAsync(path);
        using (response)
        {
            Assert.Equal((HttpStatusCode.OK, "application/json"), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
            return Parse(body);
        }
    }

    private async Task<JsonElement> PostAsync(HttpContent content, string type)
    {
        using HttpResponseMessage response = await site.Client.PostAsync(new Uri("/cgi-bin/ajax/jsoc_fetch", UriKind.Relative), content, Cancel);
        Assert.Equal((HttpStatusCode.OK, type), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        return Parse(await response.Content.ReadAsStringAsync(Cancel));
    }

    private static string? Record(JsonElement answer) => Assert.Single(answer.GetProperty("data").EnumerateArray()).GetProperty("record").GetString();

    private static JsonElement Parse(string body)
    {
        using JsonDocument document = JsonDocument.Parse(body);
        return document.RootElement.Clone();
    }
}
