using System.Text.Json;

namespace NetDrms.Server.Tests.Api;

/// <summary><c>/api/v1/files</c>.</summary>
[Collection(ApiTests.Name)]
public sealed class FilesTests(ApiSite site)
{
    [Fact]
    public async Task Every_file_can_be_fetched_at_its_address()
    {
        JsonElement[] rows = [.. (await site.JsonAsync("/api/v1/files?spec=demo.types[2014.03.01_00:00:00_TAI][1]")).GetProperty("rows").EnumerateArray()];
        Assert.Equal(["image", "other"], rows.Select(r => r.GetProperty("segment").GetString()));
        Assert.All(rows, r => Assert.Equal(("demo.types[2014.03.01_00:00:00_TAI][1]", 1, true, 5), (r.GetProperty("record").GetString(), r.GetProperty("recnum").GetInt32(), r.GetProperty("online").GetBoolean(), r.GetProperty("size").GetInt32())));
        Assert.Equal(["first", "other"], [await FetchAsync(rows[0]), await FetchAsync(rows[1])]);
    }

    [Theory]
    [InlineData("spec=demo.types[]&seg=OTHER", "other")]
    [InlineData("spec=demo.types[]{other}", "other")]
    [InlineData("spec=demo.types[]{image, other}", "image,other")]
    public async Task Segments_are_those_asked_for(string query, string expected)
    {
        JsonElement answer = await site.JsonAsync($"/api/v1/files?{query}");
        Assert.Equal(expected.Split(','), answer.GetProperty("rows").EnumerateArray().Select(r => r.GetProperty("segment").GetString()).Distinct());
    }

    [Fact]
    public async Task What_was_never_written_has_no_address()
    {
        JsonElement row = (await site.JsonAsync("/api/v1/files?spec=demo.types[2014.03.01_00:00:45_TAI]&seg=image")).GetProperty("rows")[0];
        Assert.Equal((JsonValueKind.Null, JsonValueKind.Null), (row.GetProperty("url").ValueKind, row.GetProperty("size").ValueKind));
    }

    [Fact]
    public async Task Pages_count_records()
    {
        JsonElement first = await site.JsonAsync("/api/v1/files?spec=demo.types[]&limit=3");
        Assert.Equal(6, first.GetProperty("count").GetInt32());
        JsonElement second = await site.JsonAsync(first.GetProperty("next").GetString()!);
        Assert.Equal((2, JsonValueKind.Null), (second.GetProperty("count").GetInt32(), second.GetProperty("next").ValueKind));
    }

    private Task<string> FetchAsync(JsonElement row) => site.Client.GetStringAsync(row.GetProperty("url").GetString(), TestContext.Current.CancellationToken);
}
