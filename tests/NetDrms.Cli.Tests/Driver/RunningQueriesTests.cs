using NetDrms.Modules.Driver;

namespace NetDrms.Cli.Tests.Driver;

/// <summary>Queries that their users stop by a handle. Spec 06 §2.1.</summary>
public sealed class RunningQueriesTests
{
    private readonly RunningQueries _queries = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public void A_query_is_stopped_by_its_handle_from_its_own_address_only()
    {
        using RunningQuery query = _queries.Begin("h", "192.0.2.7", Cancel);
        Assert.Equal((0, 0), (_queries.Stop("h", "192.0.2.8"), _queries.Stop("x", "192.0.2.7")));
        Assert.False(query.Token.IsCancellationRequested);
        Assert.Equal(1, _queries.Stop("h", "192.0.2.7"));
        Assert.True(query.IsStopped && query.Token.IsCancellationRequested);
    }

    [Fact]
    public void What_ended_is_forgotten_and_a_handle_may_have_several()
    {
        using RunningQuery first = _queries.Begin("h", "a", Cancel);
        using (RunningQuery second = _queries.Begin("h", "a", Cancel))
        {
            Assert.Equal(2, _queries.Count);
        }
        Assert.Equal(1, _queries.Count);
        first.Dispose();
        Assert.Equal((0, 0), (_queries.Count, _queries.Stop("h", "a")));
        Assert.False(first.IsStopped);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("12345678901234567890123456789012345678901234567890123456789012345")]
    public void What_can_be_no_handle_is_not_kept(string? handle)
    {
        using RunningQuery query = _queries.Begin(handle, "a", Cancel);
        Assert.Equal(0, _queries.Count);
    }

    [Fact]
    public void The_caller_s_own_token_ends_the_query_and_is_no_stop()
    {
        using CancellationTokenSource own = new();
        using RunningQuery query = _queries.Begin("h", "a", own.Token);
        own.Cancel();
        Assert.True(query.Token.IsCancellationRequested);
        Assert.False(query.IsStopped);
    }

    [Fact]
    public void Handles_count_from_1_each_day()
    {
        DateTimeOffset day = new(2026, 11, 24, 23, 59, 0, TimeSpan.Zero);
        Assert.Equal(["20261124_00001", "20261124_00002", "20261125_00001"],
            [_queries.NextHandle(day), _queries.NextHandle(day), _queries.NextHandle(day.AddMinutes(2))]);
    }
}
