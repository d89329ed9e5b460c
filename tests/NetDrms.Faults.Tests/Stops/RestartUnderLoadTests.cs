using System.Diagnostics;
using System.Globalization;
using NetDrms.Database.Cluster;

namespace NetDrms.Faults.Tests.Stops;

/// <summary>PostgreSQL stops and dies again and again while modules store files: each is told of success or failure, and there is never a half. Spec 04, better 4.</summary>
public sealed class RestartUnderLoadTests(FaultSite fault) : IClassFixture<FaultSite>
{
    private const int Clients = 3;
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(2);

    private static int Restarts => Environment.GetEnvironmentVariable("NETDRMS_TEST_LONG") == "1" ? 30 : 3;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_told_as_stored_is_whole_and_nothing_is_a_half()
    {
        using CancellationTokenSource enough = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        Task<List<int>>[] clients = [.. Enumerable.Range(1, Clients).Select(client => StoreAsync(client * 10_000, enough.Token))];
        for (int i = 0; i < Restarts; i++)
        {
            await Task.Delay(s_pause, Cancel);
            if (i % 2 == 0)
                await fault.Site.Home.Cluster.StopAsync(Cancel);
            else
                RunningProcess.Kill(fault.Site.Home.Cluster.Folder.ServerProcess()!.Value);
            await fault.Site.Home.Cluster.StartAsync(Cancel);
        }
        await Task.Delay(s_pause, Cancel);
        await enough.CancelAsync();
        int[] stored = [.. (await Task.WhenAll(clients)).SelectMany(static told => told)];
        Assert.True(stored.Length >= Clients, $"only {stored.Length} were stored");

        foreach (int number in stored)
            Assert.Equal($"file {number}", await File.ReadAllTextAsync(await FileAsync(number), Cancel));
        // also those that were not told: a record is there with its file or not at all
        string[] numbers = (await fault.Site.SucceedAsync("show_info", "-q", "demo.fault[]", "key=N")).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        foreach (int number in numbers.Select(static text => int.Parse(text, CultureInfo.InvariantCulture)).Where(static number => number >= 10_000))
            Assert.Equal($"file {number}", await File.ReadAllTextAsync(await FileAsync(number), Cancel));
        await FaultSite.WaitAsync(async () => (await fault.Site.RunAsync("sums", "verify", "--all", "--orphans")).ExitCode == 0, "rows, directories, bytes and manifests agree");
    }

    private async Task<string> FileAsync(int number) =>
        (await fault.Site.SucceedAsync("show_info", "-q", "-P", "seg=note", $"demo.fault[{number}]")).Output.Trim();

    // The numbers that a module said it had stored.
    private async Task<List<int>> StoreAsync(int first, CancellationToken enough)
    {
        List<int> told = [];
        for (int number = first; !enough.IsCancellationRequested; number++)
        {
            string file = fault.Write($"note{number}.txt", $"file {number}");
            long start = Stopwatch.GetTimestamp();
            CommandRun run = await fault.Site.RunAsync("set_info", "-c", "ds=demo.fault", $"N={number}", "TXT=load", $"note={file}");
            Assert.InRange(run.ExitCode, 0, 1);
            Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
            Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(60), "a module hung");
            if (run.ExitCode == 0)
                told.Add(number);
        }
        return told;
    }
}
