using NetDrms.Database.Faults;
using NetDrms.Sums.Archive;
using NetDrms.Sums.Client;
using NetDrms.Sums.Tests.Daemon;
using NetDrms.Sums.Units;

namespace NetDrms.Sums.Tests.Archive;

/// <summary>Second copies, repair, and what several clients want at a time.</summary>
public sealed class SafeCopyTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static Task<TestArchive> StartAsync() => TestArchive.StartAsync(static folder => new ArchiveOptions
    {
        Tier = ArchiveTier.Folder, Folder = Path.Combine(folder, "volumes"), SafeFolder = Path.Combine(folder, "safe"),
    });

    private static void Damage(TestArchive archive, string file)
    {
        string path = Path.Combine(archive.Sums.Root + "-archive", file);
        byte[] bytes = File.ReadAllBytes(path);
        bytes[9000] ^= 1;
        File.WriteAllBytes(path, bytes);
    }

    [Fact]
    public async Task A_second_copy_is_made_acknowledged_and_used_when_the_first_is_bad()
    {
        await using TestArchive archive = await StartAsync();
        AllocatedUnit unit = await archive.PutAsync();
        string before = TestArchive.Tree(unit.Path);
        await archive.RunAsync();
        Assert.Equal(1, await archive.Site.Copier!.CopyAsync(tapeId: null, archive, Cancel));
        Assert.Equal(0, await archive.Site.Copier!.CopyAsync(tapeId: null, archive, Cancel));
        Assert.Equal(["V000001|1|S000001|1|True|N"], await archive.Sums.RowsAsync($"select arch_tape, arch_tape_fn, safe_tape, safe_tape_fn, safe_tape_date is not null, offsite_ack from sum_main"));
        Assert.Single(await archive.Sums.RowsAsync($"select distinct md5cksum from sum_file"));
        await archive.Volumes.VerifyAsync("S000001", archive, Cancel);
        Assert.Equal(["Y"], await archive.Sums.RowsAsync($"select offsite_ack from sum_main"));
        await archive.TakeOffLineAsync(unit);
        Damage(archive, "volumes/V000001/1.tar");
        Assert.Equal(before, TestArchive.Tree((await archive.GetAsync(unit))[0]!));
        Assert.Equal(["S000001|False", "V000001|True"], await archive.Sums.RowsAsync($"select tapeid, damage is not null from netdrms.sum_volume order by 1"));
    }

    [Fact]
    public async Task A_volume_on_the_shelf_is_not_read_its_copy_is()
    {
        await using TestArchive archive = await StartAsync();
        AllocatedUnit copied = await archive.PutAsync();
        await archive.RunAsync();
        await archive.Site.Copier!.CopyAsync(tapeId: null, archive, Cancel);
        AllocatedUnit single = await archive.PutAsync();
        await archive.RunAsync();
        await archive.TakeOffLineAsync(copied, single);
        await archive.Volumes.ShelveAsync("V000001", Cancel);
        IReadOnlyList<string?> paths = await archive.GetAsync(copied, single);
        Assert.NotNull(paths[0]);
        Assert.Null(paths[1]);
        Assert.Equal(["volume V000001 is shelved"], await archive.Sums.RowsAsync($"select reason from netdrms.sums_retrieval"));
        await archive.Volumes.ImportAsync("V000001", Cancel);
        Assert.NotNull((await archive.GetAsync(single))[0]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_damaged_unit_on_line_is_replaced_where_it_lies(bool isInterrupted)
    {
        await using TestArchive archive = await StartAsync();
        AllocatedUnit unit = await archive.PutAsync();
        string before = TestArchive.Tree(unit.Path);
        await archive.RunAsync();
        string file = Path.Combine(unit.Path, "S00000", "file.dat");
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.WriteAllText(file, "rotten");
        List<string> rows = await archive.Sums.RowsAsync($"select * from sum_partn_alloc");
        if (isInterrupted)   // as when a daemon dies between the two renames: what was read whole is put in place
        {
            using (Failpoint.Arm("sums.retrieve.moved-aside", static () => throw new IOException("injected")))
                Assert.Contains("injected", await archive.Site.Desk.RestoreAsync(unit.Sunum, Cancel), StringComparison.Ordinal);
        }
        Assert.Null(await archive.Site.Desk.RestoreAsync(unit.Sunum, Cancel));
        Assert.Equal(before, TestArchive.Tree(unit.Path));
        Assert.Equal(rows, await archive.Sums.RowsAsync($"select * from sum_partn_alloc"));
        Assert.Single(archive.Sums.Directories());
        Assert.Equal("it is not archived", await archive.Site.Desk.RestoreAsync(new Sunum(999_999), Cancel));
    }

    [Fact]
    public async Task Many_gets_of_one_file_share_one_read()
    {
        await using TestArchive archive = await StartAsync();
        AllocatedUnit[] units = [await archive.PutAsync(), await archive.PutAsync(), await archive.PutAsync()];
        await archive.RunAsync();
        await archive.TakeOffLineAsync(units);
        IReadOnlyList<string?>[] paths = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => archive.GetAsync(units)));
        Assert.All(paths, got => Assert.Equal(paths[0], got));
        Assert.DoesNotContain(null, paths[0]);
        Assert.Single(archive.Sums.Log.Lines, static line => line.Text.Contains("read back from file", StringComparison.Ordinal));
        Assert.Equal(["3"], await archive.Sums.RowsAsync($"select count(*) from sum_partn_alloc"));
    }

    [Fact]
    public async Task A_unit_without_room_stays_archived_and_says_so()
    {
        await using TestArchive archive = await StartAsync();
        AllocatedUnit unit = await archive.PutAsync();
        await archive.RunAsync();
        await archive.TakeOffLineAsync(unit);
        await archive.Sums.Database.ExecuteAsync($"update sum_partn_avail set pds_set_num = -1");
        Assert.Equal([null], await archive.GetAsync(unit));
        Assert.Equal(["N|Y"], await archive.Sums.RowsAsync($"select online_status, archive_status from sum_main"));
        await archive.Sums.Database.ExecuteAsync($"update sum_partn_avail set pds_set_num = 0");
        Assert.NotNull((await archive.GetAsync(unit))[0]);
    }

    [Fact]   // spec 04 §5.2
    public async Task Runs_are_due_by_the_cadence_of_their_group()
    {
        await using TestArchive archive = await StartAsync();
        await archive.Sums.Database.ExecuteAsync($"insert into sum_arch_group values (7, 1, 0, null, 'a', 0), (8, 30, 0, null, 'b', 0), (9, 0, 0, null, 'never', 0)");
        NetDrms.Sums.Archive.Writing.ArchiveRows rows = new(archive.Site.Database);
        NetDrms.Sums.Archive.Writing.ArchiveDuty duty = new(archive.Site, TimeProvider.System);
        DateTimeOffset night = new(2026, 11, 24, 1, 0, 0, TimeSpan.Zero);
        Assert.Equal([7, 8], await rows.DueAsync(night, Cancel));
        await duty.RunAsync([7, 8], Cancel);
        Assert.Empty(await rows.InterruptedAsync(Cancel));
        Assert.Empty(await rows.DueAsync(night.AddHours(23), Cancel));
        Assert.Equal([7], await rows.DueAsync(night.AddDays(1), Cancel));
        Assert.Equal([7], await rows.InterruptedAsync(Cancel));   // begun and not ended
        Assert.Equal([$"7|{night.AddDays(1).ToUnixTimeSeconds()}", $"8|{night.ToUnixTimeSeconds()}", "9|0"], await archive.Sums.RowsAsync($"select group_id, sec1970_start from sum_arch_group order by 1"));
    }
}
