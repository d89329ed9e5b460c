using Microsoft.Extensions.Logging;
using NetDrms.Sums.Daemon;
using NetDrms.Sums.Integrity;
using NetDrms.Sums.Steward;
using NetDrms.Sums.Tests.Daemon;
using NetDrms.Sums.Tests.Partitions;

namespace NetDrms.Sums.Tests.Steward;

/// <summary>The watch tells what changes, once, and an alarm has hysteresis. Spec 04, better 8.</summary>
public sealed class PartitionWatchTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static StewardParts Parts(TestSums sums, SumsDatabase database, StewardOptions options) =>
        new() { Options = options, Database = database, Drms = null, Log = sums.Log, Meters = null };

    private static List<string> Told(TestSums sums)
    {
        List<string> told = [.. sums.Log.Lines.Where(line => line.Text.StartsWith("partition ", StringComparison.Ordinal)).Select(line => $"{line.Level}: {line.Text.Replace(sums.Root, "", StringComparison.Ordinal)}")];
        sums.Log.Lines.Clear();
        return told;
    }

    [Fact]
    public async Task A_partition_that_vanishes_and_comes_back_is_told_once_each()
    {
        await using TestSums sums = await TestSums.StartAsync(run: false);
        await using SumsDatabase database = new(sums.Database.Target, 2, sums.Log);
        using IntegrityMetrics metrics = new(null);
        PartitionWatch watch = new(Parts(sums, database, new StewardOptions { AlarmFreePercent = 0 }), metrics);
        await watch.LookAsync(Cancel);
        Assert.Empty(Told(sums));
        Assert.Equal(["True", "True"], await sums.RowsAsync($"select avail_bytes > 0 and total_bytes > avail_bytes from sum_partn_avail"));
        Directory.Delete(sums.Partition("SUM8"));
        await watch.LookAsync(Cancel);
        await new PartitionWatch(Parts(sums, database, new StewardOptions { AlarmFreePercent = 0 }), metrics).LookAsync(Cancel);   // another steward took over
        Assert.Equal(["Error: partition /SUM8 is vanished: does not exist"], Told(sums));
        Assert.Equal(["SUM8|vanished|does not exist", "SUM9|open|null"], await sums.RowsAsync($"select right(partn_name, 4), state, state_because from netdrms.sums_partition order by 1"));
        Directory.CreateDirectory(sums.Partition("SUM8"));
        await watch.LookAsync(Cancel);
        Assert.Equal(["Information: partition /SUM8 is open again"], Told(sums));
    }

    [Fact]
    public async Task An_alarm_rings_once_below_its_limit_and_ends_with_half_as_much_again()
    {
        if (!Environment.IsPrivilegedProcess)
            Assert.Skip("only root can mount file systems");
        await using TestSums sums = await TestSums.StartAsync(run: false);
        using Mounted? disk = await Mounted.TryAsync(sums.Partition("SUM8"), "size=100m");
        if (disk is null)
            Assert.Skip("file systems cannot be mounted here");
        await using SumsDatabase database = new(sums.Database.Target, 2, sums.Log);
        using IntegrityMetrics metrics = new(null);
        PartitionWatch watch = new(Parts(sums, database, new StewardOptions { AlarmFreePercent = 20 }), metrics);
        async Task<List<string>> WithUsedAsync(int megabytes)
        {
            using (FileStream file = new(Path.Combine(sums.Partition("SUM8"), "data"), FileMode.Create))
            {
                byte[] block = new byte[1 << 20];
                for (int i = 0; i < megabytes; i++)
                    await file.WriteAsync(block, Cancel);
            }
            await watch.LookAsync(Cancel);
            return [.. Told(sums).Where(line => line.Contains("/SUM8", StringComparison.Ordinal))];
        }
        Assert.Empty(await WithUsedAsync(70));
        Assert.Equal(["Error: partition /SUM8 fills up: 15.0 % of 104857600 bytes are free"], await WithUsedAsync(85));
        Assert.Empty(await WithUsedAsync(90));
        Assert.Empty(await WithUsedAsync(75));   // between 20 and 30 %
        Assert.Equal(["Information: partition /SUM8 has room again: 35.0 % are free"], await WithUsedAsync(65));
    }

    [Theory]
    [InlineData(0.5, 3, 90, 20, "steward.watch_seconds 0.5 is not in")]
    [InlineData(30, 51, 90, 20, "steward.alarm_free_percent 51 is not in")]
    [InlineData(30, 3, -1, 20, "steward.verify_days -1 is not in")]
    [InlineData(30, 3, 90, 0, "steward.verify_mb_per_second 0 is not in")]
    public void Wrong_options_are_told(double watch, double alarm, double days, double rate, string expected) => Assert.Contains(
        expected,
        Assert.Single(new StewardOptions { WatchSeconds = watch, AlarmFreePercent = alarm, VerifyDays = days, VerifyMbPerSecond = rate }.Check()).Message,
        StringComparison.Ordinal);
}
