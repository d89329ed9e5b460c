using System.Text.Json;
using NetDrms.Cli.Tests.Driver;
using NetDrms.Cli.Tests.Golden;
using NetDrms.Modules.Driver;

namespace NetDrms.Cli.Tests.Requests;

/// <summary>The programs around jsoc_info and jsoc_fetch. Spec 06 §3.2, §3.3, §3.6, §4.4.</summary>
public sealed class GlueProgramsTests(GlueProgramsTests.GoldDatabase made) : IClassFixture<GlueProgramsTests.GoldDatabase>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("showextseries", "dbhost=hmidb2", "gold.carr gold.lev1 gold.linked gold.m_45s gold.ts")]
    [InlineData("showintseries", "", "gold.carr gold.lev1 gold.linked gold.m_45s gold.ts")]
    [InlineData("showextseries", "dbhost=hmidb2&filter=gold%5C.l", "gold.lev1 gold.linked")]
    [InlineData("showextseries", "filter=NOT+gold%5C.l", "gold.carr gold.m_45s gold.ts")]
    [InlineData("showextseries", "filter=nosuch", "")]
    public async Task The_client_gets_the_names_of_the_series(string program, string query, string names)
    {
        JsonElement answer = await AskAsync(program, query);
        Assert.Equal("", answer.GetProperty("errMsg").GetString());
        Assert.Equal(names, string.Join(' ', answer.GetProperty("seriesList").EnumerateArray().Select(n => n.GetString())));
    }

    [Fact]
    public async Task With_info_each_series_has_its_description()
    {
        JsonElement series = Assert.Single((await AskAsync("showextseries", "dbhost=hmidb2&filter=m_45s&info=1")).GetProperty("seriesList").EnumerateArray());
        Assert.Equal("45 s magnetograms; golden data", series.GetProperty("gold.m_45s").GetProperty("description").GetString());
    }

    [Fact]
    public async Task A_filter_that_is_no_expression_is_told_in_errMsg()
    {
        JsonElement answer = await AskAsync("showextseries", "filter=%5B");
        Assert.NotEmpty(answer.GetProperty("errMsg").GetString()!);
        Assert.Equal(0, answer.GetProperty("seriesList").GetArrayLength());
    }

    [Fact]
    public async Task A_series_is_described_as_the_export_page_asks()
    {
        JsonElement all = await AskAsync("series_info", "series=GOLD.M_45s&atts=1&keys=*&segs=*");
        JsonElement series = all.GetProperty("gold.m_45s");
        JsonElement attributes = series.GetProperty("attributes");
        Assert.Equal(["series", "author", "owner", "unitsize", "archive", "retention", "tapegroup", "drmsprimekey", "dbindex", "created", "description"], attributes.EnumerateObject().Select(a => a.Name));
        Assert.Equal(["T_REC", "CAMERA"], attributes.GetProperty("drmsprimekey").EnumerateArray().Select(k => k.GetString()));
        Assert.Equal("SDO/HMI", series.GetProperty("keywords").GetProperty("TELESCOP").GetProperty("constant-value").GetString());
        Assert.Equal(JsonValueKind.Null, series.GetProperty("keywords").GetProperty("CAMERA").GetProperty("constant-value").ValueKind);
        Assert.False(series.GetProperty("keywords").TryGetProperty("T_REC_index", out _));
        Assert.Equal("100x100", series.GetProperty("segments").GetProperty("magnetogram").GetProperty("dimensions").GetString());
        Assert.False(series.TryGetProperty("links", out _));
        Assert.Equal("", all.GetProperty("errMsg").GetString());
    }

    [Fact]
    public async Task Only_what_was_asked_for_is_described_of_several_series()
    {
        JsonElement all = await AskAsync("seriesinfo", "series=gold.linked,gold.ts&keys=NAME,nosuch&links=*");
        Assert.Equal(["keywords", "links"], all.GetProperty("gold.linked").EnumerateObject().Select(m => m.Name));
        Assert.Equal("NAME", Assert.Single(all.GetProperty("gold.linked").GetProperty("keywords").EnumerateObject()).Name);
        Assert.Equal("dynamic", all.GetProperty("gold.linked").GetProperty("links").GetProperty("MDATA").GetProperty("kind").GetString());
        Assert.Empty(all.GetProperty("gold.ts").GetProperty("links").EnumerateObject());
    }

    [Theory]
    [InlineData("", "Missing required argument 'series'.")]
    [InlineData("series=gold.m_46s&atts=1", "series \"gold.m_46s\" does not exist")]
    public async Task A_series_that_is_not_there_is_told_in_errMsg(string query, string message) =>
        Assert.Equal(message, (await AskAsync("series_info", query)).GetProperty("errMsg").GetString());

    [Theory]
    [InlineData("address=user%40example.com&operation=check", "1", "no existing export request for export user user@example.com")]
    [InlineData("address=user%40example.com&operation=cancel&H=hmidb2", "1", "no existing export request for export user user@example.com")]
    [InlineData("operation=check", "-1", "Missing required argument 'address'.")]
    [InlineData("address=x&operation=check", "-1", "Not a valid email address.")]
    [InlineData("address=user%40example.com&operation=delete", "-1", "operation \"delete\" is not one of check, cancel")]
    public async Task No_request_is_pending(string query, string status, string message)
    {
        JsonElement answer = await AskAsync("manage-request.sh", query);
        Assert.Equal((status, message), (answer.GetProperty("status").GetString(), answer.GetProperty("msg").GetString()));
    }

    [Theory]
    [InlineData("jsocextfetch", "jsoc_fetch")]
    [InlineData("showextinfo", "show_info")]
    [InlineData("showintseries", "showextseries")]
    [InlineData("checkAddress.sh", "checkAddress")]
    [InlineData("checkAddress.py", "checkAddress")]
    [InlineData("manage-request.sh", "manage_request")]
    public void The_names_of_the_original_s_scripts_are_those_programs(string name, string module)
    {
        Assert.Equal(module, ModuleTable.CreateForWeb(name)?.Definition.Name);
        Assert.Equal(module, ModuleTable.Create(name)?.Definition.Name);
    }

    [Theory]
    [InlineData("set_info")]
    [InlineData("create_series")]
    [InlineData("ingest")]
    [InlineData("retrieve_file")]
    [InlineData("nosuch")]
    public void What_changes_data_is_no_program_of_the_web(string name) => Assert.Null(ModuleTable.CreateForWeb(name));

    [Theory]
    [InlineData("data_xfer_tcpserver")]
    [InlineData("data-xfer-manifest-tables")]
    [InlineData("create-spikes-tar.py")]
    [InlineData("drms_export_cgi")]
    public async Task Bulk_transfer_is_refused_with_a_pointer_to_subscriptions(string program)
    {
        TestRun run = await TestRun.OfAsync(program, ["series=hmi.m_45s", "operation=create"], cancel: Cancel);
        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.Contains("subscriptions", run.Error, StringComparison.Ordinal);
    }

    private async Task<JsonElement> AskAsync(string program, string query)
    {
        TestRun run = await made.Site.RunAsync(program, [], null, new Dictionary<string, string> { ["REQUEST_METHOD"] = "GET", ["QUERY_STRING"] = query }, Cancel);
        const string Header = "Content-type: application/json\n\n";
        Assert.StartsWith(Header, run.Output, StringComparison.Ordinal);
        using JsonDocument document = JsonDocument.Parse(run.Output[Header.Length..]);
        return document.RootElement.Clone();
    }

    public sealed class GoldDatabase : IAsyncLifetime
    {
        internal GoldenSite Site { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Site = await GoldenSite.StartAsync(await TestCluster.NewGoldDatabaseAsync());

        public ValueTask DisposeAsync() => Site.DisposeAsync();
    }
}
