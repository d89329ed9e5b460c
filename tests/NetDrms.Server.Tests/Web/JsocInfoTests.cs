using System.Net;
using System.Text.Json;
using NetDrms.Database.Sql;
using Npgsql;

namespace NetDrms.Server.Tests.Web;

/// <summary>jsoc_info over HTTP, on a site of real processes. Spec 06 §1, §2.</summary>
public sealed class JsocInfoTests(LimitedSite site) : IClassFixture<LimitedSite>
{
    private const string Program = "/cgi-bin/ajax/jsoc_info";

    [Theory]
    [InlineData("/cgi-bin/ajax/jsoc_info")]
    [InlineData("/cgi-bin/jsoc_info")]
    [InlineData("/jsoc_info")]
    [InlineData("/cgi-bin/ajax/jsocextinfo")]
    public async Task It_answers_under_all_its_names(string path)
    {
        (HttpResponseMessage response, string body) = await site.Web.GetAsync($"{path}?op=rs_summary&ds=demo.web%5B%5D&r=1");
        Assert.Equal((HttpStatusCode.OK, "application/json"), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        Assert.Equal("{\"count\":5,\"status\":0}\n", body);
    }

    [Fact]
    public async Task A_whole_series_is_listed_up_to_the_sites_limit_and_the_answer_says_so()
    {
        foreach (string set in (string[])["demo.web", "demo.web%5B%5D"])
        {
            JsonElement answer = await JsonAsync($"?op=rs_list&ds={set}&key=N");
            Assert.Equal((LimitedSite.MaxRecords, 1), (answer.GetProperty("count").GetInt32(), answer.GetProperty("status").GetInt32()));
            Assert.Equal("only the first 3 records of demo.web are listed", answer.GetProperty("error").GetString());
            Assert.Equal(["1", "2", "3"], Values(answer));
        }
        foreach (string wanted in (string[])["demo.web%5B1-5%5D", "demo.web&n=5", "demo.web&n=-5"])
        {
            JsonElement answer = await JsonAsync($"?op=rs_list&ds={wanted}&key=N");
            Assert.Equal(0, answer.GetProperty("status").GetInt32());
            Assert.Equal(["1", "2", "3", "4", "5"], Values(answer));
        }
    }

    [Fact]
    public async Task Paths_are_those_that_the_site_serves()
    {
        JsonElement answer = await JsonAsync("?op=rs_list&ds=demo.web%5B2%5D&key=*recdir*,*size*,*online*&seg=image&R=1");
        string path = answer.GetProperty("segments")[0].GetProperty("values")[0].GetString()!;
        Assert.Matches("^/SUM[0-9]/D[0-9]+/S00000/file 2.fits$", path);
        Assert.Equal([Path.GetDirectoryName(path)!, "10002", "Y"], answer.GetProperty("keywords").EnumerateArray().Select(k => k.GetProperty("values")[0].GetString()!));
        Assert.Equal("{\"name\":\"demo.web[2]\",\"online\":1}", answer.GetProperty("recinfo")[0].GetRawText());
        byte[] file = await site.Web.Client.GetByteArrayAsync(path, TestContext.Current.CancellationToken);
        Assert.Equal(WebSite.Content(2), file);
    }

    [Fact]
    public async Task A_form_is_as_good_as_a_query()
    {
        using FormUrlEncodedContent form = new([new("op", "rs_list"), new("ds", "demo.web[3]"), new("key", "TXT")]);
        using HttpResponseMessage response = await site.Web.Client.PostAsync(Program, form, TestContext.Current.CancellationToken);
        Assert.Contains("\"values\":[\"text 3\"]", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_error_is_json_with_status_200_and_nothing_of_the_inside()
    {
        (HttpResponseMessage response, string body) = await site.Web.GetAsync(Program + "?op=rs_list&ds=demo.web%5B%3F+1/(n-n)%3E0+%3F%5D&key=N");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        using JsonDocument answer = JsonDocument.Parse(body);
        Assert.Equal((1, "ERROR:  division by zero"), (answer.RootElement.GetProperty("status").GetInt32(), answer.RootElement.GetProperty("error").GetString()));
        Assert.DoesNotContain("select", body, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_user_stops_the_query_that_bears_his_handle_and_no_other()
    {
        CancellationToken cancel = TestContext.Current.CancellationToken;
        await using NpgsqlDataSource source = DatabaseConnection.CreateSource(site.Web.Site.Home.DrmsAdministrator, pooled: false, _ => { });
        await using NpgsqlConnection connection = await source.OpenConnectionAsync(cancel);
        await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync(cancel);
        SqlText hold = $"lock table demo.web in access exclusive mode";
        await using (NpgsqlCommand command = hold.On(connection, transaction))
            await command.ExecuteNonQueryAsync(cancel);
        Task<JsonElement> waiting = JsonAsync("?op=rs_list&ds=demo.web%5B1%5D&key=N&userhandle=20261124_00001");
        Task<JsonElement> other = JsonAsync("?op=rs_list&ds=demo.web%5B1%5D&key=N&userhandle=20261124_00002");
        string stopped = "";
        while (!stopped.Contains("\"stopped\":1", StringComparison.Ordinal))   // until the query has arrived
        {
            Assert.False(waiting.IsCompleted);
            stopped = (await site.Web.GetAsync("/cgi-bin/ajax/jsoc_userkill?userhandle=20261124_00001")).Body;
            await Task.Delay(20, cancel);
        }
        Assert.Equal("{\"status\":-1}", (await waiting).GetRawText());
        Assert.False(other.IsCompleted);
        await transaction.RollbackAsync(cancel);
        Assert.Equal(["1"], Values(await other));
    }

    private static IEnumerable<string> Values(JsonElement answer) => answer.GetProperty("keywords")[0].GetProperty("values").EnumerateArray().Select(v => v.GetString()!);

    private async Task<JsonElement> JsonAsync(string query)
    {
        using JsonDocument document = JsonDocument.Parse((await site.Web.GetAsync(Program + query)).Body);
        return document.RootElement.Clone();
    }
}
