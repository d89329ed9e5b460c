using NetDrms.Sums.Client;
using NetDrms.Sums.Steward;
using NetDrms.Sums.Units;

namespace NetDrms.Sums.Tests.Steward;

/// <summary>A clock that leaps must not delete an archive.</summary>
public sealed class ClockGuardTests
{
    private static readonly DateTime Start = new(2026, 11, 24, 12, 0, 0, DateTimeKind.Utc);

    /// <summary>Time that passes when the test says so.</summary>
    private sealed class SteppedTime : TimeProvider
    {
        private long _ticks = 1000;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _ticks;

        public void Advance(TimeSpan by) => _ticks += by.Ticks;
    }

    [Fact]
    public void A_leap_of_the_clock_stops_expiry_until_it_is_back_or_a_day_has_passed()
    {
        SteppedTime time = new();
        ClockGuard guard = new(time);
        Assert.True(guard.Accepts(Start, noted: null));
        time.Advance(TimeSpan.FromDays(3));
        Assert.True(guard.Accepts(Start.AddDays(3.5), null));   // time has passed, and the clocks differ a little
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.False(guard.Accepts(Start.AddYears(1), null));
        Assert.Equal(TimeSpan.FromHours(24), guard.Hold);
        time.Advance(TimeSpan.FromHours(5));
        Assert.False(guard.Accepts(Start.AddYears(1).AddHours(5), null));
        Assert.True(guard.Accepts(Start.AddDays(3.75), null));   // it was set right
        time.Advance(TimeSpan.FromHours(1));
        Assert.False(guard.Accepts(Start.AddYears(1), null));
        time.Advance(TimeSpan.FromHours(24));
        Assert.True(guard.Accepts(Start.AddYears(1).AddHours(24), null));   // nobody set it right: it is believed
        time.Advance(TimeSpan.FromHours(1));
        Assert.True(guard.Accepts(Start.AddYears(1).AddHours(25), null));
        Assert.True(guard.Accepts(Start, null));   // backwards nothing expires that would not
    }

    [Fact]
    public void After_a_long_stop_nothing_expires_for_an_hour()
    {
        SteppedTime time = new();
        ClockGuard guard = new(time);
        Assert.False(guard.Accepts(Start, noted: Start.AddDays(-20)));
        time.Advance(TimeSpan.FromMinutes(59));
        Assert.False(guard.Accepts(Start.AddMinutes(59), Start.AddDays(-20)));
        time.Advance(TimeSpan.FromMinutes(2));
        Assert.True(guard.Accepts(Start.AddMinutes(61), Start.AddDays(-20)));
        Assert.True(new ClockGuard(time).Accepts(Start, noted: Start.AddHours(-20)));
    }

    [Fact]
    public async Task A_steward_that_does_not_believe_the_clock_lets_nothing_expire_and_says_so()
    {
        await using StewardBench bench = await StewardBench.StartAsync(StewardBench.Everything with { IntervalSeconds = 0.05 });
        AllocatedUnit unit = (await bench.PutAsync(1))[0];
        await bench.DateAsync(unit, "0");
        await bench.Sums.Database.ExecuteAsync($"insert into netdrms.sums_clock (noted) values (now() - interval '40 days')");
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        Task duty = bench.Retention.RunAsync(stop.Token);
        for (int i = 0; i < 300 && !bench.Sums.Log.Lines.Any(line => line.Text.Contains("scrubbing at", StringComparison.OrdinalIgnoreCase)); i++)
            await Task.Delay(20, stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => duty);
        Assert.Single(bench.Sums.Log.Lines, line => line.Text.Contains("hours ahead of the time that passed", StringComparison.Ordinal));
        Assert.Equal([unit.Sunum.Value], await bench.OnLineAsync());
        await bench.PassAsync();   // as drms sums expire does: a person has looked
        Assert.Empty(await bench.OnLineAsync());
    }
}
