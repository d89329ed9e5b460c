namespace NetDrms.Faults.Tests.Stops;

/// <summary>The storage daemon is not there, or dies in the middle of a command.</summary>
public sealed class StoppedDaemonTests(FaultSite fault) : IClassFixture<FaultSite>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Before_a_command_it_is_told_and_what_needs_no_storage_works()
    {
        string image = fault.Fits("daemon.fits", 2);
        string before = await fault.StateAsync();
        await fault.KillDaemonAsync();
        foreach (string[] words in (string[][])[["set_info", "-c", "ds=demo.fault", "N=2", "note=note.txt"], ["ingest", "--series", "demo.fault", "--segment", "image", image], ["retrieve_file", "ds=demo.fault[1]", "out=x", "segment=note"]])
        {
            CommandRun run = await fault.Site.RunAsync(words);
            Assert.Equal(1, run.ExitCode);
            FaultSite.Says(run, "could not connect to the storage daemon at ");
            FaultSite.Says(run, "drms site up");
        }
        Assert.Equal("first\n", (await fault.Site.SucceedAsync("show_info", "-q", "key=TXT", "demo.fault[1]")).Output);
        await fault.Site.SucceedAsync("site", "up");
        await fault.AssertStateAsync(before);
    }

    [Theory]
    [InlineData("session.unit-allocated")]
    [InlineData("segment-store.file-written")]
    public async Task In_the_middle_of_set_info_nothing_of_it_stays(string point)
    {
        string before = await fault.StateAsync();
        int units = fault.Site.UnitFolders().Count;
        using RunningCommand run = fault.Site.Start(["set_info", "-c", "ds=demo.fault", "N=2", "note=note.txt"], $"{point}=delay:3000");
        await FaultSite.WaitAsync(() => Task.FromResult(fault.Site.UnitFolders().Count > units), "a unit is allocated");
        await fault.KillDaemonAsync();
        CommandRun ended = await run.EndAsync(Cancel);
        Assert.Equal(1, ended.ExitCode);
        FaultSite.Says(ended, "the storage daemon at ");
        await fault.Site.SucceedAsync("site", "up");
        await fault.AssertStateAsync(before);
    }

    [Fact]
    public async Task In_the_middle_of_an_ingest_whole_batches_stay_and_a_repeat_finishes()
    {
        for (int i = 0; i < 150; i++)
            fault.Fits($"killed/{i:000}.fits", 1000 + i);
        using RunningCommand run = fault.Site.Start(["ingest", "--series", "demo.fault", "--segment", "image", "killed"], "segment-store.file-written=delay:20");
        await FaultSite.WaitAsync(async () => await fault.Site.DrmsValueAsync($"select count(*) from demo.fault where n >= 1000") != "0", "a batch is stored");
        await fault.KillDaemonAsync();
        CommandRun ended = await run.EndAsync(Cancel);
        Assert.Equal(1, ended.ExitCode);
        FaultSite.Says(ended, "150 files: 100 stored, 0 skipped, 0 failed, 50 not done\n");
        FaultSite.Says(ended, "the storage daemon");
        FaultSite.Says(ended, "What is stored stays; call it again and it goes on where it was.");
        await fault.Site.SucceedAsync("site", "up");
        await fault.AssertWholeAsync("demo.fault[1000-1149]", "image", 100);
        CommandRun again = await fault.Site.SucceedAsync("ingest", "--series", "demo.fault", "--segment", "image", "killed");
        Assert.EndsWith("150 files: 50 stored, 100 skipped, 0 failed\n", again.Output, StringComparison.Ordinal);
        await fault.AssertWholeAsync("demo.fault[1000-1149]", "image", 150);
        Assert.Contains("\nopen \n", await fault.StateAsync(), StringComparison.Ordinal);
    }
}
