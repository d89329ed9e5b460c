using System.Net;

namespace NetDrms.Server.Tests.Web.Requests;

[Collection(WebTests.Name)]
public sealed class HeaderTests(WebSite web)
{
    private const string Query = "/cgi-bin/ajax/show_info?ds=demo.web[3]&key=N,TXT";

    [Theory]
    [InlineData(Query)]
    [InlineData("/healthz")]
    [InlineData("/no-such-page")]
    [InlineData("/SUM0/D999999/x")]
    public async Task Every_answer_has_the_headers_of_safety_and_none_of_the_server(string path)
    {
        HttpResponseMessage response = (await web.GetAsync(path)).Response;
        Assert.Equal("nosniff", One(response, "X-Content-Type-Options"));
        Assert.Equal("no-referrer", One(response, "Referrer-Policy"));
        Assert.Contains("frame-ancestors 'none'", One(response, "Content-Security-Policy"), StringComparison.Ordinal);
        Assert.DoesNotContain("script-src 'unsafe-inline'", One(response, "Content-Security-Policy"), StringComparison.Ordinal);
        Assert.Contains("camera=()", One(response, "Permissions-Policy"), StringComparison.Ordinal);
        Assert.False(response.Headers.Contains("Server"));
        Assert.Matches("^[0-9a-f]{16}$", One(response, "X-Request-Id"));
    }

    [Fact]
    public async Task Data_may_be_read_by_scripts_of_any_page()
    {
        foreach (string path in (string[])[Query, web.Files[0]])
        {
            Assert.Equal("*", One((await web.GetAsync(path)).Response, "Access-Control-Allow-Origin"));
            using HttpRequestMessage question = new(HttpMethod.Options, path);
            question.Headers.Add("Origin", "https://example.org");
            question.Headers.Add("Access-Control-Request-Method", "GET");
            question.Headers.Add("Access-Control-Request-Headers", "range");
            using HttpResponseMessage answer = await web.Client.SendAsync(question, TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
            Assert.Equal("*", One(answer, "Access-Control-Allow-Origin"));
            Assert.Contains("GET", One(answer, "Access-Control-Allow-Methods"), StringComparison.Ordinal);
            Assert.Contains("Range", One(answer, "Access-Control-Allow-Headers"), StringComparison.Ordinal);
        }
        Assert.False((await web.GetAsync("/no-such-page")).Response.Headers.Contains("Access-Control-Allow-Origin"));
    }

    [Theory]
    [InlineData("PUT", Query, 405)]
    [InlineData("DELETE", Query, 405)]
    [InlineData("TRACE", Query, 405)]
    [InlineData("PROPFIND", "/healthz", 405)]
    [InlineData("CONNECT", "/", 405)]
    [InlineData("POST", "/SUM0/D1/x", 405)]
    public async Task Other_methods_are_refused(string method, string path, int status)
    {
        string answer = await RawHttp.ExchangeAsync(web.Site.WebUrl, System.Text.Encoding.ASCII.GetBytes($"{method} {path} HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"));
        Assert.True(RawHttp.Status(answer) == status || (method == "CONNECT" && RawHttp.Status(answer) is 400 or 404 or 405), answer);
    }

    [Fact]
    public async Task A_client_names_its_request_itself_when_the_name_is_plain()
    {
        Assert.Equal("night-7.42_A", One((await web.GetAsync(Query, ("X-Request-Id", "night-7.42_A"))).Response, "X-Request-Id"));
        foreach (string bad in (string[])["a b", "<script>", new string('a', 65), "a\"b"])
            Assert.Matches("^[0-9a-f]{16}$", One((await web.GetAsync(Query, ("X-Request-Id", bad))).Response, "X-Request-Id"));
    }

    [Fact]
    public async Task Health_tells_whether_the_database_answers()
    {
        (HttpResponseMessage response, string body) = await web.GetAsync("/healthz");
        Assert.Equal((HttpStatusCode.OK, "ok\n"), (response.StatusCode, body));
    }

    private static string One(HttpResponseMessage response, string name) => string.Join(", ", response.Headers.GetValues(name));
}
