using System.Net;
using System.Text.Json;

namespace NetDrms.Server.Tests.Api;

/// <summary>Mistakes are told as problems (RFC 9457), with the place of the wrong characters.</summary>
[Collection(ApiTests.Name)]
public sealed class ProblemTests(ApiSite site)
{
    [Theory]
    [InlineData("/api/v1/records", 400, "Argument", "spec", null, "Give spec=")]
    [InlineData("/api/v1/records?spec=demo.types[", 400, "Syntax", "spec", 10, null)]
    [InlineData("/api/v1/records?spec=demo.typos[]", 404, "UnknownSeries", "spec", 0, "demo.types")]
    [InlineData("/api/v1/records?spec=demo.target[1],demo.typos[]", 404, "UnknownSeries", "spec", 15, "demo.types")]
    [InlineData("/api/v1/records?spec=demo.types[CAMRA=1]", 400, null, "spec", 11, "CAMERA")]
    [InlineData("/api/v1/records?spec=demo.types[2014.03.01_TAI][x]", 400, null, "spec", 27, null)]
    [InlineData("/api/v1/records?spec=demo.types[? nothing > 1 ?]", 400, null, "spec", null, null)]
    [InlineData("/api/v1/records?spec=demo.types[? 1 = (select 1) ?]", 400, null, "spec", null, null)]
    [InlineData("/api/v1/records?spec=@/etc/passwd", 400, null, "spec", 1, null)]
    [InlineData("/api/v1/records?spec=demo.types[]&key=T_REC,CAMRA", 400, "UnknownKeyword", "key", 6, "CAMERA")]
    [InlineData("/api/v1/records?spec=demo.types[]&segments=imag", 400, "UnknownSegment", "segments", 0, "image")]
    [InlineData("/api/v1/records?spec=demo.types[]&keys=T_REC", 400, "Argument", "keys", null, "key")]
    [InlineData("/api/v1/records?spec=demo.types[]&spec=demo.many[]", 400, "Argument", "spec", null, null)]
    [InlineData("/api/v1/records?spec=demo.types[]&n=some", 400, "Argument", "n", null, null)]
    [InlineData("/api/v1/records?spec=demo.types[]&limit=0", 400, "Argument", "limit", null, null)]
    [InlineData("/api/v1/records?spec=demo.types[]&limit=5&after=0.9999999", 400, "Argument", "after", null, null)]
    [InlineData("/api/v1/records?spec=demo.types[]&limit=5&after=9.1", 400, "Argument", "after", null, null)]
    [InlineData("/api/v1/records?spec=demo.types[]&n=5&limit=5", 400, "Argument", "n", null, null)]
    [InlineData("/api/v1/records?spec=demo.types[]&times=tai", 400, "Argument", "times", null, null)]
    [InlineData("/api/v1/files?spec=demo.types[]&seg=imag", 400, "UnknownSegment", "seg", 0, "image")]
    [InlineData("/api/v1/series/demo.typos", 404, "UnknownSeries", null, null, "demo.types")]
    [InlineData("/api/v1/series/x", 404, "UnknownSeries", null, null, null)]
    [InlineData("/api/v1/series/demo.types?counts=all", 400, "Argument", "counts", null, null)]
    [InlineData("/api/v1/series?filter=(", 400, "Argument", "filter", null, null)]
    [InlineData("/api/v1/serie", 404, "Argument", null, null, "/api/v1/series")]
    public async Task A_mistake_is_a_problem_with_its_place(string path, int status, string? code, string? parameter, int? offset, string? hint)
    {
        (HttpResponseMessage response, string body) = await site.GetAsync(path);
        Assert.Equal((HttpStatusCode)status, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.ToString());
        JsonElement problem = JsonDocument.Parse(body).RootElement;
        Assert.Equal(status, problem.GetProperty("status").GetInt32());
        string actual = problem.GetProperty("code").GetString()!;
        Assert.True(code is null || code == actual, body);
        Assert.Equal($"urn:netdrms:problem:{actual}", problem.GetProperty("type").GetString());
        Assert.NotEmpty(problem.GetProperty("title").GetString()!);
        Assert.NotEmpty(problem.GetProperty("detail").GetString()!);
        Assert.Equal(parameter, problem.TryGetProperty("parameter", out JsonElement named) ? named.GetString() : null);
        if (offset is int at)
        {
            JsonElement position = problem.GetProperty("position");
            Assert.Equal((at, 1, at + 1), (position.GetProperty("offset").GetInt32(), position.GetProperty("line").GetInt32(), position.GetProperty("column").GetInt32()));
        }
        if (hint is not null)
            Assert.Contains(hint, problem.GetProperty("hint").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain("select", problem.GetProperty("title").GetString(), StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("demo.many[? 1/(n-n) > 0 ?]")]
    [InlineData("demo.many[? k ~ '(' ?]")]
    [InlineData("demo.many[? n = 'abc' ?]")]
    [InlineData("demo.many[? n > 99999999999999999999999999999 ?]")]
    [InlineData("demo.many[? exp(x) > 0 and power(10, 400) > x ?]")]
    [InlineData("demo.many[:#99999999999999999999]")]
    [InlineData("demo.many[9999999999999999999999]")]
    [InlineData("demo.types[NaN]")]
    [InlineData("demo.types[1e400s]")]
    [InlineData("demo.types[2014.03.01/-1d@0s]")]
    [InlineData("\u0000")]
    [InlineData("demo.types[\u00e9]")]
    [InlineData("demo.types_manifest::[*]")]
    [InlineData("{prog:x}")]
    [InlineData(",")]
    public async Task No_record_set_makes_an_error_of_ours(string spec)
    {
        foreach (string end in (string[])["", "&limit=3"])
        {
            (HttpResponseMessage response, string body) = await site.GetAsync($"/api/v1/records?spec={Uri.EscapeDataString(spec)}{end}");
            Assert.True((int)response.StatusCode < 500, $"{spec}: {(int)response.StatusCode} {body}");
        }
    }

    [Fact]
    public async Task What_the_database_refuses_of_one_request_spoils_none_after_it()
    {
        // Npgsql 10.0.3 takes a statement for prepared whose values were refused while it was being prepared
        for (int round = 0; round < 4; round++)
        {
            foreach (string filter in (string[])["many", "(", "demo", "target"])
            {
                (HttpResponseMessage response, string body) = await site.GetAsync($"/api/v1/series?filter={filter}");
                Assert.True((int)response.StatusCode == (filter == "(" ? 400 : 200), body);
            }
            foreach (string pattern in (string[])["g1", "(", "g2"])
            {
                (HttpResponseMessage response, string body) = await site.GetAsync($"/api/v1/records?spec=demo.many[? k ~ '{pattern}' ?]&n=1");
                Assert.True((int)response.StatusCode == (pattern == "(" ? 400 : 200), body);
            }
        }
    }

    [Theory]
    [InlineData("application/pdf", null)]
    [InlineData("image/png, text/html;q=0.5", null)]
    [InlineData(null, "xls")]
    public async Task A_format_that_is_not_there_is_406_with_those_that_are(string? accept, string? format)
    {
        (HttpResponseMessage response, string body) = await site.GetAsync("/api/v1/records?spec=demo.types[]" + (format is null ? "" : $"&format={format}"), accept);
        Assert.Equal(HttpStatusCode.NotAcceptable, response.StatusCode);
        Assert.Equal(["json", "ndjson", "csv", "votable", "votable-binary2", "arrow"], JsonDocument.Parse(body).RootElement.GetProperty("available").EnumerateArray().Select(a => a.GetProperty("format").GetString()));
    }

    [Theory]
    [InlineData("text/csv", "text/csv")]
    [InlineData("application/x-ndjson", "application/x-ndjson")]
    [InlineData("application/jsonl", "application/x-ndjson")]
    [InlineData("application/x-votable+xml", "application/x-votable+xml")]
    [InlineData("application/x-votable+xml;serialization=binary2", "application/x-votable+xml")]
    [InlineData("application/vnd.apache.arrow.stream", "application/vnd.apache.arrow.stream")]
    [InlineData("application/json;q=0.1, text/*", "text/csv")]
    [InlineData("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "application/json")]
    [InlineData("*/*", "application/json")]
    public async Task Accept_chooses_the_format(string accept, string expected)
    {
        (HttpResponseMessage response, _) = await site.GetAsync("/api/v1/records?spec=demo.types[]&n=1", accept);
        Assert.Equal(expected, response.Content.Headers.ContentType!.MediaType);
        Assert.Contains("Accept", response.Headers.Vary);
    }

    [Fact]
    public async Task Another_method_is_refused_with_those_that_are_taken()
    {
        using HttpResponseMessage response = await site.Client.PostAsync("/api/v1/records?spec=demo.types[]", new StringContent(""), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
        Assert.Equal(["GET", "HEAD"], response.Content.Headers.Allow);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
    }

    [Theory]
    [InlineData("/api/v1/records?spec=demo.types[]&format=csv", HttpStatusCode.OK, "text/csv")]
    [InlineData("/api/v1/records?spec=demo.typos[]", HttpStatusCode.NotFound, "application/problem+json")]
    [InlineData("/api/v1/series", HttpStatusCode.OK, "application/json")]
    public async Task Head_gives_the_headers_only(string path, HttpStatusCode status, string type)
    {
        using HttpRequestMessage request = new(HttpMethod.Head, path);
        using HttpResponseMessage response = await site.Client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal((status, type), (response.StatusCode, response.Content.Headers.ContentType!.MediaType));
        Assert.Empty(await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }
}
