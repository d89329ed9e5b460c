using System.Runtime.InteropServices;

namespace NetDrms.Faults.Tests.Stops;

/// <summary>Ctrl-C, and what kills a command outright, in the middle of its work.</summary>
public sealed class InterruptTests(FaultSite fault) : IClassFixture<FaultSite>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(PosixSignal.SIGINT, 2000)]
    [InlineData(PosixSignal.SIGTERM, 3000)]
    public async Task An_interrupted_ingest_keeps_whole_batches_and_a_repeat_finishes(PosixSignal signal, int first)
    {
        RunningCommand run = await StartIngestAsync(first);
        run.Signal(signal);
        CommandRun ended = await run.EndAsync(Cancel);
        run.Dispose();
        Assert.Equal(1, ended.ExitCode);
        FaultSite.Says(ended, "300 files: 100 stored, 0 skipped, 0 failed, 200 not done\n");
        FaultSite.Says(ended, "drms ingest: error: interrupted\n  hint: What is stored stays; call it again and it goes on where it was.\n");
        await CheckAndFinishAsync(first);
    }

    [Fact]
    public async Task A_killed_ingest_keeps_whole_batches_and_a_repeat_finishes()
    {
        using RunningCommand run = await StartIngestAsync(4000);
        run.KillHard();
        Assert.Equal(137, (await run.EndAsync(Cancel)).ExitCode);
        await CheckAndFinishAsync(4000);
    }

    [Fact]
    public async Task An_interrupted_stream_of_records_leaves_nothing()
    {
        string before = await fault.StateAsync();
        using RunningCommand run = fault.Site.Start(["set_info", "-k", "ds=demo.fault"]);
        int units = fault.Site.UnitFolders().Count;
        await run.WriteAsync(string.Concat(Enumerable.Range(100, 20).Select(n => $"N={n}\nnote=note.txt\n\n")), Cancel);
        await FaultSite.WaitAsync(() => Task.FromResult(fault.Site.UnitFolders().Count > units + 2), "files are written");
        run.Signal(PosixSignal.SIGINT);
        await run.WriteAsync("N=121\nnote=note.txt\n\n", Cancel);
        run.EndInput();
        CommandRun ended = await run.EndAsync(Cancel);
        Assert.Equal(1, ended.ExitCode);
        FaultSite.Says(ended, "interrupted; nothing was changed");
        await fault.AssertStateAsync(before);
    }

    [Theory]
    [InlineData("session.row-made")]
    [InlineData("session.unit-allocated")]
    [InlineData("segment-store.file-written")]
    [InlineData("session.rows-copied")]
    [InlineData("session.records-written")]
    [InlineData("session.units-put")]
    [InlineData("session.row-finished")]
    public async Task A_killed_set_info_leaves_nothing(string point)
    {
        string before = await fault.StateAsync();
        CommandRun run = await fault.Site.RunAsync(["set_info", "-c", "ds=demo.fault", "N=2", "note=note.txt"], "", $"{point}=kill");
        Assert.Equal(137, run.ExitCode);
        await fault.AssertStateAsync(before);
    }

    [Fact]
    public async Task Killed_after_the_commit_it_has_stored_everything()
    {
        CommandRun run = await fault.Site.RunAsync(["set_info", "-c", "ds=demo.fault", "N=77", "note=note.txt"], "", "session.committed=kill");
        Assert.Equal(137, run.ExitCode);
        await fault.AssertWholeAsync("demo.fault[77]", "note", 1);
    }

    private async Task<RunningCommand> StartIngestAsync(int first)
    {
        for (int i = 0; i < 300; i++)
            fault.Fits($"in{first}/{i:000}.fits", first + i);
        RunningCommand run = fault.Site.Start(["ingest", "--series", "demo.fault", "--segment", "image", $"in{first}"], "segment-store.file-written=delay:20");
        await FaultSite.WaitAsync(async () => await CountAsync(first) > 0, "a batch is stored");
        return run;
    }

    private async Task CheckAndFinishAsync(int first)
    {
        Assert.Equal(100, await CountAsync(first));
        await fault.AssertWholeAsync($"demo.fault[{first}-{first + 299}]", "image", 100);
        CommandRun again = await fault.Site.SucceedAsync("ingest", "--series", "demo.fault", "--segment", "image", $"in{first}");
        Assert.EndsWith("300 files: 200 stored, 100 skipped, 0 failed\n", again.Output, StringComparison.Ordinal);
        Assert.Equal(300, await CountAsync(first));
        await fault.AssertWholeAsync($"demo.fault[{first}-{first + 299}]", "image", 300);
        string end = await fault.StateAsync();
        await FaultSite.WaitAsync(async () => (await fault.StateAsync()).Contains("\nopen \nparts \n", StringComparison.Ordinal), $"nothing is open: {end}");
        string[] units = (await fault.Site.SumsValueAsync($"select string_agg(ds_index::text, ' ' order by ds_index) from sum_main"))!.Split(' ');
        Assert.Equal(units.Length, fault.Site.UnitFolders().Count);
    }

    private async Task<int> CountAsync(int first) => int.Parse((await fault.Site.DrmsValueAsync($"select count(*) from demo.fault where n between {first} and {first + 299}"))!, System.Globalization.CultureInfo.InvariantCulture);
}
