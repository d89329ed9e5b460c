using System.Globalization;
using System.Net;
using System.Text.Json;

namespace NetDrms.Server.Tests.Api;

/// <summary><c>/api/v1/records</c>: values, columns, pages.</summary>
[Collection(ApiTests.Name)]
public sealed class RecordsTests(ApiSite site)
{
    private const string First = "/api/v1/records?spec=demo.types[2014.03.01_00:00:00_TAI][1]";

    [Fact]
    public async Task Values_have_their_types()
    {
        JsonElement answer = await site.JsonAsync(First);
        Assert.Equal("demo.types", answer.GetProperty("table").GetString());
        Assert.Equal(1, answer.GetProperty("count").GetInt32());
        JsonElement row = Assert.Single(answer.GetProperty("rows").EnumerateArray());
        Assert.Equal("2014.03.01_00:00:00_TAI", row.GetProperty("T_REC").GetString());
        Assert.Equal("2014.03.01_00:00:00.37_TAI", row.GetProperty("T_OBS").GetString());
        Assert.Equal("2014-03-05T17:00:00Z", row.GetProperty("DATE").GetString());
        Assert.Equal(1.5, row.GetProperty("SPAN").GetDouble());
        Assert.Equal(-10.25, row.GetProperty("REAL8").GetDouble());
        Assert.Equal("0.1", row.GetProperty("REAL4").GetRawText());
        Assert.Equal(9007199254740993, row.GetProperty("INT8").GetInt64());
        Assert.Equal(-2147483632, row.GetProperty("QUALITY").GetInt32());
        Assert.Equal(-20, row.GetProperty("INT2").GetInt32());
        Assert.Equal(65, row.GetProperty("INT1").GetInt32());
        Assert.Equal("plain", row.GetProperty("TXT").GetString());
        Assert.Equal("SDO/HMI", row.GetProperty("TELESCOP").GetString());
        Assert.Equal((1.5, 2.5), (row.GetProperty("MEAN_000").GetDouble(), row.GetProperty("MEAN_001").GetDouble()));
        Assert.Equal(-7.25, row.GetProperty("LINKED").GetDouble());
        JsonElement linked = answer.GetProperty("columns").EnumerateArray().Single(c => c.GetProperty("name").GetString() == "LINKED");
        Assert.Equal("""{"name":"LINKED","type":"float64","unit":"m/s","description":"a value behind the link"}""", linked.GetRawText());
        Assert.DoesNotContain(row.EnumerateObject(), member => member.Name.EndsWith("_index", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_missing_is_null_and_infinity_is_not()
    {
        JsonElement row = (await site.JsonAsync("/api/v1/records?spec=demo.types[2014.03.01_00:00:45_TAI]")).GetProperty("rows")[0];
        foreach (string name in (string[])["T_OBS", "DATE", "SPAN", "QUALITY", "INT2", "INT1", "MEAN_000", "LINKED"])
            Assert.Equal(JsonValueKind.Null, row.GetProperty(name).ValueKind);
        Assert.Equal(("Infinity", "-Infinity"), (row.GetProperty("REAL8").GetString(), row.GetProperty("REAL4").GetString()));
        Assert.Equal("a \"quoted\", text\nwith <lines> & ünïcödé 太陽 \U0001F31E ", row.GetProperty("TXT").GetString());
    }

    [Theory]
    [InlineData("", "2016.12.31_23:59:60.50_UTC", "2017.01.01_00:00:36.50_TAI")]
    [InlineData("&times=iso", "", "2016-12-31T23:59:60.500000Z")]
    [InlineData("&times=seconds", "", "1262304036.5")]
    public async Task Times_are_written_as_asked(string times, string _, string expected) =>
        Assert.Equal(expected, (await site.JsonAsync($"/api/v1/records?spec=demo.types[? camera=2 and t_obs > 0 ?]&key=T_OBS{times}")).GetProperty("rows")[0].GetProperty("T_OBS").ToString());

    [Fact]
    public async Task Columns_come_as_asked()
    {
        JsonElement answer = await site.JsonAsync(First + "&key=recnum,real8,sunum,record,Telescop&segments=image,other");
        Assert.Equal(["recnum", "REAL8", "sunum", "record", "TELESCOP", "image", "other"], answer.GetProperty("columns").EnumerateArray().Select(c => c.GetProperty("name").GetString()));
        JsonElement row = answer.GetProperty("rows")[0];
        Assert.Equal((1, "demo.types[2014.03.01_00:00:00_TAI][1]"), (row.GetProperty("recnum").GetInt32(), row.GetProperty("record").GetString()));
        string unit = $"{site.Site.WebUrl}/SUM[0-9]+/D{row.GetProperty("sunum").GetRawText()}/S00000/";
        Assert.Matches($"^{unit}first%20image%231.fits$", row.GetProperty("image").GetString());
        Assert.Matches($"^{unit}other.txt$", row.GetProperty("other").GetString());
    }

    [Fact]
    public async Task Subsets_of_several_series_are_one_table()
    {
        JsonElement answer = await site.JsonAsync("/api/v1/records?spec=demo.target[1],demo.types[2014.03.01_00:00:00_TAI][1]&key=VALUE,REAL8,N");
        Assert.Equal("""[{"VALUE":-7.25,"REAL8":null,"N":1},{"VALUE":null,"REAL8":-10.25,"N":null}]""", answer.GetProperty("rows").GetRawText());
    }

    [Theory]
    [InlineData("demo.many[]", 7)]
    [InlineData("demo.many[]", 1000)]
    [InlineData("demo.many[g1],demo.many[g0]", 300)]
    [InlineData("demo.many[! n % 5 = 0 !]", 113)]
    [InlineData("demo.many[:#1-#400]", 90)]
    public async Task Pages_give_the_same_records_as_the_whole(string spec, int limit)
    {
        List<long> whole = [.. Recnums(await site.JsonAsync($"/api/v1/records?spec={Uri.EscapeDataString(spec)}&key=recnum"))];
        List<long> paged = [];
        string? next = $"/api/v1/records?spec={Uri.EscapeDataString(spec)}&key=recnum&limit={limit}";
        int pages = 0;
        for (; next is not null; pages++)
        {
            (HttpResponseMessage response, string body) = await site.GetAsync(next);
            Assert.True(response.StatusCode == HttpStatusCode.OK, body);
            JsonElement page = JsonDocument.Parse(body).RootElement;
            paged.AddRange(Recnums(page));
            next = page.GetProperty("next").GetString();
            Assert.Equal(next is null ? null : $"<{next}>; rel=\"next\"", response.Headers.TryGetValues("Link", out IEnumerable<string>? link) ? link.Single() : null);
        }
        Assert.Equal(whole, paged);
        Assert.Equal((whole.Count + limit - 1) / limit, pages);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(-3)]
    public async Task First_and_last_are_those_of_show_info(int n)
    {
        string shown = (await site.Site.SucceedAsync("show_info", "-q", "-r", $"n={n}", "ds=demo.many[g1]")).Output;
        JsonElement answer = await site.JsonAsync(string.Create(CultureInfo.InvariantCulture, $"/api/v1/records?spec=demo.many[g1]&key=recnum&n={n}"));
        Assert.Equal(shown.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => long.Parse(line.Trim(), CultureInfo.InvariantCulture)), Recnums(answer));
    }

    [Fact]
    public async Task A_page_that_is_known_is_not_sent_again()
    {
        (HttpResponseMessage response, _) = await site.GetAsync("/api/v1/records?spec=demo.many[]&limit=5");
        using HttpRequestMessage again = new(HttpMethod.Get, "/api/v1/records?spec=demo.many[]&limit=5");
        again.Headers.TryAddWithoutValidation("If-None-Match", response.Headers.ETag!.ToString());
        using HttpResponseMessage known = await site.Client.SendAsync(again, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotModified, known.StatusCode);
        Assert.Empty(await known.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    private static IEnumerable<long> Recnums(JsonElement answer) => answer.GetProperty("rows").EnumerateArray().Select(r => r.GetProperty("recnum").GetInt64());
}
