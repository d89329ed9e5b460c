using NetDrms.Sums.Client;
using NetDrms.Sums.Steward;
using NetDrms.Sums.Tests.Daemon;
using NetDrms.Sums.Units;

namespace NetDrms.Sums.Tests.Steward;

/// <summary>Archive flag -1: the DRMS records of a unit go with it, and no others. Spec 04 §4.6.</summary>
public sealed class ArchiveFlagTests
{
    private static async Task<(StewardBench Bench, AllocatedUnit Unit)> StartAsync(string recordsFile, string series = "h04.t")
    {
        StewardBench bench = await StewardBench.StartAsync(withDrms: true);
        AllocatedUnit unit = (await bench.PutAsync(1, series, unit =>
        {
            TestSums.Fill(unit);
            File.WriteAllText(Path.Combine(unit.Path, "Records.txt"), recordsFile);
        }))[0];
        await bench.Sums.Drms!.ExecuteAsync($"insert into h04.t values (4, {unit.Sunum.Value}), (5, {unit.Sunum.Value}), (6, 77), (7, {unit.Sunum.Value})");
        await bench.DateAsync(unit, "0");
        return (bench, unit);
    }

    private static async Task<string> RecordsAsync(StewardBench bench) =>
        (await bench.Sums.Drms!.ScalarAsync<string>($"select string_agg(recnum::text, ',' order by recnum) from h04.t"))!;

    [Fact]
    public async Task Records_of_the_unit_go_and_no_others()
    {
        (StewardBench bench, AllocatedUnit unit) = await StartAsync("DELETE_SLOTS_RECORDS\nseries=H04.T\nslot\trecord number\n0\t4\n1\t6\n2\t5\n3\t999\n");
        await using StewardBench end = bench;
        await bench.PassAsync();
        Assert.Equal("6,7", await RecordsAsync(bench));   // 6 is of another unit; 7 is not listed
        Assert.False(Directory.Exists(unit.Path));
        Assert.Equal(["2"], await bench.Sums.RowsAsync($"select records_deleted from netdrms.sums_expiry where step = 'gone'"));
    }

    [Theory]
    [InlineData("series=h04.t\nslot\trecord number\n0\t4\n")]
    [InlineData("")]
    public async Task Without_the_flag_records_stay(string file)
    {
        (StewardBench bench, AllocatedUnit unit) = await StartAsync(file);
        await using StewardBench end = bench;
        await bench.PassAsync();
        Assert.Equal("4,5,6,7", await RecordsAsync(bench));
        Assert.False(Directory.Exists(unit.Path));
    }

    [Theory]
    [InlineData("DELETE_SLOTS_RECORDS\nseries=h04.other\nslot\trecord number\n0\t4\n", "Records.txt names series h04.other")]
    [InlineData("DELETE_SLOTS_RECORDS\nseries=h04.t\nslot\trecord number\n0\t4\n1\t5x\n", "Records.txt, line 5")]
    public async Task A_file_that_is_not_to_be_believed_keeps_unit_and_records(string file, string why)
    {
        (StewardBench bench, AllocatedUnit unit) = await StartAsync(file);
        await using StewardBench end = bench;
        await bench.PassAsync();
        await bench.PassAsync();
        Assert.Equal("4,5,6,7", await RecordsAsync(bench));
        Assert.Equal([unit.Sunum.Value], await bench.OnLineAsync());
        Assert.True(File.Exists(Path.Combine(unit.Path, "S00000", "file.dat")));
        Assert.Single(bench.Sums.Log.Lines, line => line.Text.Contains(why, StringComparison.Ordinal));   // not at each pass
        Assert.Empty(await bench.EntriesAsync());
    }

    [Fact]
    public async Task Records_that_the_role_may_not_delete_keep_the_unit()
    {
        (StewardBench bench, AllocatedUnit unit) = await StartAsync("DELETE_SLOTS_RECORDS\nseries=h04.t\nslot\trecord number\n0\t4\n");
        await using StewardBench end = bench;
        await bench.Sums.Drms!.ExecuteAsync($"revoke delete on h04.t from sumsadmin");
        await bench.PassAsync();
        Assert.Equal("4,5,6,7", await RecordsAsync(bench));
        Assert.Equal([unit.Sunum.Value], await bench.OnLineAsync());
        Assert.Contains(bench.Sums.Log.Lines, line => line.Text.Contains("permission denied", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Of_a_series_that_is_deleted_nothing_is_deleted_again()
    {
        (StewardBench bench, AllocatedUnit unit) = await StartAsync("DELETE_SLOTS_RECORDS\nseries=h04.t\nslot\trecord number\n0\t4\n");
        await using StewardBench end = bench;
        await using (SumsClient client = await bench.Sums.OpenAsync())
        {
            await client.DeleteSeriesAsync("h04.t", TestContext.Current.CancellationToken);
            await client.CloseAsync(TestContext.Current.CancellationToken);
        }
        Assert.Equal(["1024"], await bench.Sums.RowsAsync($"select archive_substatus from sum_partn_alloc"));
        await bench.PassAsync();   // a series of the same name may have been made since
        Assert.Equal("4,5,6,7", await RecordsAsync(bench));
        Assert.False(Directory.Exists(unit.Path));
    }

    [Fact]
    public async Task Without_the_DRMS_database_the_unit_waits()
    {
        (StewardBench bench, AllocatedUnit unit) = await StartAsync("DELETE_SLOTS_RECORDS\nseries=h04.t\nslot\trecord number\n0\t4\n");
        await using StewardBench end = bench;
        await bench.Sums.Drms!.AllowConnectionsAsync(false);
        await bench.PassAsync();
        Assert.Equal([$"{unit.Sunum}|removing"], await bench.EntriesAsync());
        Assert.True(Directory.Exists(unit.Path));
        await bench.Sums.Drms!.AllowConnectionsAsync(true);
        bench.Sums.Drms!.SuperuserSource.Clear();   // its connections were ended, too
        await bench.PassAsync();
        Assert.Equal("5,6,7", await RecordsAsync(bench));
        Assert.False(Directory.Exists(unit.Path));
    }
}
