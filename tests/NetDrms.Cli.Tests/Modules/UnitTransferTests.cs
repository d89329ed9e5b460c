using NetDrms.Cli.Tests.Driver;
using NetDrms.Cli.Tests.Golden;

namespace NetDrms.Cli.Tests.Modules;

/// <summary>The modules by which the VSO and the JMD store units of other sites. Spec 03 §7, 04 §6.</summary>
public sealed class UnitTransferTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_unit_is_allocated_filled_put_and_found_by_four_commands()
    {
        await using GoldenSite site = await GoldenSite.StartAsync(await TestCluster.NewDrmsDatabaseAsync());
        TestRun alloc = await site.RunAsync("vso_sum_alloc", ["sunum=562949953424060", "size=1000"], cancel: Cancel);
        Assert.Equal("", alloc.Error);
        Assert.StartsWith("sunum:562949953424060;size:1000;sudir:/", alloc.Output, StringComparison.Ordinal);
        string folder = alloc.Output.TrimEnd('\n').Split("sudir:")[1];
        await File.WriteAllTextAsync(Path.Combine(folder, "file.fits"), "data", Cancel);
        TestRun put = await site.RunAsync("vso_sum_put", ["sunum=562949953424060", "seriesname=hmi.m_45s", $"sudir={folder}"], cancel: Cancel);
        Assert.Equal((0, $"sudir={folder}\nseriesname=hmi.m_45s\nDRMS_SUMPUT:562949953424060 OK\n"), (put.ExitCode, put.Output));
        TestRun get = await site.RunAsync("vso_sum_getdo", ["sunum=562949953424060,4711", "retention=30"], cancel: Cancel);
        Assert.Equal($"sunumvals = 2\nsunum[0] = 562949953424060\nsunum[1] = 4711\nsunum:562949953424060;sudir:{folder}\nsunum:4711;sudir:\n", get.Output);
        Assert.Equal(1, get.ExitCode);
        Assert.Contains("storage unit 4711", get.Error, StringComparison.Ordinal);
        Assert.True(await site.Sums.ScalarAsync<bool>($"select effective_date > to_char(localtimestamp + interval '32 days', 'YYYYMMDDHH24MI') from sum_partn_alloc"));
    }

    [Fact]
    public async Task A_unit_that_was_not_allocated_is_not_put_and_one_that_is_stored_not_allocated_again()
    {
        await using GoldenSite site = await GoldenSite.StartAsync(await TestCluster.NewDrmsDatabaseAsync());
        TestRun put = await site.RunAsync("vso_sum_put", ["sunum=4711", "seriesname=a.b", "sudir=/SUM0/D4711"], cancel: Cancel);
        Assert.Equal(253, put.ExitCode);
        Assert.Contains("ERROR: SUM_put RPC call failed with error code 1", put.Error, StringComparison.Ordinal);
        string folder = (await site.RunAsync("vso_sum_alloc", ["sunum=77", "size=1"], cancel: Cancel)).Output.TrimEnd('\n').Split("sudir:")[1];
        Assert.Equal(0, (await site.RunAsync("vso_sum_put", ["sunum=77", "seriesname=a.b", $"sudir={folder}"], cancel: Cancel)).ExitCode);
        Assert.Equal(253, (await site.RunAsync("vso_sum_alloc", ["sunum=77", "size=1"], cancel: Cancel)).ExitCode);
        Assert.Equal(255, (await site.RunAsync("vso_sum_alloc", ["sunum=x", "size=1"], cancel: Cancel)).ExitCode);
        Assert.Equal(255, (await site.RunAsync("vso_sum_alloc", ["size=1"], cancel: Cancel)).ExitCode);
        await site.StopDaemonAsync();
        TestRun away = await site.RunAsync("vso_sum_alloc", ["sunum=78", "size=1"], cancel: Cancel);
        Assert.Equal(254, away.ExitCode);
        Assert.Contains("Failed to connect to SUMS.", away.Error, StringComparison.Ordinal);
    }

    // There is no ssh server here: a script with scp's arguments copies from this machine, and keeps them.
    [Theory]
    [InlineData("-p")]
    [InlineData("fail")]
    public async Task A_unit_is_fetched_whole_or_not_at_all(string how)
    {
        await using GoldenSite site = await GoldenSite.StartAsync(await TestCluster.NewDrmsDatabaseAsync());
        string remote = Directory.CreateDirectory(Path.Combine(site.WorkFolder, "remote", "D900")).FullName;
        Directory.CreateDirectory(Path.Combine(remote, "S00000"));
        await File.WriteAllTextAsync(Path.Combine(remote, "S00000", "file.fits"), "data", Cancel);
        await File.WriteAllTextAsync(Path.Combine(remote, ".hidden"), "too", Cancel);
        await File.WriteAllTextAsync(Path.Combine(remote, "D900"), "an entry of the directory's own name", Cancel);
        string scp = Path.Combine(site.WorkFolder, "scp"), said = Path.Combine(site.WorkFolder, "said");
        await File.WriteAllTextAsync(scp, $"#!/bin/sh\necho \"$@\" > {said}\nfrom=${{6#*:}}\ncp -r \"$from\" \"$7\"\n{(how == "fail" ? "echo broken pipe >&2; exit 3" : "exit 0")}\n", Cancel);
        File.SetUnixFileMode(scp, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        string[] words = ["sunum=900", "size=1000", "seriesname=a.b", $"scpcommand={scp}", "scphost=peer.example.org", "scpuser=u", $"scpremotepath={remote}", "logfile=log"];
        TestRun run = await site.RunAsync("vso_sum_alloc_put", words, cancel: Cancel);
        Assert.Matches(how == "fail" ? "^elapsedMillisec:[0-9]+;exitStatus:-4;localpath:NONE\n$" : "^elapsedMillisec:[0-9]+;exitStatus:0;localpath:/.*/D900\n$", run.Output);
        Assert.Equal(run.Output, await File.ReadAllTextAsync(Path.Combine(site.WorkFolder, "log"), Cancel));
        string? path = await site.Sums.ScalarAsync<string>($"select online_loc from sum_main where ds_index = 900");
        if (how == "fail")
        {
            Assert.Equal(252, run.ExitCode);
            Assert.Contains("broken pipe", run.Error, StringComparison.Ordinal);
            Assert.Null(path);
            Assert.Equal(0L, await site.Sums.ScalarAsync<long>($"select count(*) from netdrms.sums_unit"));
            return;
        }
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Equal([".hidden", "D900", "S00000", "S00000/file.fits"],
            Directory.EnumerateFileSystemEntries(path!, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None }).Select(e => Path.GetRelativePath(path!, e)).Order(StringComparer.Ordinal));
        Assert.Equal($"-r -p -B -P 55000 u@peer.example.org:{remote} {path}\n", await File.ReadAllTextAsync(said, Cancel));
    }

    [Fact]
    public async Task A_word_that_scp_would_take_for_an_option_is_refused()
    {
        await using GoldenSite site = await GoldenSite.StartAsync(await TestCluster.NewDrmsDatabaseAsync());
        TestRun run = await site.RunAsync("vso_sum_alloc_put",
            ["sunum=900", "size=1", "seriesname=a.b", "scpcommand=scp", "scphost=h", "scpuser=-oProxyCommand=x", "scpremotepath=/SUM0/D900"], cancel: Cancel);
        Assert.Equal(255, run.ExitCode);
        Assert.Contains("exitStatus:-1;localpath:NONE", run.Output, StringComparison.Ordinal);
    }
}
