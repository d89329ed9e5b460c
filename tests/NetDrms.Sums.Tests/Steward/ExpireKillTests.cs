using System.Diagnostics;
using NetDrms.Database.Faults;
using NetDrms.Database.Sql;
using NetDrms.Sums.Steward;
using NetDrms.Sums.Tests.Daemon;
using NetDrms.Sums.Units;

namespace NetDrms.Sums.Tests.Steward;

/// <summary>kill -9 of a real steward at each step of an expiry; rows and directories agree after the next start. Spec 04, better 4.</summary>
public sealed class ExpireKillTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("sums.expire.chosen", 6)]     // before the rows are committed
    [InlineData("sums.expire.doomed", 3)]
    [InlineData("sums.expire.claimed", 3)]
    [InlineData("sums.expire.records", 3)]
    [InlineData("sums.expire.removed", 3)]
    [InlineData("sums.expire.removed@2", 3)]
    [InlineData("sums.expire.gone", 3)]
    public async Task A_steward_killed_at_any_step_leaves_what_the_next_one_ends(string point, int onLineAfterwards)
    {
        await using StewardBench bench = await StewardBench.StartAsync(withDrms: true);
        await bench.Sums.Database.ExecuteAsync($"delete from sum_partn_avail where partn_name like '%SUM9'");
        AllocatedUnit[] units = await bench.PutAsync(6);
        foreach (AllocatedUnit unit in units)
        {
            await bench.Sums.Drms!.ExecuteAsync($"insert into h04.t values ({unit.Sunum.Value}, {unit.Sunum.Value})");
            await File.WriteAllTextAsync(Path.Combine(unit.Path, "Records.txt"), $"DELETE_SLOTS_RECORDS\nseries=h04.t\nslot\trecord number\n0\t{unit.Sunum}\n", Cancel);
        }
        await bench.Sums.Database.ExecuteAsync($"update sum_main set archive_status = 'Y' where ds_index = {units[1].Sunum.Value}");
        foreach (AllocatedUnit unit in units.Take(3))
            await bench.DateAsync(unit, "0");

        string[] parts = point.Split('@');
        await RunAsync(bench, $"{parts[0]}=kill@{(parts.Length > 1 ? parts[1] : "1")}", isKilled: true);

        // whatever is on line is there; what went is in the journal, whole or going
        Assert.Equal(onLineAfterwards, (await bench.OnLineAsync()).Length);
        foreach (string path in await bench.Sums.RowsAsync($"select online_loc from sum_main where online_status = 'Y'"))
            Assert.True(File.Exists(Path.Combine(path, "S00000", "file.dat")), path);
        Assert.Equal(
            (await bench.Sums.RowsAsync($"select path from netdrms.sums_expiry where step <> 'gone' union select online_loc from sum_main where online_status = 'Y'")).Count,
            bench.Sums.Directories().Length + await MissingAsync(bench));

        await RunAsync(bench, failpoint: "", isKilled: false);

        Assert.Equal(units.Skip(3).Select(u => u.Sunum.Value), await bench.OnLineAsync());
        await bench.AgreeAsync();
        Assert.All(await bench.EntriesAsync(), entry => Assert.EndsWith("|gone", entry, StringComparison.Ordinal));
        Assert.Equal(string.Join(',', units.Skip(3).Select(u => u.Sunum)), await RecordsAsync(bench));
        Assert.Equal([$"{units[1].Sunum}"], await bench.Sums.RowsAsync($"select ds_index from sum_main where online_status = 'N'"));
        Assert.Equal(["0"], await bench.Sums.RowsAsync($"select count(*) from sum_partn_alloc where effective_date = '0'"));
    }

    [Fact]
    public async Task A_directory_that_was_made_anew_after_a_crash_is_not_removed()
    {
        await using StewardBench bench = await StewardBench.StartAsync(StewardBench.Waiting);
        AllocatedUnit unit = (await bench.PutAsync(1))[0];
        await bench.DateAsync(unit, "0");
        await bench.PassAsync();
        await bench.Sums.Database.ExecuteAsync($"update netdrms.sums_expiry set step = 'removing'");
        // another unit was read back from the archive into a directory of that name
        await bench.Sums.Database.ExecuteAsync($"insert into sum_partn_alloc (wd, sumid, status, ds_index, effective_date) values ({unit.Path}, 1, 2, {unit.Sunum.Value}, '230001010000')");
        await bench.PassAsync();
        Assert.True(File.Exists(Path.Combine(unit.Path, "S00000", "file.dat")));
        Assert.Equal([$"{unit.Sunum}|gone"], await bench.EntriesAsync());
        Assert.Contains(bench.Sums.Log.Lines, line => line.Text.Contains("is in use again and is left alone", StringComparison.Ordinal));
    }

    private static async Task<int> MissingAsync(StewardBench bench) =>
        (await bench.Sums.RowsAsync($"select path from netdrms.sums_expiry where step <> 'gone'")).Count(path => !Directory.Exists(path));

    private static async Task<string> RecordsAsync(StewardBench bench) =>
        (await bench.Sums.Drms!.ScalarAsync<string>($"select string_agg(recnum::text, ',' order by recnum) from h04.t"))!;

    // The steward of the host makes a pass each 50 ms.
    private static async Task RunAsync(StewardBench bench, string failpoint, bool isKilled)
    {
        string program = Path.Combine(Path.GetDirectoryName(typeof(ExpireKillTests).Assembly.Location)!, "NetDrms.Sums.Host");
        DatabaseTarget target = bench.Sums.Database.Target;
        ProcessStartInfo start = new(program, [target.Host, target.User, target.Database, bench.Sums.Drms!.Target.Database, "expire"])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false,
        };
        start.Environment[Failpoint.Variable] = failpoint;
        using Process process = Process.Start(start)!;
        try
        {
            if (!isKilled)
            {
                for (int i = 0; i < 1000 && (await bench.EntriesAsync()) is not [_, _, _, ..] || (await bench.EntriesAsync()).Any(e => !e.EndsWith("|gone", StringComparison.Ordinal)); i++)
                    await Task.Delay(20, Cancel);
                process.StandardInput.Close();
            }
            await process.WaitForExitAsync(Cancel);
            Assert.Equal(isKilled, process.ExitCode != 0);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill();
        }
    }
}
