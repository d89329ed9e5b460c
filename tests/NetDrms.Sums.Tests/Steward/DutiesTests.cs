using System.Collections.Concurrent;
using NetDrms.Sums.Steward;
using NetDrms.Sums.Tests.Daemon;

namespace NetDrms.Sums.Tests.Steward;

/// <summary>Each duty is done by one of several stewards, and by another when that one dies. Spec 04, better 11.</summary>
public sealed class DutiesTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>A steward whose work tells who does it.</summary>
    private sealed class Worker : IAsyncDisposable
    {
        private readonly Duties _duties;
        private readonly CancellationTokenSource _stop = new();
        private readonly Task _running;

        public Worker(TestDatabase database, string name, ConcurrentDictionary<string, int> working, TestLog log, Func<CancellationToken, Task>? work = null)
        {
            _duties = new(database.Target, log);
            _duties.Add(DutyKind.Verification, work ?? (async cancel =>
            {
                working.AddOrUpdate(name, 1, static (_, n) => n + 1);
                try
                {
                    await Task.Delay(Timeout.Infinite, cancel);
                }
                finally
                {
                    working.AddOrUpdate(name, 0, static (_, n) => n - 1);
                }
            }));
            _running = _duties.RunAsync(_stop.Token);
        }

        public async ValueTask DisposeAsync()
        {
            await _stop.CancelAsync();
            await _running;
            await _duties.DisposeAsync();
            _stop.Dispose();
        }
    }

    private static async Task UntilAsync(Func<bool> isSo)
    {
        for (int i = 0; i < 600 && !isSo(); i++)
            await Task.Delay(50, Cancel);
        Assert.True(isSo());
    }

    // Ends the connection that holds the lock, as the death of its process does.
    private static Task<bool> KillHolderAsync(TestDatabase database) => database.ScalarAsync<bool>(
        $"select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and classid = {Duties.LockClass} and granted and database = (select oid from pg_database where datname = current_database())");

    [Fact]
    public async Task One_of_two_does_it_and_the_other_takes_over_when_that_one_is_gone()
    {
        await using TestDatabase database = await TestCluster.NewSumsDatabaseAsync();
        ConcurrentDictionary<string, int> working = new();
        TestLog log = new();
        int Busy() => working.Values.Sum();
        await using Worker other = new(database, "b", working, log);
        await UntilAsync(() => Busy() == 1);
        Worker first = new(database, "a", working, log);
        await Task.Delay(TimeSpan.FromSeconds(2.5), Cancel);   // it has looked at least once
        Assert.Equal(("b", 1), working.Where(pair => pair.Value > 0).Select(pair => (pair.Key, pair.Value)).Single());

        await KillHolderAsync(database);
        await UntilAsync(() => log.Lines.Any(line => line.Text.StartsWith("connection to the SUMS database is lost", StringComparison.Ordinal)));
        await UntilAsync(() => Busy() == 1);
        await Task.Delay(TimeSpan.FromSeconds(2.5), Cancel);
        Assert.Equal(1, Busy());   // never both, whoever won

        await first.DisposeAsync();
        await UntilAsync(() => working.GetValueOrDefault("b") == 1);
    }

    [Fact]
    public async Task Work_that_fails_is_told_and_begun_again()
    {
        await using TestDatabase database = await TestCluster.NewSumsDatabaseAsync();
        TestLog log = new();
        int tries = 0;
        await using Worker worker = new(database, "a", new(), log, async cancel =>
        {
            if (Interlocked.Increment(ref tries) == 1)
                throw new IOException("disk on fire");
            await Task.Delay(Timeout.Infinite, cancel);
        });
        await UntilAsync(() => Volatile.Read(ref tries) == 2);
        Assert.Contains(log.Lines, line => line.Text.Contains("Verification failed", StringComparison.Ordinal) && line.Text.Contains("disk on fire", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Two_stewards_share_verification_and_all_units_are_read_once()
    {
        await using TestSums sums = await TestSums.StartAsync();
        await using (NetDrms.Sums.Client.SumsClient client = await sums.OpenAsync())
        {
            for (int i = 0; i < 5; i++)
            {
                NetDrms.Sums.Units.AllocatedUnit unit = await client.AllocAsync(1000, 0, Cancel);
                TestSums.Fill(unit);
                await client.PutAsync([unit], "h04.t", 10, NetDrms.Sums.Units.ArchiveType.TemporaryNoArchive, Cancel);
            }
            await client.CloseAsync(Cancel);
        }
        await sums.Database.ExecuteAsync($"update netdrms.sums_manifest set sealed = now() - interval '200 days'");
        TestLog log = new();
        await using StewardService first = StewardService.Start(new StewardOptions(), sums.Database.Target, null, log, meters: null);
        await using StewardService second = StewardService.Start(new StewardOptions(), sums.Database.Target, null, log, meters: null);
        await UntilAsync(() => log.Lines.Any(line => line.Text.StartsWith("5 storage units verified", StringComparison.Ordinal)));
        Assert.Equal(1, log.Lines.Count(line => line.Text == "this process does Verification now"));
        Assert.Equal(["5"], await sums.RowsAsync($"select count(*) from netdrms.sums_manifest where verified is not null and damage is null"));
    }
}
