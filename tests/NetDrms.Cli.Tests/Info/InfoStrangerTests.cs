using System.Text;
using NetDrms.Cli.Tests.Golden;
using NetDrms.Modules.Driver;
using NetDrms.Modules.Info;
using NetDrms.Sums.Client;

namespace NetDrms.Cli.Tests.Info;

/// <summary>What a stranger learns of a site that is not well: nothing of its inside; the log has it all.</summary>
public sealed class InfoStrangerTests : IClassFixture<LoadedSite>
{
    private readonly GoldenSite _site;

    public InfoStrangerTests(LoadedSite loaded) => _site = loaded.Site;

    [Fact]
    public async Task Without_a_storage_daemon_its_address_is_in_the_log_only()
    {
        await _site.ExecuteAsync("update gold.carr set sunum = 12345");
        (string answer, string log) = await AskAsync(new SiteAccess(_site.Drms.Target, SumsAddress.Tcp("127.0.0.1", 1)), "op=rs_list&ds=gold.carr[]&key=*online*&s=1");
        Assert.Equal("{\"status\":1,\"error\":\"the storage daemon is not available at the moment\"}\n", answer);
        Assert.Contains("127.0.0.1:1", log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_database_its_place_is_in_the_log_only()
    {
        SiteAccess nowhere = new(_site.Drms.Target with { Host = "/nonexistent-folder" }, SumsAddress.Tcp("127.0.0.1", 1));
        (string answer, string log) = await AskAsync(nowhere, "op=rs_summary&ds=gold.carr[]&s=1");
        Assert.Equal("{\"status\":1,\"error\":\"the database is not available at the moment\"}\n", answer);
        Assert.Contains("nonexistent-folder", log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_wrong_with_the_question_is_told_with_its_place()
    {
        (string answer, _) = await AskAsync(new SiteAccess(_site.Drms.Target, SumsAddress.Tcp("127.0.0.1", 1)), "op=rs_list&ds=gold.carr[? nosuch = 1 ?]&s=1");
        Assert.StartsWith("{\"status\":1,\"error\":\"series \\\"gold.carr\\\" has no keyword or column \\\"nosuch\\\"\",\"detail\":\"", answer, StringComparison.Ordinal);
        Assert.Contains("(at character 13)", answer, StringComparison.Ordinal);
    }

    private static async Task<(string Answer, string Log)> AskAsync(SiteAccess site, string query)
    {
        using MemoryStream output = new();
        using MemoryStream error = new();
        await using StreamWriter log = ModuleRunner.ErrorWriter(error);
        Surroundings surroundings = new()
        {
            In = new Lazy<Stream>(() => Stream.Null),
            Out = output,
            Error = error,
            Environment = name => name == "QUERY_STRING" ? query : null,
            Folder = "/",
            InvokedAs = "jsoc_info",
            Site = site,
            IsWeb = true,
        };
        await new ModuleRunner(surroundings).RunAsync(new JsocInfo(), "jsoc_info", [], log, TestContext.Current.CancellationToken);
        await log.FlushAsync(TestContext.Current.CancellationToken);
        return (Encoding.UTF8.GetString(output.ToArray()), Encoding.UTF8.GetString(error.ToArray()));
    }
}
