using System.Diagnostics;
using System.Text;
using NetDrms.Sums.Client;
using NetDrms.Sums.Units;

namespace NetDrms.Sums.Tests.Daemon;

/// <summary>Random and mutated frames: none crashes the daemon, leaves something, or blocks another session.</summary>
public sealed class FuzzTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static int Frames => Environment.GetEnvironmentVariable("NETDRMS_TEST_LONG") == "1" ? 1_000_000 : 100_000;

    [Fact]
    public async Task Hostile_frames_do_no_harm()
    {
        await using TestSums sums = await TestSums.StartAsync(TestSums.Quick with { GrantHours = 0 });   // an alloc without a session leaves a grant
        await using SumsClient bystander = await sums.OpenAsync();
        AllocatedUnit unit = await bystander.AllocAsync(1000, 0, Cancel);
        TestSums.Fill(unit);
        int sent = 0;
        long slowest = 0;
        using CancellationTokenSource done = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        Task pings = Task.Run(async () =>
        {
            while (!done.IsCancellationRequested)
            {
                long start = Stopwatch.GetTimestamp();
                await bystander.PingAsync(Cancel);
                slowest = Math.Max(slowest, Stopwatch.GetElapsedTime(start).Ticks);
                await Task.Delay(5, Cancel);
            }
        }, Cancel);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(worker => Task.Run(async () =>
        {
            Random random = new(worker + 4711);
            while (Interlocked.Add(ref sent, 200) <= Frames)
                await AttackAsync(sums, random, 200);
        }, Cancel)));
        await done.CancelAsync();
        await pings;
        Assert.True(slowest < TimeSpan.FromSeconds(10).Ticks, $"a ping took {TimeSpan.FromTicks(slowest)}");
        await bystander.PutAsync([unit], "h04.t", 1, ArchiveType.TemporaryNoArchive, Cancel);
        await bystander.CloseAsync(Cancel);
        await sums.SettleAsync();
        Assert.Equal([unit.Path], await sums.RowsAsync($"select online_loc from sum_main"));
        Assert.Equal([Path.GetRelativePath(sums.Root, unit.Path)], sums.Directories());
        Assert.Empty(await sums.JournalAsync());
        Assert.DoesNotContain(sums.Log.Lines, line => line.Level >= Microsoft.Extensions.Logging.LogLevel.Error);
    }

    // One connection: often greeted, often open, then frames as they come; the answers are not read.
    private static async Task AttackAsync(TestSums sums, Random random, int frames)
    {
        await using RawClient client = await RawClient.ConnectAsync(sums.Address, greet: random.Next(20) > 0);
        string session = "1";
        if (random.Next(10) > 0)
            session = await TryOpenAsync(client) ?? "1";
        using MemoryStream burst = new();
        for (int i = 0; i < frames; i++)
            burst.Write(Frame(random, session));
        await client.SendRawAsync(burst.ToArray());
        if (random.Next(2) == 0)
            await client.AnswerAsync();
    }

    private static async Task<string?> TryOpenAsync(RawClient client)
    {
        await client.SendAsync("{\"reqtype\": \"open\"}");
        return await client.AnswerAsync() is string answer && answer.Contains("sessionid", StringComparison.Ordinal) ? answer.Split('"')[7] : null;
    }

    private static byte[] Frame(Random random, string session)
    {
        string body = random.Next(8) switch
        {
            0 => $"{{\"reqtype\": \"ping\", \"sessionid\": \"{session}\"}}",
            1 => $"{{\"reqtype\": \"alloc\", \"sessionid\": \"{session}\", \"sunum\": null, \"sugroup\": {random.Next(-5, 5)}, \"numbytes\": {random.Next()}}}",
            2 => $"{{\"reqtype\": \"put\", \"sessionid\": \"{session}\", \"sudirs\": [{{\"{random.Next(100):x}\": \"/SUM8/../etc\"}}], \"series\": \"a'b\", \"archivetype\": \"\"}}",
            3 => $"{{\"reqtype\": \"get\", \"sessionid\": \"{session}\", \"touch\": true, \"retrieve\": true, \"retention\": {random.NextDouble() * 1e9}, \"sus\": [\"{random.Next():x}\", \"ffffffffffffffff\"]}}",
            4 => $"{{\"reqtype\": \"info\", \"sessionid\": \"{session}\", \"sus\": [\"{random.NextInt64():x}\"]}}",
            5 => $"{{\"reqtype\": \"deleteseries\", \"sessionid\": \"{session}\", \"series\": \"x' or '1'='1\"}}",
            6 => new string('[', random.Next(200)),
            _ => $"{{\"reqtype\": \"nosuch\", \"sessionid\": \"{session}\"}}",
        };
        byte[] frame = Encoding.UTF8.GetBytes(WireText.Framed(body));
        int changes = random.Next(4) == 0 ? random.Next(1, 4) : 0;
        for (int i = 0; i < changes; i++)
            frame[random.Next(random.Next(5) == 0 || frame.Length == 8 ? 0 : 8, frame.Length)] = (byte)random.Next(256);
        return random.Next(200) == 0 ? frame[..random.Next(frame.Length)] : frame;
    }
}
