using NetDrms.Cli.Tests.Driver;
using NetDrms.Cli.Tests.Golden;
using NetDrms.Modules.Driver;

namespace NetDrms.Cli.Tests.Modules;

/// <summary>show_info of a web request reads as the role for strangers. Spec 01 §2.11, 03 §2.1.</summary>
public sealed class StrangerTests
{
    [Fact]
    public async Task A_stranger_reads_what_everybody_may_and_nothing_else()
    {
        CancellationToken cancel = TestContext.Current.CancellationToken;
        await using GoldenSite site = await GoldenSite.StartAsync(await TestCluster.NewGoldDatabaseAsync());
        Assert.Equal("12 records match the query\n", (await AskAsync(site, "gold.ts", cancel)).Output.Replace("Content-type: text/plain\n\n", "", StringComparison.Ordinal));
        await site.Drms.ExecuteAsync($"revoke select on gold.ts from public");
        Assert.Equal(0, (await site.RunAsync("show_info", ["-c", "gold.ts"], cancel: cancel)).ExitCode);   // the local user, who owns it
        TestRun refused = await AskAsync(site, "gold.ts", cancel);
        Assert.Equal((1, true), (refused.ExitCode, refused.Error.Contains("permission denied for table ts", StringComparison.Ordinal)));
    }

    private static Task<TestRun> AskAsync(GoldenSite site, string series, CancellationToken cancel) =>
        site.RunAsync("show_info", [$"QUERY_STRING=c=1&ds={series}"], cancel: cancel);
}
