using System.Diagnostics;
using NetDrms.Model.Errors;
using NetDrms.Sums.Client;
using NetDrms.Sums.Partitions;
using NetDrms.Sums.Units;

namespace NetDrms.Sums.Tests.Daemon;

/// <summary>A full, closed or vanished partition never fails an alloc while another has room. Spec 04, better 8.</summary>
public sealed class PartitionTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_vanished_partition_is_left_out_and_told_when_none_is_left()
    {
        await using TestSums sums = await TestSums.StartAsync();
        Directory.Delete(sums.Partition("SUM8"));
        await using (SumsClient client = await sums.OpenAsync())
        {
            for (int i = 0; i < 8; i++)
                Assert.StartsWith(sums.Partition("SUM9"), (await client.AllocAsync(1000, 0, Cancel)).Path, StringComparison.Ordinal);
        }
        await sums.SettleAsync();
        Directory.Delete(sums.Partition("SUM9"));   // within the five seconds for which its free space is remembered
        await using (SumsClient client = await sums.OpenAsync())
        {
            DrmsException error = await Assert.ThrowsAsync<DrmsException>(() => client.AllocAsync(1000, 0, Cancel));
            Assert.Contains("/SUM8 does not exist", error.Message, StringComparison.Ordinal);
            Assert.Contains("/SUM9 refused: no such file or directory", error.Message, StringComparison.Ordinal);
        }
        await sums.SettleAsync();
        Assert.Empty(await sums.JournalAsync());
    }

    [Fact]
    public async Task A_mount_that_hangs_is_left_out_and_costs_its_patience_once()
    {
        await using TestSums sums = await TestSums.StartAsync();
        using HungMount? hung = HungMount.TryMount(sums.Partition("SUM8"));
        if (hung is null)
            Assert.Skip("only root can mount a file system that hangs, and only where there is FUSE");
        await using SumsClient client = await sums.OpenAsync();
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < 8; i++)
            Assert.StartsWith(sums.Partition("SUM9"), (await client.AllocAsync(1000, 0, Cancel)).Path, StringComparison.Ordinal);
        TimeSpan took = Stopwatch.GetElapsedTime(start);
        Assert.True(took < 2 * FreeSpace.Patience, $"eight allocations took {took}");
        await client.RollbackAsync();
        await sums.SettleAsync();

        await sums.Database.ExecuteAsync($"update sum_partn_avail set pds_set_num = -1 where partn_name like '%/SUM9'");
        await using (SumsClient other = await sums.OpenAsync())
        {
            DrmsException error = await Assert.ThrowsAsync<DrmsException>(() => other.AllocAsync(1000, 0, Cancel));
            Assert.Contains("/SUM8 did not answer in 2 s", error.Message, StringComparison.Ordinal);
        }
        hung.Dispose();   // the folder answers again; what was known of it counts for five seconds
        await Task.Delay(TimeSpan.FromSeconds(5.5), Cancel);
        await using SumsClient later = await sums.OpenAsync();
        Assert.StartsWith(sums.Partition("SUM8"), (await later.AllocAsync(1000, 0, Cancel)).Path, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_unit_on_a_mount_that_hangs_is_still_found()
    {
        await using TestSums sums = await TestSums.StartAsync();
        await using SumsClient client = await sums.OpenAsync();
        AllocatedUnit unit = await client.AllocAsync(1000, 0, Cancel);
        await client.PutAsync([unit], "h04.t", 10, ArchiveType.TemporaryNoArchive, Cancel);
        await client.CloseAsync(Cancel);
        using HungMount? hung = HungMount.TryMount(Path.GetDirectoryName(unit.Path)!);
        if (hung is null)
            Assert.Skip("only root can mount a file system that hangs, and only where there is FUSE");
        await using SumsClient reader = await sums.OpenAsync();
        long start = Stopwatch.GetTimestamp();
        Assert.Equal([unit.Path], await reader.GetAsync([unit.Sunum], touch: false, retentionDays: 0, retrieve: false, Cancel));
        Assert.True(Stopwatch.GetElapsedTime(start) < 2 * FreeSpace.Patience, "get waited for the mount");
    }

    [Fact]
    public async Task A_full_partition_is_left_out()
    {
        if (!Environment.IsPrivilegedProcess)
            Assert.Skip("only root can mount a small file system");
        await using TestSums sums = await TestSums.StartAsync(run: false);
        string small = sums.Partition("SUM8");
        using Process mount = Process.Start("mount", ["-t", "tmpfs", "-o", "size=64k", "tmpfs", small]);
        await mount.WaitForExitAsync(Cancel);
        if (mount.ExitCode != 0)
            Assert.Skip("file systems cannot be mounted here");
        try
        {
            await sums.RunAsync();
            await using SumsClient client = await sums.OpenAsync();
            for (int i = 0; i < 8; i++)
                Assert.StartsWith(sums.Partition("SUM9"), (await client.AllocAsync(100_000, 0, Cancel)).Path, StringComparison.Ordinal);
            await client.RollbackAsync();
        }
        finally
        {
            using Process unmount = Process.Start("umount", ["-l", small]);
            await unmount.WaitForExitAsync(CancellationToken.None);
        }
    }

    [Fact]
    public async Task Without_room_the_error_tells_the_numbers()
    {
        await using TestSums sums = await TestSums.StartAsync(TestSums.Quick with { KeepFreeBytes = long.MaxValue / 2 });
        await using SumsClient client = await sums.OpenAsync();
        DrmsException error = await Assert.ThrowsAsync<DrmsException>(() => client.AllocAsync(1000, 0, Cancel));
        Assert.Contains("no partition of set 0 has room for 1000 bytes besides the", error.Message, StringComparison.Ordinal);
        Assert.Contains("/SUM8 has ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_closed_partition_is_read_but_not_written()
    {
        await using TestSums sums = await TestSums.StartAsync();
        await sums.Database.ExecuteAsync($"update sum_partn_avail set pds_set_num = -1 where partn_name like '%/SUM8'");
        await using SumsClient client = await sums.OpenAsync();
        for (int i = 0; i < 8; i++)
            Assert.StartsWith(sums.Partition("SUM9"), (await client.AllocAsync(0, 0, Cancel)).Path, StringComparison.Ordinal);
    }
}
