using NetDrms.Sums.Client;
using NetDrms.Sums.Steward;
using NetDrms.Sums.Units;
using Npgsql;

namespace NetDrms.Sums.Tests.Steward;

/// <summary>Between its rows and its directory a unit waits, and can come back. Spec 04, better 9.</summary>
public sealed class UndeleteTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_unit_comes_back_as_it_was()
    {
        await using StewardBench bench = await StewardBench.StartAsync(StewardBench.Waiting);
        AllocatedUnit[] units = await bench.PutAsync(3);
        await bench.Sums.Database.ExecuteAsync($"update sum_main set archive_status = 'Y', arch_tape = 'T1', arch_tape_fn = 3, safe_tape_date = now(), warnings = {"a \"quote\" and ünïcode"} where ds_index = {units[1].Sunum.Value}");
        await bench.Sums.Database.ExecuteAsync($"update sum_partn_alloc set effective_date = '0'");
        List<string> main = await bench.Sums.RowsAsync($"select m::text from sum_main m order by ds_index");
        List<string> alloc = await bench.Sums.RowsAsync($"select p::text from sum_partn_alloc p order by ds_index");

        await bench.PassAsync();
        Assert.Empty(await bench.OnLineAsync());
        Assert.Equal(3, bench.Sums.Directories().Length);
        await bench.PassAsync();
        Assert.Equal(3, bench.Sums.Directories().Length);   // the hour is not over

        await using NpgsqlConnection connection = await bench.Sums.Database.DataSource.OpenConnectionAsync(Cancel);
        RetentionAdministration administration = new(connection);
        Assert.Equal(3, (await administration.UndeleteAsync([], ["H04.T"], dryRun: true, Cancel)).Count);
        Assert.Empty(await bench.OnLineAsync());
        Assert.Equal(units.Select(u => u.Sunum), await administration.UndeleteAsync([units[0].Sunum], ["h04.t"], dryRun: false, Cancel));
        Assert.Equal(main, await bench.Sums.RowsAsync($"select m::text from sum_main m order by ds_index"));
        Assert.Equal(alloc, await bench.Sums.RowsAsync($"select p::text from sum_partn_alloc p order by ds_index"));
        Assert.Empty(await bench.EntriesAsync());
        await bench.PassAsync(StewardBench.Everything);
        Assert.Equal(3, (await bench.OnLineAsync()).Length);   // left alone for three days
        await bench.AgreeAsync();
    }

    [Fact]
    public async Task A_unit_does_not_come_back_when_its_directory_has_gone()
    {
        await using StewardBench bench = await StewardBench.StartAsync();
        AllocatedUnit unit = (await bench.PutAsync(1))[0];
        await bench.DateAsync(unit, "0");
        await bench.PassAsync();
        await using NpgsqlConnection connection = await bench.Sums.Database.DataSource.OpenConnectionAsync(Cancel);
        RetentionAdministration administration = new(connection);
        Assert.Empty(await administration.UndeleteAsync([unit.Sunum], ["h04.t"], dryRun: false, Cancel));
        Assert.StartsWith("is gone since", await administration.ExplainAsync(unit.Sunum, Cancel), StringComparison.Ordinal);
        Assert.Equal("has not expired here", await administration.ExplainAsync(new Sunum(12345), Cancel));
    }

    [Fact]
    public async Task In_an_emergency_directories_do_not_wait()
    {
        await using StewardBench bench = await StewardBench.StartAsync(StewardBench.Waiting with { EmergencyWaterPercent = 0 });
        AllocatedUnit unit = (await bench.PutAsync(1))[0];
        await bench.DateAsync(unit, "0");
        await bench.PassAsync();
        Assert.Equal([$"{unit.Sunum}|gone"], await bench.EntriesAsync());
        Assert.False(Directory.Exists(unit.Path));
    }

    [Fact]
    public async Task When_the_time_is_over_the_directory_goes_and_the_history_stays()
    {
        await using StewardBench bench = await StewardBench.StartAsync(StewardBench.Waiting);
        AllocatedUnit[] units = await bench.PutAsync(2);
        await bench.DateAsync(units[0], "202001010000");
        await bench.DateAsync(units[1], "0");
        await bench.PassAsync();
        await bench.Sums.Database.ExecuteAsync($"update netdrms.sums_expiry set due = now() where sunum = {units[0].Sunum.Value}");
        await bench.PassAsync();
        Assert.False(Directory.Exists(units[0].Path));
        Assert.True(Directory.Exists(units[1].Path));
        await using NpgsqlConnection connection = await bench.Sums.Database.DataSource.OpenConnectionAsync(Cancel);
        List<ExpiredUnit> history = [];
        await foreach (ExpiredUnit unit in new RetentionAdministration(connection).HistoryAsync("h04.T", since: null, Cancel))
            history.Add(unit);
        Assert.Equal([(units[1].Sunum, false), (units[0].Sunum, true)], history.OrderByDescending(u => u.Sunum).Select(u => (u.Sunum, u.Removed is not null)));
        Assert.All(history, unit => Assert.StartsWith("room was needed: ", unit.Reason, StringComparison.Ordinal));
        Assert.Equal(24605, history[0].Bytes);
        Assert.Equal("202001010000", history.Single(u => u.Sunum == units[0].Sunum).EffectiveDate);
        await bench.Journal.TidyAsync(historyDays: 1, Cancel);
        Assert.Equal(2, (await bench.EntriesAsync()).Count);
        await bench.Journal.TidyAsync(historyDays: 0, Cancel);
        Assert.Equal([$"{units[1].Sunum}|doomed"], await bench.EntriesAsync());
    }
}
