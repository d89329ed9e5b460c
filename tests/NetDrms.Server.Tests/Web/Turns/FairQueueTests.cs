using NetDrms.Server.Web.Turns;

namespace NetDrms.Server.Tests.Web.Turns;

public class FairQueueTests
{
    private static readonly TimeSpan s_long = TimeSpan.FromMinutes(1);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_free_queue_lets_run_without_waiting()
    {
        FairQueue queue = new(new TurnLimits(2, 2, 10, 10, s_long));
        Task<Turn> first = queue.TakeAsync("a", Cancel).AsTask();
        Task<Turn> second = queue.TakeAsync("a", Cancel).AsTask();
        Task<Turn> third = queue.TakeAsync("a", Cancel).AsTask();
        Assert.True(first.IsCompleted && second.IsCompleted && !third.IsCompleted);
        (await first).Dispose();
        Assert.Equal(TurnRefusal.None, (await third).Refusal);
        (await second).Dispose();
        (await third).Dispose();
        Assert.Equal((0, 0), (queue.Running, queue.Waiting));
    }

    [Fact]
    public async Task Addresses_take_turns_however_many_requests_one_of_them_sent()
    {
        FairQueue queue = new(new TurnLimits(1, 1, 1000, 1000, s_long));
        List<string> order = [];
        Turn running = await queue.TakeAsync("greedy", Cancel);
        List<Task> all = [];
        for (int i = 0; i < 100; i++)
            all.Add(RunAsync("greedy"));
        foreach (string modest in (string[])["m1", "m2", "m1", "m2"])
            all.Add(RunAsync(modest));
        running.Dispose();
        await Task.WhenAll(all);
        Assert.Equal(["m1", "m2", "greedy", "m1", "m2", "greedy", "greedy", "greedy"], order.Take(8));
        Assert.Equal(104, order.Count);
        Assert.Equal((0, 0), (queue.Running, queue.Waiting));

        async Task RunAsync(string address)
        {
            using Turn turn = await queue.TakeAsync(address, Cancel);
            lock (order)
                order.Add(address);
        }
    }

    [Fact]
    public async Task One_address_runs_no_more_than_its_share_while_others_wait_for_nothing()
    {
        FairQueue queue = new(new TurnLimits(4, 2, 100, 100, s_long));
        Turn[] own = [await queue.TakeAsync("a", Cancel), await queue.TakeAsync("a", Cancel)];
        Task<Turn> waits = queue.TakeAsync("a", Cancel).AsTask();
        Assert.False(waits.IsCompleted);
        Task<Turn> other = queue.TakeAsync("b", Cancel).AsTask();
        Assert.True(other.IsCompleted);
        own[0].Dispose();
        Assert.Equal(TurnRefusal.None, (await waits).Refusal);
    }

    [Fact]
    public async Task Who_waits_too_long_is_refused_and_leaves_the_queue()
    {
        FairQueue queue = new(new TurnLimits(1, 1, 10, 10, TimeSpan.FromMilliseconds(30)));
        using Turn running = await queue.TakeAsync("a", Cancel);
        Turn late = await queue.TakeAsync("b", Cancel);
        Assert.Equal(TurnRefusal.WaitedTooLong, late.Refusal);
        Assert.True(late.Waited >= TimeSpan.FromMilliseconds(25));
        Assert.Equal((1, 0), (queue.Running, queue.Waiting));
    }

    [Fact]
    public async Task Queues_have_an_end()
    {
        FairQueue queue = new(new TurnLimits(1, 1, 3, 2, s_long));
        using Turn running = await queue.TakeAsync("a", Cancel);
        _ = queue.TakeAsync("b", Cancel).AsTask();
        _ = queue.TakeAsync("b", Cancel).AsTask();
        Assert.Equal(TurnRefusal.AddressIsFull, (await queue.TakeAsync("b", Cancel)).Refusal);
        _ = queue.TakeAsync("c", Cancel).AsTask();
        Assert.Equal(TurnRefusal.QueueIsFull, (await queue.TakeAsync("d", Cancel)).Refusal);
    }

    [Fact]
    public async Task Who_goes_away_leaves_the_queue()
    {
        FairQueue queue = new(new TurnLimits(1, 1, 10, 10, s_long));
        Turn running = await queue.TakeAsync("a", Cancel);
        using CancellationTokenSource gone = new();
        Task<Turn> left = queue.TakeAsync("b", gone.Token).AsTask();
        Task<Turn> stays = queue.TakeAsync("b", Cancel).AsTask();
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => left);
        Assert.Equal(1, queue.Waiting);
        running.Dispose();
        (await stays).Dispose();
        Assert.Equal((0, 0), (queue.Running, queue.Waiting));
    }

    [Fact]
    public async Task Under_a_storm_no_turn_is_lost_and_no_limit_is_passed()
    {
        FairQueue queue = new(new TurnLimits(5, 3, 100_000, 100_000, TimeSpan.FromMilliseconds(20)));
        int running = 0, most = 0, ran = 0, not = 0;
        int[] own = new int[10], mostOwn = new int[10];
        await Task.WhenAll(Enumerable.Range(0, 200).Select(worker => Task.Run(async () =>
        {
            Random random = new(worker);
            for (int i = 0; i < 50; i++)
            {
                int address = random.Next(own.Length);
                using CancellationTokenSource gone = new();
                if (random.Next(4) == 0)
                    gone.CancelAfter(random.Next(1, 20));
                try
                {
                    using Turn turn = await queue.TakeAsync(address.ToString(System.Globalization.CultureInfo.InvariantCulture), gone.Token);
                    if (turn.Refusal != TurnRefusal.None)
                    {
                        Interlocked.Increment(ref not);
                        continue;
                    }
                    Max(ref most, Interlocked.Increment(ref running));
                    Max(ref mostOwn[address], Interlocked.Increment(ref own[address]));
                    await Task.Yield();
                    Interlocked.Increment(ref ran);
                    Interlocked.Decrement(ref own[address]);
                    Interlocked.Decrement(ref running);
                }
                catch (OperationCanceledException)
                {
                    Interlocked.Increment(ref not);
                }
            }
        }, Cancel)));
        Assert.Equal((0, 0, 10_000), (queue.Running, queue.Waiting, ran + not));
        Assert.True(most <= 5 && mostOwn.Max() <= 3 && ran > 0, $"{most} at a time, {mostOwn.Max()} of one address, {ran} ran");
    }

    private static void Max(ref int most, int value)
    {
        int seen;
        while ((seen = Volatile.Read(ref most)) < value && Interlocked.CompareExchange(ref most, value, seen) != seen)
        {
        }
    }
}
