using System.Diagnostics;
using System.Globalization;
using NetDrms.Sums.Client;
using NetDrms.Sums.Overview;
using NetDrms.Sums.Tests.Daemon;
using NetDrms.Sums.Units;
using Npgsql;

namespace NetDrms.Sums.Tests.Overview;

/// <summary>What people see of storage: use, outlook, daemons. Spec 04 §5.7, better 12.</summary>
public sealed class OverviewTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Use_is_added_up_by_series_user_group_and_partition()
    {
        await using TestSums sums = await TestSums.StartAsync(run: false);
        await AddAsync(sums, 1, "h04.a", "SUM8", 100, status: 2, expiry: "200001010000");
        await AddAsync(sums, 2, "h04.a", "SUM8", 20, status: 2, expiry: "299901010000");
        await AddAsync(sums, 3, "h04.a", "SUM9", 3, status: 16, expiry: "200001010000", group: 7);
        await AddAsync(sums, 4, "h04.b", "SUM9", 4000, status: 4, expiry: "299901010000", user: "anna");
        await AddAsync(sums, 5, "h04.b", "SUM9", 5000, status: null, expiry: "", isOnline: false, user: "anna");
        await using NpgsqlConnection connection = await sums.Database.DataSource.OpenConnectionAsync(Cancel);

        Assert.Equal(
            [new StorageUse("h04.b", 1, 4000, 0, 0, 0, 4000, 1, 5000), new StorageUse("h04.a", 3, 123, 100, 20, 3, 0, 0, 0)],
            await StorageUses.ReadAsync(connection, StorageUseKey.Series, Cancel));
        Assert.Equal(["anna", "netdrms"], (await StorageUses.ReadAsync(connection, StorageUseKey.User, Cancel)).Select(use => use.Key));
        Assert.Equal([("0", 9120L), ("7", 3L)], (await StorageUses.ReadAsync(connection, StorageUseKey.Group, Cancel)).Select(use => (use.Key, use.Bytes + use.OfflineBytes)));
        Assert.Equal(
            [(sums.Partition("SUM9"), 4003L), (sums.Partition("SUM8"), 120L), ("", 0L)],   // what is off line lies nowhere
            (await StorageUses.ReadAsync(connection, StorageUseKey.Partition, Cancel)).Select(use => (use.Key, use.Bytes)));
    }

    [Fact]
    public async Task The_outlook_has_expiries_by_day_and_what_waits_for_the_archive()
    {
        await using TestSums sums = await TestSums.StartAsync(run: false);
        await AddAsync(sums, 1, "h04.a", "SUM8", 100, status: 2, expiry: "0");
        await AddAsync(sums, 2, "h04.a", "SUM8", 20, status: 2, expiry: In(TimeSpan.FromHours(36)));
        await AddAsync(sums, 3, "h04.a", "SUM8", 3, status: 2, expiry: In(TimeSpan.FromHours(40)));
        await AddAsync(sums, 4, "h04.b", "SUM8", 4, status: 2, expiry: In(TimeSpan.FromDays(90)));
        await AddAsync(sums, 5, "h04.b", "SUM9", 4000, status: 4, expiry: "0");
        await using NpgsqlConnection connection = await sums.Database.DataSource.OpenConnectionAsync(Cancel);
        Assert.Equal([new ExpiryDay(0, 1, 100), new ExpiryDay(2, 2, 23)], await StorageOutlook.ExpiriesAsync(connection, 30, Cancel));
        ArchiveBacklog waiting = Assert.Single(await StorageOutlook.BacklogAsync(connection, Cancel));
        Assert.Equal(("h04.b", 1L, 4000L), (waiting.Series, waiting.Units, waiting.Bytes));
    }

    [Fact]
    public async Task Daemons_tell_what_they_do_with_their_heartbeats()
    {
        await using TestSums sums = await TestSums.StartAsync();
        await using SumsClient client = await sums.OpenAsync();
        await client.AllocAsync(1000, 0, Cancel);
        for (int i = 0; i < 20; i++)
            await client.PingAsync(Cancel);
        await using NpgsqlConnection connection = await sums.Database.DataSource.OpenConnectionAsync(Cancel);
        HashSet<string> seen = [];
        DaemonActivity told;
        long start = Stopwatch.GetTimestamp();
        do
        {
            await Task.Delay(200, Cancel);
            told = Assert.Single(await DaemonActivities.ReadAsync(connection, Cancel));
            seen.UnionWith(told.Requests.Select(request => request.Type));
        }
        while ((told.Sessions == 0 || !seen.Contains("ping")) && Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(20));
        Assert.Equal(Environment.ProcessId, told.ProcessId);
        Assert.Contains("ping", seen);
        OpenSession session = Assert.Single(told.Open);
        Assert.Equal((1, null), (session.Units, session.Doing));
        Assert.Contains($"pid {Environment.ProcessId}", session.Client, StringComparison.Ordinal);
        Assert.Contains(told.Slowest, slow => slow.Type == "alloc");
    }

    private static string In(TimeSpan time) => (TimeProvider.System.GetLocalNow() + time).ToString("yyyyMMddHHmm", CultureInfo.InvariantCulture);

    private static async Task AddAsync(
        TestSums sums, long sunum, string series, string partition, long bytes, int? status, string expiry, int group = 0, string user = "netdrms", bool isOnline = true)
    {
        string path = $"{sums.Partition(partition)}/{new Sunum(sunum).DirectoryName}";
        await sums.Database.ExecuteAsync($"""
            insert into sum_main (online_loc, online_status, archive_status, owning_series, storage_group, bytes, ds_index, create_sumid, creat_date, username)
            values ({path}, {(isOnline ? "Y" : "N")}, 'N', {series}, {group}, {bytes}, {sunum}, 1, localtimestamp, {user})
            """);
        if (status is int number)
            await sums.Database.ExecuteAsync($"insert into sum_partn_alloc (wd, sumid, status, bytes, effective_date, ds_index) values ({path}, 1, {number}, {bytes}, {expiry}, {sunum})");
    }
}
