using System.Text.Json;

namespace NetDrms.Server.Tests.Api;

/// <summary><c>/api/v1/series</c> and <c>/api/v1/series/{name}</c>.</summary>
[Collection(ApiTests.Name)]
public sealed class SeriesTests(ApiSite site)
{
    [Fact]
    public async Task List_has_every_series_once_page_by_page()
    {
        Assert.Equal("""{"name":"demo.many","primeKeys":["K","N"],"description":"many records","owner":"demo"}""",
            (await site.JsonAsync("/api/v1/series?filter=many")).GetProperty("series")[0].GetRawText().Replace((await OwnerAsync())!, "demo", StringComparison.Ordinal));
        List<string> names = [];
        for (string? next = "/api/v1/series?filter=^demo\\.&limit=1"; next is not null;)
        {
            JsonElement page = await site.JsonAsync(next);
            names.Add(page.GetProperty("series").EnumerateArray().Single().GetProperty("name").GetString()!);
            next = page.GetProperty("next").GetString();
        }
        Assert.Equal(["demo.many", "demo.target", "demo.types"], names);
        Assert.DoesNotContain((await site.JsonAsync("/api/v1/series?filter=NOT+^demo")).GetProperty("series").EnumerateArray(), s => s.GetProperty("name").GetString()!.StartsWith("demo.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task One_series_has_its_whole_definition()
    {
        JsonElement series = await site.JsonAsync("/api/v1/series/DEMO.Types?counts=exact");
        Assert.Equal("demo.types", series.GetProperty("name").GetString());
        Assert.Equal("every type; <marks> & 'quotes' in the text", series.GetProperty("description").GetString());
        Assert.Equal("""[{"name":"T_REC","isSlotted":true,"step":"45.000000 seconds"},{"name":"CAMERA","isSlotted":false}]""", series.GetProperty("primeKeys").GetRawText());
        Assert.Equal("""{"name":"QUALITY","type":"int","kind":"variable","isPerSegment":false,"isImplicit":false,"default":null,"format":"0x%08X","unit":"none","description":"quality word"}""", Keyword(series, "QUALITY"));
        Assert.Equal("""{"name":"LINKED","link":"FIRST","target":"VALUE","description":"a value behind the link"}""", Keyword(series, "LINKED"));
        Assert.Equal(["image", "other"], series.GetProperty("segments").EnumerateArray().Select(s => s.GetProperty("name").GetString()));
        Assert.Equal("""[{"name":"FIRST","target":"demo.target","kind":"static","description":"a record of demo.target"}]""", series.GetProperty("links").GetRawText());
        Assert.Equal("demo.types[2014.03.01_00:00:00_TAI][1]", series.GetProperty("interval").GetProperty("first").GetProperty("record").GetString());
        Assert.Equal("""{"isExact":true,"rows":4,"records":4}""", series.GetProperty("counts").GetRawText());
    }

    [Fact]
    public async Task Counts_are_those_of_the_table()
    {
        JsonElement counts = (await site.JsonAsync("/api/v1/series/demo.many?counts=exact")).GetProperty("counts");
        string rows = (await site.Site.DrmsValueAsync($"select count(*) from demo.many"))!;
        Assert.Equal(rows, counts.GetProperty("rows").GetRawText());
        Assert.False((await site.JsonAsync("/api/v1/series/demo.many")).GetProperty("counts").GetProperty("isExact").GetBoolean());
    }

    private Task<string?> OwnerAsync() => site.Site.DrmsValueAsync($"select owner from demo.drms_series where seriesname = 'demo.many'");

    private static string Keyword(JsonElement series, string name) => series.GetProperty("keywords").EnumerateArray().Single(k => k.GetProperty("name").GetString() == name).GetRawText();
}
