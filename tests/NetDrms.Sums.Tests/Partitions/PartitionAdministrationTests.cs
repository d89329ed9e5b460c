using System.Diagnostics;
using NetDrms.Database.Cluster;
using NetDrms.Database.Sql;
using NetDrms.Model.Errors;
using NetDrms.Sums.Client;
using NetDrms.Sums.Partitions;
using NetDrms.Sums.Tests.Daemon;
using Npgsql;

namespace NetDrms.Sums.Tests.Partitions;

public sealed class PartitionAdministrationTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static async Task<T> OnAsync<T>(TestSums sums, Func<PartitionAdministration, Task<T>> work)
    {
        await using NpgsqlConnection connection = await DatabaseConnection.OpenAsync(sums.Database.Target, Cancel);
        return await work(new PartitionAdministration(connection));
    }

    private static Task<List<string>> RowsAsync(TestSums sums) => sums.RowsAsync(
        $"select right(partn_name, 4), pds_set_num, pds_set_prime, (select p.closed_by || coalesce(' ' || p.closed_because, '') from netdrms.sums_partition p where p.partn_name = a.partn_name) from sum_partn_avail a order by 1");

    [Fact]
    public async Task A_partition_is_added_closed_and_opened_in_the_set_that_it_had()
    {
        await using TestSums sums = await TestSums.StartAsync(run: false);
        string folder = sums.Partition("SUM7");
        Assert.Equal(folder, await OnAsync(sums, a => a.AddAsync(folder + "/", 3, ServiceAccount.Default(), Cancel)));
        Assert.True(Directory.Exists(folder));
        await OnAsync(sums, a => a.OpenAsync(folder, 5, Cancel));
        Assert.Equal(["SUM7|5|3|null", "SUM8|0|0|null", "SUM9|0|0|null"], await RowsAsync(sums));
        Assert.True(await OnAsync(sums, a => a.CloseAsync(folder, PartitionAdministration.Steward, "full", Cancel)));
        Assert.Equal("SUM7|-1|3|steward full", (await RowsAsync(sums))[0]);
        Assert.False(await OnAsync(sums, a => a.CloseAsync(folder, PartitionAdministration.Steward, "again", Cancel)));
        Assert.False(await OnAsync(sums, a => a.CloseAsync(folder, "alice", "disk is old", Cancel)));   // now it is hers
        Assert.Equal("SUM7|-1|3|alice disk is old", (await RowsAsync(sums))[0]);
        Assert.Equal(5, await OnAsync(sums, a => a.OpenAsync(folder, null, Cancel)));
        Assert.Equal("SUM7|5|3|null", (await RowsAsync(sums))[0]);
        Assert.Equal(5, await OnAsync(sums, a => a.OpenAsync(folder, null, Cancel)));   // open already
        await sums.Database.ExecuteAsync($"update sum_partn_avail set pds_set_num = -1 where partn_name = {folder}");   // by an original's steward
        Assert.Equal(3, await OnAsync(sums, a => a.OpenAsync(folder, null, Cancel)));   // home
    }

    [Fact]
    public async Task What_cannot_be_a_partition_is_refused()
    {
        await using TestSums sums = await TestSums.StartAsync(run: false);
        await File.WriteAllTextAsync(sums.Partition("file"), "", Cancel);
        foreach ((string folder, string message) in new[]
            {
                ("SUM7", "is not absolute"), ("/", "root folder"), (sums.Partition(new string('x', 60)), "longer than 59 characters"), (sums.Partition("SUM8"), "is there already"),
                (sums.Partition("SUM8/inner"), "cannot lie in or around"), (sums.Root, "cannot lie in or around"), (sums.Partition("file"), "is a file"),
            })
        {
            DrmsException error = await Assert.ThrowsAsync<DrmsException>(() => OnAsync(sums, a => a.AddAsync(folder, 0, ServiceAccount.Default(), Cancel)));
            Assert.Contains(message, error.Message, StringComparison.Ordinal);
        }
        DrmsException unknown = await Assert.ThrowsAsync<DrmsException>(() => OnAsync(sums, a => a.OpenAsync("/SUM77", null, Cancel)));
        Assert.Contains("there is no partition \"/SUM77\"", unknown.Message, StringComparison.Ordinal);
        Assert.Equal(2, (await RowsAsync(sums)).Count);
        Assert.False(Directory.Exists(sums.Partition("SUM8/inner")));
    }

    [Fact]
    public async Task The_list_tells_the_state_of_each_and_why()
    {
        await using TestSums sums = await TestSums.StartAsync(run: false);
        await sums.AddPartitionAsync("SUM1", 0, make: false);
        await OnAsync(sums, a => a.CloseAsync(sums.Partition("SUM8"), "alice", "disk is old", Cancel));
        await sums.Database.ExecuteAsync(
            $"""
            insert into netdrms.sums_unit (sunum, path, step, instance, session, given, asked_bytes, tape_group, storage_set, client)
            values (77, {sums.Partition("SUM9") + "/D77"}, 'allocated', 1, 1, false, 5000, 0, 0, 'test')
            """);
        IReadOnlyList<PartitionStatus> list = await OnAsync(sums, a => a.ListAsync(0, Cancel));
        Assert.Equal(["SUM1 Vanished", "SUM8 Closed", "SUM9 Open"], list.Select(p => $"{Path.GetFileName(p.Folder)} {p.State}"));
        Assert.Equal("does not exist", list[0].Why);
        Assert.StartsWith("closed by alice on 20", list[1].Why, StringComparison.Ordinal);
        Assert.EndsWith(": disk is old", list[1].Why, StringComparison.Ordinal);
        Assert.Equal((5000, true), (list[2].ReservedBytes, list[2].FreeBytes > 0 && list[2].TotalBytes > list[2].FreeBytes));
        list = await OnAsync(sums, a => a.ListAsync(long.MaxValue / 2, Cancel));
        Assert.Equal((PartitionState.Full, "modules ask for 100 MB"), (list[2].State, list[2].Why));
    }

    [Fact]
    public async Task Read_only_and_small_file_systems_are_told_and_left_out()
    {
        if (!Environment.IsPrivilegedProcess)
            Assert.Skip("only root can mount file systems");
        await using TestSums sums = await TestSums.StartAsync(run: false);
        using Mounted? readOnly = await Mounted.TryAsync(sums.Partition("SUM8"), "ro,size=1m"), small = await Mounted.TryAsync(sums.Partition("SUM1"), "size=1m", make: true);
        if (readOnly is null || small is null)
            Assert.Skip("file systems cannot be mounted here");
        await sums.AddPartitionAsync("SUM1", 0, make: false);
        IReadOnlyList<PartitionStatus> list = await OnAsync(sums, a => a.ListAsync(0, Cancel));
        Assert.Equal(["SUM1 Full", "SUM8 ReadOnly", "SUM9 Open"], list.Select(p => $"{Path.GetFileName(p.Folder)} {p.State}"));
        await sums.RunAsync();
        await using SumsClient client = await sums.OpenAsync();
        for (int i = 0; i < 6; i++)
            Assert.StartsWith(sums.Partition("SUM9"), (await client.AllocAsync(2_000_000, 0, Cancel)).Path, StringComparison.Ordinal);
        await client.RollbackAsync();
        await sums.SettleAsync();
    }
}

/// <summary>A file system in memory.</summary>
internal sealed class Mounted : IDisposable
{
    private readonly string _folder;

    private Mounted(string folder) => _folder = folder;

    public static async Task<Mounted?> TryAsync(string folder, string options, bool make = false)
    {
        if (make)
            Directory.CreateDirectory(folder);
        return await RunAsync("mount", "-t", "tmpfs", "-o", options, "tmpfs", folder) == 0 ? new Mounted(folder) : null;
    }

    public static async Task<int> RunAsync(string program, params string[] words)
    {
        using Process process = Process.Start(program, words);
        await process.WaitForExitAsync(CancellationToken.None);
        return process.ExitCode;
    }

    public void Dispose()
    {
        using Process unmount = Process.Start("umount", ["-l", _folder]);
        unmount.WaitForExit();
    }
}
