using NetDrms.Database.Sql;
using NetDrms.Model.Errors;
using NetDrms.Sums.Client;
using NetDrms.Sums.Steward;
using NetDrms.Sums.Tests.Daemon;
using NetDrms.Sums.Units;

namespace NetDrms.Sums.Tests.Steward;

/// <summary>What goes, in which order, and what never does. Spec 04 §4.4, better 9.</summary>
public sealed class RetentionTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Only_what_has_expired_goes()
    {
        await using StewardBench bench = await StewardBench.StartAsync();
        AllocatedUnit[] units = await bench.PutAsync(9);
        string minuteAgo = (await bench.Sums.RowsAsync($"select to_char(localtimestamp - interval '1 minute', 'YYYYMMDDHH24MI')"))[0];
        string inAMinute = (await bench.Sums.RowsAsync($"select to_char(localtimestamp + interval '2 minutes', 'YYYYMMDDHH24MI')"))[0];
        string?[] goes = ["0", "195801010000", minuteAgo];
        string?[] stays = [inAMinute, "230009090354", "100000101000000", "20200101", "N/A", null];   // minutes count; year 10000 is not the past, nor is rubbish
        foreach ((AllocatedUnit unit, string? date) in units.Zip([.. goes, .. stays]))
            await bench.DateAsync(unit, date);

        List<PassResult> results = await bench.PassAsync();

        Assert.Equal(goes.Length, results.Sum(r => r.DoomedUnits));
        Assert.Equal(units.Skip(goes.Length).Select(u => u.Sunum.Value), await bench.OnLineAsync());
        await bench.AgreeAsync();
        Assert.Equal(units.Take(goes.Length).Select(u => $"{u.Sunum}|gone").Order(), (await bench.EntriesAsync()).Order());
        Assert.Equal(["6"], await bench.Sums.RowsAsync($"select count(*) from sum_partn_alloc"));
    }

    [Fact]
    public async Task Permanent_pending_and_leased_units_stay_whatever_their_date()
    {
        await using StewardBench bench = await StewardBench.StartAsync();
        AllocatedUnit[] units = await bench.PutAsync(5);
        await bench.Sums.Database.ExecuteAsync($"update sum_partn_alloc set effective_date = '0'");
        await bench.Sums.Database.ExecuteAsync($"update sum_partn_alloc set status = 16 where ds_index = {units[0].Sunum.Value}");
        await bench.Sums.Database.ExecuteAsync($"update sum_partn_alloc set status = 4 where ds_index = {units[1].Sunum.Value}");
        await bench.Sums.Database.ExecuteAsync($"insert into netdrms.sums_lease values ({units[2].Sunum.Value}, now() + interval '1 hour', null)");
        // a second row of one unit, which only a fault can make, holds it
        await bench.Sums.Database.ExecuteAsync($"insert into sum_partn_alloc select wd, sumid, 16, bytes, '0', 0, 0, ds_index, 0 from sum_partn_alloc where ds_index = {units[3].Sunum.Value}");
        await bench.PassAsync();
        Assert.Equal(units.Take(4).Select(u => u.Sunum.Value), await bench.OnLineAsync());
        await bench.AgreeAsync();
        await bench.Sums.Database.ExecuteAsync($"update netdrms.sums_lease set until = now() - interval '1 second'");
        await bench.PassAsync();
        Assert.DoesNotContain(units[2].Sunum.Value, await bench.OnLineAsync());
    }

    [Fact]
    public async Task An_archived_unit_goes_off_line_and_keeps_its_place_on_the_tape()
    {
        await using StewardBench bench = await StewardBench.StartAsync();
        AllocatedUnit[] units = await bench.PutAsync(2);
        await bench.Sums.Database.ExecuteAsync($"update sum_main set archive_status = 'Y', arch_tape = '012821L4', arch_tape_fn = 7, arch_tape_date = now()");
        await bench.Sums.Database.ExecuteAsync($"update sum_partn_alloc set effective_date = '0', archive_substatus = case when ds_index = {units[1].Sunum.Value} then 1024 else 128 end");
        await bench.PassAsync();
        Assert.Equal([$"{units[0].Sunum}|N|Y|012821L4|7|{units[0].Path}"], await bench.Sums.RowsAsync($"select ds_index, online_status, archive_status, arch_tape, arch_tape_fn, online_loc from sum_main"));
        Assert.Empty(bench.Sums.Directories());
        Assert.Equal(["0"], await bench.Sums.RowsAsync($"select count(*) from sum_partn_alloc"));
        // of a deleted series the row goes too (spec 04 §4.7); the history still tells where the copy is
        Assert.Equal(["012821L4"], await bench.Sums.RowsAsync($"select main_row ->> 'arch_tape' from netdrms.sums_expiry where sunum = {units[1].Sunum.Value}"));
        await using SumsClient client = await bench.Sums.OpenAsync();
        Assert.Equal([null, null], await client.GetAsync([units[0].Sunum, units[1].Sunum], touch: true, -3, retrieve: false, Cancel));
    }

    [Fact]
    public async Task The_oldest_go_first_and_no_more_than_room_needs()
    {
        await using StewardBench bench = await StewardBench.StartAsync(new() { LowWaterPercent = 50, HighWaterPercent = 60, EmergencyWaterPercent = 100, UndeleteMinutes = 0, ChunkSize = 2 });
        await bench.MountAsync("1m");
        AllocatedUnit[] units = await bench.PutAsync(8, fill: unit => File.WriteAllBytes(Path.Combine(unit.Path, "file"), new byte[80 * 1024]));   // 64 % and more
        for (int i = 0; i < units.Length; i++)
            await bench.DateAsync(units[i], $"20200101000{(i + 3) % 8}");   // the sixth is the oldest
        PassResult pass = Assert.Single(await bench.PassAsync());
        Assert.InRange(pass.Before, 62, 66);
        Assert.InRange(pass.After, 40, 50);
        Assert.Equal(ScrubState.Idle, pass.State);
        Assert.Equal(new[] { 5, 6 }.Select(i => $"{units[i].Sunum}|gone"), await bench.EntriesAsync());
        await bench.AgreeAsync();
        Assert.Equal(0, Assert.Single(await bench.PassAsync()).DoomedUnits);   // between the waters nothing begins
    }

    [Fact]
    public async Task A_full_partition_is_freed_while_clients_write()
    {
        await using StewardBench bench = await StewardBench.StartAsync(
            new() { LowWaterPercent = 60, HighWaterPercent = 75, EmergencyWaterPercent = 80, UndeleteMinutes = 60, IntervalSeconds = 0.02 }, daemon: TestSums.Quick with { KeepFreeBytes = 0, LeaseHours = 0 });
        await bench.MountAsync("2m");
        using CancellationTokenSource stop = new();
        Task duty = Task.Run(() => bench.Retention.RunAsync(stop.Token), Cancel);
        List<long> put = [];
        for (int i = 0; i < 60; i++)   // three times what fits
        {
            await using SumsClient client = await bench.Sums.OpenAsync();
            AllocatedUnit unit = await client.AllocAsync(100 * 1024, 0, Cancel);
            await File.WriteAllBytesAsync(Path.Combine(unit.Path, "file"), new byte[100 * 1024], Cancel);
            await client.PutAsync([unit], "h04.t", 0, ArchiveType.TemporaryNoArchive, Cancel);
            await client.CloseAsync(Cancel);
            put.Add(unit.Sunum.Value);
            await bench.Sums.Database.ExecuteAsync($"update sum_partn_alloc set effective_date = to_char(localtimestamp - interval '10 days' + {i} * interval '1 minute', 'YYYYMMDDHH24MI') where ds_index = {unit.Sunum.Value}");
            if (PartitionUsage.Measure(bench.Sums.Partition("SUM8")).Percent > 75)
                await UntilAsync(() => Task.FromResult(PartitionUsage.Measure(bench.Sums.Partition("SUM8")).Percent <= 81));
        }
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => duty);
        await bench.PassAsync();
        long[] left = await bench.OnLineAsync();
        Assert.NotEmpty(left);
        Assert.Equal(put.TakeLast(left.Length), left);   // the newest are left
    }

    [Fact]
    public async Task An_exhausted_partition_is_closed_and_opened_again()
    {
        await using StewardBench bench = await StewardBench.StartAsync(new() { LowWaterPercent = 0, HighWaterPercent = 0, EmergencyWaterPercent = 100, UndeleteMinutes = 0 });
        await bench.Sums.Database.ExecuteAsync($"update sum_partn_avail set pds_set_num = 3");
        List<PassResult> results = await bench.PassAsync();
        Assert.All(results, r => Assert.Equal(ScrubState.Exhausted, r.State));
        // the last open one of a set stays open: 0 % is no emergency
        Assert.Equal(["SUM8|-1|steward|3", "SUM9|3|null|null"], await StatesAsync(bench));
        RetentionOptions tight = bench.Options with { EmergencyWaterPercent = 0 };
        await bench.PassAsync(tight);
        Assert.Equal(["SUM8|-1|steward|3", "SUM9|-1|steward|3"], await StatesAsync(bench));
        // what somebody else has closed is left to him
        await bench.Sums.Database.ExecuteAsync($"update netdrms.sums_partition set closed_by = 'administrator' where partn_name like '%SUM9'");
        await bench.PassAsync(new RetentionOptions { LowWaterPercent = 100, HighWaterPercent = 100, EmergencyWaterPercent = 100 });
        Assert.Equal(["SUM8|3|null|3", "SUM9|-1|administrator|3"], await StatesAsync(bench));
    }

    private static async Task<List<string>> StatesAsync(StewardBench bench) => [.. (await bench.Sums.RowsAsync(
        $"select right(a.partn_name, 4), a.pds_set_num, p.closed_by, p.set_before from sum_partn_avail a left join netdrms.sums_partition p using (partn_name) order by 1"))];

    [Fact]
    public async Task Only_partitions_of_the_configured_home_sets_are_scrubbed()
    {
        await using StewardBench bench = await StewardBench.StartAsync(StewardBench.Everything with { PartitionSets = [2] });
        await bench.PutAsync(1);
        await bench.Sums.Database.ExecuteAsync($"update sum_partn_alloc set effective_date = '0'");
        Assert.Empty(await bench.PassAsync());
        await bench.Sums.Database.ExecuteAsync($"update sum_partn_avail set pds_set_prime = 2");
        Assert.Equal(1, (await bench.PassAsync()).Sum(r => r.DoomedUnits));
    }

    [Fact]
    public async Task A_restored_unit_goes_with_the_directory_that_held_it_and_odd_paths_stay()
    {
        await using StewardBench bench = await StewardBench.StartAsync();
        AllocatedUnit[] units = await bench.PutAsync(4);
        string partition = Path.GetDirectoryName(units[0].Path)!;
        string restored = Path.Combine(partition, "D9000", "D7");
        Directory.CreateDirectory(Path.GetDirectoryName(restored)!);
        Directory.Move(units[0].Path, restored);
        string outside = Path.Combine(bench.Sums.Root, "precious");
        Directory.CreateDirectory(outside);
        foreach ((AllocatedUnit unit, string path) in units.Zip([restored, partition + "/../precious", outside, partition]))
        {
            await bench.Sums.Database.ExecuteAsync($"update sum_main set online_loc = {path} where ds_index = {unit.Sunum.Value}");
            await bench.Sums.Database.ExecuteAsync($"update sum_partn_alloc set wd = {path}, effective_date = '0' where ds_index = {unit.Sunum.Value}");
        }
        await bench.PassAsync();
        Assert.False(Directory.Exists(Path.GetDirectoryName(restored)));
        Assert.True(Directory.Exists(outside));
        Assert.Equal(units.Skip(1).Select(u => u.Sunum.Value), await bench.OnLineAsync());
    }

    [Fact]
    public async Task A_directory_with_restored_units_inside_waits_for_them()
    {
        await using StewardBench bench = await StewardBench.StartAsync();
        AllocatedUnit[] units = await bench.PutAsync(2);
        string inner = Path.Combine(units[0].Path, units[1].Sunum.DirectoryName);
        Directory.Move(units[1].Path, inner);
        await bench.Sums.Database.ExecuteAsync($"update sum_main set online_loc = {inner} where ds_index = {units[1].Sunum.Value}");
        await bench.Sums.Database.ExecuteAsync($"update sum_partn_alloc set wd = {inner} where ds_index = {units[1].Sunum.Value}");
        await bench.DateAsync(units[0], "0");
        await bench.PassAsync();
        Assert.True(File.Exists(Path.Combine(inner, "S00000", "file.dat")));
        await bench.DateAsync(units[1], "0");
        await bench.PassAsync();
        await bench.PassAsync();
        Assert.Empty(await bench.OnLineAsync());
        Assert.Empty(bench.Sums.Directories());
    }

    [Fact]
    public async Task A_partition_that_is_not_mounted_loses_nothing()
    {
        await using StewardBench bench = await StewardBench.StartAsync();
        AllocatedUnit[] units = await bench.PutAsync(3);
        await bench.Sums.Database.ExecuteAsync($"update sum_partn_alloc set effective_date = '0'");
        foreach (string name in (string[])["SUM8", "SUM9"])
        {
            Directory.Move(bench.Sums.Partition(name), bench.Sums.Partition(name + ".away"));
            Directory.CreateDirectory(bench.Sums.Partition(name));
        }
        await bench.PassAsync();
        Assert.Equal(3, (await bench.OnLineAsync()).Length);
        Assert.Contains(bench.Sums.Log.Lines, line => line.Text.Contains("is it mounted?", StringComparison.Ordinal));
        foreach (string name in (string[])["SUM8", "SUM9"])
        {
            Directory.Delete(bench.Sums.Partition(name));
            Assert.All(await bench.PassAsync(), r => Assert.True(r.Partition.Folder.EndsWith(name, StringComparison.Ordinal) ? r.Trouble is not null : true));
            Directory.Move(bench.Sums.Partition(name + ".away"), bench.Sums.Partition(name));
        }
        await bench.PassAsync();
        Assert.Empty(await bench.OnLineAsync());
        Assert.Empty(bench.Sums.Directories());
        Assert.Equal(units.Length, (await bench.EntriesAsync()).Count);
    }

    [Fact]
    public async Task A_partition_that_hangs_holds_no_other_up()
    {
        await using StewardBench bench = await StewardBench.StartAsync();
        AllocatedUnit[] units = await bench.PutAsync(4);
        await bench.Sums.Database.ExecuteAsync($"update sum_partn_alloc set effective_date = '0'");
        string hanging = Path.GetDirectoryName(units[0].Path)!;
        using (HungMount? hung = HungMount.TryMount(hanging))
        {
            if (hung is null)
                Assert.Skip("only root can mount a file system that hangs, and only where there is FUSE");
            List<PassResult> results = await bench.PassAsync();
            Assert.Contains("did not answer in 5 s", results.Single(r => r.Partition.Folder == hanging).Trouble, StringComparison.Ordinal);
        }
        Assert.Equal(units.Where(u => u.Path.StartsWith(hanging, StringComparison.Ordinal)).Select(u => u.Sunum.Value), await bench.OnLineAsync());
        await bench.PassAsync();
        Assert.Empty(await bench.OnLineAsync());
    }

    [Fact]
    public async Task Two_stewards_share_the_work_and_remove_nothing_twice()
    {
        await using StewardBench bench = await StewardBench.StartAsync(StewardBench.Everything with { ChunkSize = 7 });
        AllocatedUnit[] units = await bench.PutAsync(60);
        await bench.Sums.Database.ExecuteAsync($"update sum_partn_alloc set effective_date = '0'");
        await using StewardBench other = bench.Twin();
        List<PassResult>[] results = await Task.WhenAll(bench.PassAsync(), other.PassAsync(), bench.PassAsync(), other.PassAsync());
        Assert.Equal(units.Length, results.Sum(r => r.Sum(p => p.DoomedUnits)));
        Assert.Equal(units.Length, results.Sum(r => r.Sum(p => p.Removed.Units)));
        Assert.Equal(units.Length, (await bench.EntriesAsync()).Count(e => e.EndsWith("|gone", StringComparison.Ordinal)));
        Assert.Empty(bench.Sums.Directories());
    }

    [Fact]
    public async Task A_number_is_not_allocated_again_before_its_directory_is_gone()
    {
        await using StewardBench bench = await StewardBench.StartAsync(StewardBench.Waiting);
        AllocatedUnit unit = (await bench.PutAsync(1))[0];
        await bench.DateAsync(unit, "0");
        await bench.PassAsync();
        await using (SumsClient client = await bench.Sums.OpenAsync())
        {
            DrmsException refused = await Assert.ThrowsAsync<DrmsException>(() => client.AllocAsync(0, 0, unit.Sunum, keep: false, Cancel));
            Assert.Contains("has expired, and is being removed from", refused.Message, StringComparison.Ordinal);
        }
        await bench.PassAsync(StewardBench.Everything);
        await using (SumsClient client = await bench.Sums.OpenAsync())
            Assert.Equal(unit.Sunum, (await client.AllocAsync(0, 0, unit.Sunum, keep: false, Cancel)).Sunum);
    }

    [Fact]
    public async Task What_cannot_be_removed_stays_in_the_journal()
    {
        await using StewardBench bench = await StewardBench.StartAsync();
        await bench.Sums.Database.ExecuteAsync($"delete from sum_partn_avail where partn_name like '%SUM9'");
        AllocatedUnit unit = (await bench.PutAsync(2))[0];
        Directory.Delete(unit.Path, recursive: true);
        await File.WriteAllTextAsync(unit.Path, "not a folder", Cancel);
        await bench.DateAsync(unit, "0");
        await bench.PassAsync();
        Assert.Equal([$"{unit.Sunum}|removing"], await bench.EntriesAsync());
        File.Delete(unit.Path);
        Assert.Equal(1, (await bench.PassAsync()).Sum(r => r.Removed.Units));
    }

    private static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        for (int i = 0; i < 500 && !await isSo(); i++)
            await Task.Delay(20, Cancel);
        Assert.True(await isSo(), "the steward made no room");
    }
}
