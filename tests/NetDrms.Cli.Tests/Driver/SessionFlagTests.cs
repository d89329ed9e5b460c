using System.Diagnostics;
using System.IO.Compression;
using NetDrms.Cli.Tests.Golden;
using NetDrms.Modules.Driver;

namespace NetDrms.Cli.Tests.Driver;

/// <summary>The flags that every module has: -L, -Q, loopconn, DRMS_PRINT_SQL, and the signal USR1. Spec 02 §6.1, 03 §1.6, §1.7.</summary>
public sealed class SessionFlagTests : IAsyncLifetime
{
    private GoldenSite _site = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _site = await GoldenSite.StartAsync(await TestCluster.NewGoldDatabaseAsync());

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    private Task<TestRun> SetAsync(string program, params string[] flags) =>
        _site.RunAsync(program, [.. flags, "-c", "ds=gold.carr", "CarrTime=100", "LatBin=0", "Value=1"], cancel: Cancel);

    [Theory]
    [InlineData("-L", true)]
    [InlineData("-LQ", false)]
    public async Task L_keeps_a_copy_of_the_output_in_a_unit_that_the_session_row_names(string flags, bool isShown)
    {
        TestRun run = await SetAsync("set_info", flags, "-V");
        Assert.Equal((0, isShown), (run.ExitCode, run.Error.Contains("Value = 1", StringComparison.Ordinal) || run.Error.Contains("ds = gold.carr", StringComparison.Ordinal)));
        long unit = await _site.Drms.ScalarAsync<long>($"select sunum from su_production.drms_session");
        Assert.Equal("drms_logs", await _site.Sums.ScalarAsync<string>($"select owning_series from sum_main where ds_index = {unit}"));
        Assert.Equal(["set_info.stderr.gz", "set_info.stdout.gz"], (await _site.FilesOfAsync(unit)).Select(f => f.Split(' ')[0]));
        string folder = (await _site.Sums.ScalarAsync<string>($"select online_loc from sum_main where ds_index = {unit}"))!;
        Assert.Contains("ds = gold.carr", await TextAsync(Path.Combine(folder, "set_info.stderr.gz")), StringComparison.Ordinal);
        Assert.Equal("", await TextAsync(Path.Combine(folder, "set_info.stdout.gz")));
    }

    [Fact]
    public async Task The_log_of_a_shared_program_has_its_process_in_the_name()
    {
        Assert.Equal(0, (await SetAsync("set_info_sock", "-L")).ExitCode);
        long unit = await _site.Drms.ScalarAsync<long>($"select sunum from su_production.drms_session");
        Assert.Equal([$"set_info.{Environment.ProcessId:0000}.stderr.gz", $"set_info.{Environment.ProcessId:0000}.stdout.gz"], (await _site.FilesOfAsync(unit)).Select(f => f.Split(' ')[0]));
    }

    [Fact]
    public async Task A_quiet_failure_is_told_all_the_same_and_leaves_no_unit()
    {
        TestRun run = await _site.RunAsync("set_info", ["-LQ", "-c", "ds=gold.carr", "CarrTime=100", "LatBin=0", "Nothing=1"], cancel: Cancel);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("Nothing", run.Error, StringComparison.Ordinal);
        Assert.Empty(await _site.UnitsAsync());
        Assert.Empty(_site.UnitFolders());
    }

    [Fact]
    public async Task Q_alone_and_L_of_a_reading_module_change_nothing()
    {
        TestRun plain = await _site.RunAsync("show_info", ["-c", "gold.ts"], cancel: Cancel);
        foreach (string flags in (string[])["-Q", "-LQ"])
            Assert.Equal(plain, await _site.RunAsync("show_info", [flags, "-c", "gold.ts"], cancel: Cancel));
        Assert.Empty(await _site.UnitsAsync());
    }

    [Fact]
    public async Task Loopconn_waits_for_the_storage_daemon()
    {
        int port = _site.SumsPort;
        await _site.StopDaemonAsync();
        Task<TestRun> waiting = SetAsync("set_info", "--loopconn", "-L");
        await Task.Delay(300, Cancel);
        Assert.False(waiting.IsCompleted);
        await _site.StartDaemonAsync(port);
        TestRun run = await waiting;
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("trying again", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_loopconn_it_fails_at_once()
    {
        await _site.StopDaemonAsync();
        TestRun run = await SetAsync("set_info", "-L");
        Assert.Equal(1, run.ExitCode);
        Assert.DoesNotContain("trying again", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("show_info", "-q", "key=V", "gold.ts[! v > 0 !]")]
    [InlineData("show_info", "-c", "gold.ts")]
    [InlineData("drms_query", "gold.ts")]
    [InlineData("retrieve_file", "ds=gold.m_45s", "out=x", "segment=magnetogram")]
    public async Task Print_sql_shows_the_query_and_runs_none(string program, params string[] words)
    {
        TestRun run = await _site.RunAsync(program, words, environment: new Dictionary<string, string> { ["DRMS_PRINT_SQL"] = "1" }, cancel: Cancel);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Matches("(?s)^select .* from \"?gold\"?\\.\"?(ts|m_45s)\"? .*;", run.Output);
    }

    [Fact]
    public async Task A_module_that_changes_data_refuses_to_print_instead()
    {
        TestRun run = await SetAsync("set_info", "--sql");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("cannot print its queries instead of running them", run.Error, StringComparison.Ordinal);
        Assert.Equal(5L, await _site.Drms.ScalarAsync<long>($"select count(*) from gold.carr"));
    }

    [Fact]   // the original commits what is done so far; half a stream of records is nobody's wish
    public async Task USR1_is_refused_and_the_work_counts_whole()
    {
        using Process process = DrmsProcess.Start(["set_info", "-k", "-c", "ds=gold.carr"], _site.Environment, _site.WorkFolder);
        await process.StandardInput.WriteAsync("CarrTime=100\nLatBin=0\nValue=1\n\n");
        await process.StandardInput.FlushAsync(Cancel);
        while (await _site.Drms.ScalarAsync<long>($"select count(*) from su_production.drms_session") == 0)
            await Task.Delay(20, Cancel);
        using (Process kill = Process.Start("/bin/sh", ["-c", $"kill -USR1 {process.Id}"]))
            await kill.WaitForExitAsync(Cancel);
        await process.StandardInput.WriteAsync("CarrTime=100\nLatBin=7.5\nValue=2\n");
        process.StandardInput.Close();
        string error = await process.StandardError.ReadToEndAsync(Cancel);
        await process.WaitForExitAsync(Cancel);
        Assert.Equal(0, process.ExitCode);
        Assert.Contains("signal USR1 is ignored", error, StringComparison.Ordinal);
        Assert.Equal(7L, await _site.Drms.ScalarAsync<long>($"select count(*) from gold.carr"));
    }

    private static async Task<string> TextAsync(string path)
    {
        await using GZipStream text = new(File.OpenRead(path), CompressionMode.Decompress);
        using StreamReader reader = new(text);
        return await reader.ReadToEndAsync(Cancel);
    }
}
