using System.Diagnostics;
using NetDrms.Sums.Client;
using NetDrms.Sums.Tests.Daemon;
using NetDrms.Sums.Units;

namespace NetDrms.Sums.Tests.Steward;

/// <summary>A unit whose path was handed out stays, and that costs next to nothing. Spec 04, better 9.</summary>
public sealed class LeaseTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static Task<List<string>> LeasesAsync(StewardBench bench) => bench.Sums.RowsAsync($"select sunum, xmin from netdrms.sums_lease order by 1");

    [Fact]
    public async Task A_get_keeps_units_that_would_expire_soon()
    {
        await using StewardBench bench = await StewardBench.StartAsync();
        AllocatedUnit[] units = await bench.PutAsync(4);   // for ten days
        await bench.DateAsync(units[0], "0");
        await bench.DateAsync(units[1], (await bench.Sums.RowsAsync($"select to_char(localtimestamp + interval '1 day', 'YYYYMMDDHH24MI')"))[0]);
        await bench.Sums.Database.ExecuteAsync($"update sum_partn_alloc set status = 16, effective_date = '0' where ds_index = {units[2].Sunum.Value}");
        Sunum[] all = [.. units.Select(u => u.Sunum)];
        await using SumsClient client = await bench.Sums.OpenAsync();
        Assert.Equal(units.Select(u => u.Path), await client.GetAsync(all, touch: false, 0, retrieve: false, Cancel));
        List<string> leases = await LeasesAsync(bench);
        Assert.Equal(2, leases.Count);   // the permanent one and that of ten days need none
        Assert.StartsWith($"{units[0].Sunum}|", leases[0], StringComparison.Ordinal);
        Assert.Equal(["True"], await bench.Sums.RowsAsync($"select bool_and(until between now() + interval '72 hours' and now() + interval '91 hours') from netdrms.sums_lease"));

        await client.GetAsync(all, touch: false, 0, retrieve: false, Cancel);
        Assert.Equal(leases, await LeasesAsync(bench));   // not written again
        await bench.Sums.Database.ExecuteAsync($"update netdrms.sums_lease set until = now() + interval '71 hours' where sunum = {units[0].Sunum.Value}");
        await client.GetAsync(all, touch: false, 0, retrieve: false, Cancel);
        Assert.Equal(["True"], await bench.Sums.RowsAsync($"select bool_and(until > now() + interval '72 hours') from netdrms.sums_lease"));

        await bench.PassAsync();
        Assert.Equal(all.Select(s => s.Value), await bench.OnLineAsync());
        await bench.Sums.Database.ExecuteAsync($"update netdrms.sums_lease set until = now()");
        await bench.PassAsync();
        Assert.DoesNotContain(units[0].Sunum.Value, await bench.OnLineAsync());
    }

    [Theory]
    [InlineData(-3)]
    [InlineData(0)]
    [InlineData(60)]
    public async Task A_touch_needs_no_lease(double days)
    {
        await using StewardBench bench = await StewardBench.StartAsync();
        AllocatedUnit[] units = await bench.PutAsync(2);
        await bench.DateAsync(units[0], "0");
        await using SumsClient client = await bench.Sums.OpenAsync();
        await client.GetAsync([.. units.Select(u => u.Sunum)], touch: true, days, retrieve: false, Cancel);
        Assert.Empty(await LeasesAsync(bench));
        await bench.PassAsync();
        Assert.Equal(2, (await bench.OnLineAsync()).Length);
    }

    [Fact]
    public async Task No_path_is_given_out_that_the_steward_takes()
    {
        await using StewardBench bench = await StewardBench.StartAsync(StewardBench.Everything with { ChunkSize = 3 });
        AllocatedUnit[] units = await bench.PutAsync(120);
        await bench.Sums.Database.ExecuteAsync($"update sum_partn_alloc set effective_date = '0'");
        HashSet<string> given = [];
        Task readers = Task.WhenAll(Enumerable.Range(0, 3).Select(reader => Task.Run(async () =>
        {
            await using SumsClient client = await bench.Sums.OpenAsync();
            foreach (AllocatedUnit unit in units.Where((_, i) => i % 6 == reader).Reverse())
            {
                string? path = (await client.GetAsync([unit.Sunum], touch: false, 0, retrieve: false, Cancel))[0];
                if (path is null)
                    continue;
                lock (given)
                    given.Add(path);
            }
        }, Cancel)));
        await bench.PassAsync();
        await readers;
        await bench.PassAsync();
        Assert.NotEmpty(given);
        Assert.All(given, path => Assert.True(File.Exists(Path.Combine(path, "Records.txt")), $"{path} was given out and is gone"));
        Assert.Equal(given.Count, (await bench.OnLineAsync()).Length);
        await bench.AgreeAsync();
    }

    [Fact]
    public async Task A_get_of_many_units_is_as_fast_as_without_leases()
    {
        await using StewardBench bench = await StewardBench.StartAsync();
        const int Many = 32_768;
        await bench.Sums.Database.ExecuteAsync($"insert into sum_main (online_loc, online_status, archive_status, owning_series, bytes, ds_index, create_sumid) select '/SUM8/D' || n, 'Y', 'N', 'h04.t', 1, n, 1 from generate_series(100001, {100_000 + Many}) n");
        await bench.Sums.Database.ExecuteAsync($"insert into sum_partn_alloc (wd, sumid, status, bytes, effective_date, archive_substatus, group_id, ds_index, safe_id) select '/SUM8/D' || n, 1, 2, 1, '230001010000', 32, 0, n, 0 from generate_series(100001, {100_000 + Many}) n");
        await bench.Sums.Database.ExecuteAsync($"analyze");
        Sunum[] all = [.. Enumerable.Range(100_001, Many).Select(n => new Sunum(n))];
        await using SumsClient client = await bench.Sums.OpenAsync();
        TimeSpan thousand = await BestAsync(client, all[..1000], 5);
        TimeSpan most = await BestAsync(client, all, 3);
        await bench.Sums.Database.ExecuteAsync($"update sum_partn_alloc set effective_date = '0'");
        long start = Stopwatch.GetTimestamp();
        await client.GetAsync(all, touch: false, 0, retrieve: false, Cancel);
        TimeSpan leased = Stopwatch.GetElapsedTime(start);
        TimeSpan again = await BestAsync(client, all, 3);
        TestContext.Current.TestOutputHelper!.WriteLine($"1000: {thousand.TotalMilliseconds:0.0} ms, 32768: {most.TotalMilliseconds:0} ms, first lease of 32768: {leased.TotalMilliseconds:0} ms, again {again.TotalMilliseconds:0} ms");
        Assert.Equal(["32768"], await bench.Sums.RowsAsync($"select count(*) from netdrms.sums_lease"));
        // figures of the issue: 10 ms and 1 s on a quiet machine; five times as much here, where others work
        Assert.True(thousand < TimeSpan.FromMilliseconds(50) && most < TimeSpan.FromSeconds(5) && again < TimeSpan.FromSeconds(5), $"{thousand} {most} {again}");
    }

    private static async Task<TimeSpan> BestAsync(SumsClient client, Sunum[] units, int times)
    {
        TimeSpan best = TimeSpan.MaxValue;
        for (int i = 0; i < times; i++)
        {
            long start = Stopwatch.GetTimestamp();
            await client.GetAsync(units, touch: false, 0, retrieve: false, Cancel);
            TimeSpan took = Stopwatch.GetElapsedTime(start);
            best = took < best ? took : best;
        }
        return best;
    }
}
