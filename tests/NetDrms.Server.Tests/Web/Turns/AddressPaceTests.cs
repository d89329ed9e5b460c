using NetDrms.Database.Site;
using NetDrms.Server.Web.Turns;

namespace NetDrms.Server.Tests.Web.Turns;

public class AddressPaceTests
{
    private static readonly WebOptions s_options = new() { RequestsPerSecond = 10, RequestBurst = 5, WaitSeconds = 1 };

    [Fact]
    public void A_burst_is_free_then_requests_are_slowed_to_the_rate_and_at_last_refused()
    {
        AddressPace pace = new(s_options);
        for (int i = 0; i < 5; i++)
            Assert.Equal(TimeSpan.Zero, pace.Take("a", 100));
        for (int i = 1; i <= 10; i++)
            Assert.Equal(0.1 * i, pace.Take("a", 100)!.Value.TotalSeconds, 6);
        Assert.Null(pace.Take("a", 100));
        Assert.Equal(TimeSpan.Zero, pace.Take("b", 100));
    }

    [Fact]
    public void Time_fills_the_bucket_again()
    {
        AddressPace pace = new(s_options);
        while (pace.Take("a", 100) is not null)
        {
        }
        Assert.Equal(1, pace.Take("a", 100.1)!.Value.TotalSeconds, 6);
        Assert.Equal(TimeSpan.Zero, pace.Take("a", 102));
    }

    [Fact]
    public void Many_addresses_are_forgotten_when_they_are_idle()
    {
        AddressPace pace = new(s_options);
        long before = GC.GetTotalMemory(forceFullCollection: true);
        for (int i = 0; i < 300_000; i++)
            Assert.Equal(TimeSpan.Zero, pace.Take($"address {i}", i));
        Assert.True(GC.GetTotalMemory(forceFullCollection: true) - before < 10 << 20);
        GC.KeepAlive(pace);
    }
}
