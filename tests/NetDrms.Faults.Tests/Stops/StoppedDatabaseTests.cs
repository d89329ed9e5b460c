using System.Net;

namespace NetDrms.Faults.Tests.Stops;

/// <summary>PostgreSQL is stopped, before a command or in the middle of it.</summary>
public sealed class StoppedDatabaseTests(FaultSite fault) : IClassFixture<FaultSite>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Before_a_command_it_is_told_and_nothing_changes()
    {
        string image = fault.Fits("db.fits", 2);
        string before = await fault.StateAsync();
        await fault.Site.Home.Cluster.StopAsync(Cancel);
        foreach (string[] words in (string[][])[["show_info", "demo.fault[]"], ["set_info", "-c", "ds=demo.fault", "N=2"], ["ingest", "--series", "demo.fault", "--segment", "image", image], ["delete_series", "demo.fault", "--yes"]])
        {
            CommandRun run = await fault.Site.RunAsync(words);
            Assert.Equal(1, run.ExitCode);
            FaultSite.Says(run, $"could not open database \"netdrms\" on {fault.Site.Folder}/run:5432 as ");
            FaultSite.Says(run, "drms site up");
        }
        await fault.Site.SucceedAsync("site", "up");
        await fault.AssertStateAsync(before);
    }

    [Fact]
    public async Task The_web_says_so_and_goes_on_when_it_is_back()
    {
        using HttpClient http = new() { BaseAddress = new Uri(fault.Site.WebUrl) };
        const string query = "/cgi-bin/ajax/jsoc_info?op=rs_summary&ds=demo.fault[]";
        // several connections stand in the pool
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => http.GetStringAsync(query, Cancel)));
        await fault.Site.Home.Cluster.StopAsync(Cancel);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await http.GetAsync("/healthz", Cancel)).StatusCode);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await http.GetAsync("/api/v1/records?spec=demo.fault[]", Cancel)).StatusCode);
        await fault.Site.Home.Cluster.StartAsync(Cancel);
        for (int i = 0; i < 8; i++)
        {
            using HttpResponseMessage answer = await http.GetAsync(query, Cancel);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Contains("\"count\":1", (await answer.Content.ReadAsStringAsync(Cancel)).Replace(" ", "", StringComparison.Ordinal), StringComparison.Ordinal);
        }
        Assert.Equal("ok\n", await http.GetStringAsync("/healthz", Cancel));
    }

    [Theory]
    [InlineData("")]
    [InlineData("note.txt")]   // with a file each, so that storage is open as well
    public async Task In_the_middle_of_a_stream_of_records_nothing_of_it_stays(string file)
    {
        string before = await fault.StateAsync();
        using RunningCommand run = fault.Site.Start(["set_info", "-k", "ds=demo.fault"]);
        string more = file.Length == 0 ? "" : $"note={file}\n";
        await run.WriteAsync(string.Concat(Enumerable.Range(100, 20).Select(n => $"N={n}\nTXT=never\n{more}\n")), Cancel);
        await FaultSite.WaitAsync(async () => await fault.Site.DrmsValueAsync($"select count(*) from pg_stat_activity where state = 'idle in transaction'") != "0", "the session has begun");
        await fault.Site.Home.Cluster.StopAsync(Cancel);
        await run.WriteAsync($"N=121\nTXT=never\n{more}\n", Cancel);
        run.EndInput();
        CommandRun ended = await run.EndAsync(Cancel);
        Assert.Equal(1, ended.ExitCode);
        FaultSite.Says(ended, "the database");
        Assert.DoesNotContain("   at ", ended.Error, StringComparison.Ordinal);
        await fault.Site.SucceedAsync("site", "up");
        await fault.AssertStateAsync(before);
    }
}
