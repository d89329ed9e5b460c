using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
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
        List<AllocatedUnit> stored = await StoreAsync(sums, 3);
        string[] hashes = [.. stored.Select(HashOf)];
        List<string> rows = await sums.RowsAsync($"select * from sum_main order by ds_index");
        await using SumsClient bystander = await sums.OpenAsync();
        AllocatedUnit unit = await bystander.AllocAsync(1000, 0, Cancel);
        TestSums.Fill(unit);
        (long bytes, int files) = Held();
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
                await AttackAsync(sums, random, 200, stored);
        }, Cancel)));
        await done.CancelAsync();
        await pings;
        Assert.True(slowest < TimeSpan.FromSeconds(1).Ticks, $"a ping took {TimeSpan.FromTicks(slowest)}");
        await bystander.PutAsync([unit], "h04.t", 1, ArchiveType.TemporaryNoArchive, Cancel);
        await bystander.CloseAsync(Cancel);
        await sums.SettleAsync();
        Assert.Equal(rows, (await sums.RowsAsync($"select * from sum_main where ds_index <> {unit.Sunum.Value} order by ds_index")));
        Assert.Equal([unit.Path], await sums.RowsAsync($"select online_loc from sum_main where ds_index = {unit.Sunum.Value}"));
        Assert.Equal(stored.Append(unit).Select(one => Path.GetRelativePath(sums.Root, one.Path)).Order(StringComparer.Ordinal), sums.Directories());
        Assert.Equal(hashes, stored.Select(HashOf));
        Assert.Equal(["False"], await sums.RowsAsync($"select distinct effective_date = '0' from sum_partn_alloc"));
        Assert.Empty(await sums.JournalAsync());
        (long bytesAfter, int filesAfter) = Held();
        Assert.InRange(filesAfter, 0, files + 64);   // connections to the database, not to thousands of clients
        Assert.InRange(bytesAfter, 0, bytes + (32 << 20));
        Assert.DoesNotContain(sums.Log.Lines, line => line.Level >= Microsoft.Extensions.Logging.LogLevel.Error);
    }

    private static async Task<List<AllocatedUnit>> StoreAsync(TestSums sums, int count)
    {
        await using SumsClient client = await sums.OpenAsync();
        List<AllocatedUnit> units = [];
        for (int i = 0; i < count; i++)
        {
            units.Add(await client.AllocAsync(1000, 0, Cancel));
            TestSums.Fill(units[i]);
        }
        await client.PutAsync(units, "h04.t", 1000, ArchiveType.TemporaryNoArchive, Cancel);
        await client.CloseAsync(Cancel);
        return units;
    }

    // Names, modes and contents.
    private static string HashOf(AllocatedUnit unit)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (string entry in Directory.EnumerateFileSystemEntries(unit.Path, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{Path.GetRelativePath(unit.Path, entry)} {File.GetUnixFileMode(entry)}\n"));
            if (File.Exists(entry))
                hash.AppendData(File.ReadAllBytes(entry));
        }
        return Convert.ToHexString(hash.GetHashAndReset());
    }

    private static (long Bytes, int Files) Held() => (GC.GetTotalMemory(forceFullCollection: true), Directory.GetFileSystemEntries("/proc/self/fd").Length);

    // One connection: often greeted, often open, then frames as they come; the answers are not read.
    private static async Task AttackAsync(TestSums sums, Random random, int frames, List<AllocatedUnit> stored)
    {
        await using RawClient client = await RawClient.ConnectAsync(sums.Address, greet: random.Next(20) > 0);
        string session = "1";
        if (random.Next(10) > 0)
            session = await TryOpenAsync(client) ?? "1";
        using MemoryStream burst = new();
        for (int i = 0; i < frames; i++)
            burst.Write(Frame(random, session, stored[random.Next(stored.Count)]));
        await client.SendRawAsync(burst.ToArray());
        if (random.Next(2) == 0)
            await client.AnswerAsync();
    }

    private static async Task<string?> TryOpenAsync(RawClient client)
    {
        await client.SendAsync("{\"reqtype\": \"open\"}");
        return await client.AnswerAsync() is string answer && answer.Contains("sessionid", StringComparison.Ordinal) ? answer.Split('"')[7] : null;
    }

    // What original clients and the recordings' hostile ones sent, to be changed. They delete no series but their own.
    private static readonly string[] Recorded = [.. NetDrms.Testing.Golden.Lines("sums_wire.jsonl")
        .SelectMany(line => line.Row.GetProperty("log").EnumerateArray())
        .Where(step => step.TryGetProperty("dir", out var way) && way.GetString() == "C" && step.TryGetProperty("bytes", out _))
        .Select(step => step.GetProperty("bytes").GetString()!)
        .Where(frame => frame.Length is > 8 and < 2000 && frame.Contains("reqtype", StringComparison.Ordinal))];

    private static byte[] Frame(Random random, string session, AllocatedUnit stored)
    {
        string body = random.Next(11) switch
        {
            0 => $"{{\"reqtype\": \"ping\", \"sessionid\": \"{session}\"}}",
            1 => $"{{\"reqtype\": \"alloc\", \"sessionid\": \"{session}\", \"sunum\": null, \"sugroup\": {random.Next(-5, 5)}, \"numbytes\": {random.Next()}}}",
            2 => $"{{\"reqtype\": \"put\", \"sessionid\": \"{session}\", \"sudirs\": [{{\"{random.Next(100):x}\": \"/SUM8/../etc\"}}], \"series\": \"a'b\", \"archivetype\": \"\"}}",
            3 => $"{{\"reqtype\": \"get\", \"sessionid\": \"{session}\", \"touch\": true, \"retrieve\": true, \"retention\": {random.NextDouble() * 1e9}, \"sus\": [\"{random.Next():x}\", \"ffffffffffffffff\"]}}",
            4 => $"{{\"reqtype\": \"info\", \"sessionid\": \"{session}\", \"sus\": [\"{random.NextInt64():x}\"]}}",
            5 => $"{{\"reqtype\": \"deleteseries\", \"sessionid\": \"{session}\", \"series\": \"x' or '1'='1\"}}",
            6 => new string('[', random.Next(200)),
            7 => Regex.Replace(Recorded[random.Next(Recorded.Length)][8..], "(\"sessionid\":\\s*)\"[^\"]*\"", $"$1\"{session}\""),
            8 => $"{{\"reqtype\": \"alloc\", \"sessionid\": \"{session}\", \"sunum\": \"{stored.Sunum.ToHex()}\", \"sugroup\": 0, \"numbytes\": 1}}",
            9 => $"{{\"reqtype\": \"put\", \"sessionid\": \"{session}\", \"sudirs\": [{{\"{stored.Sunum.ToHex()}\": \"{stored.Path}\"}}], \"series\": \"mine.t\", \"retention\": -1, \"archivetype\": \"\"}}",
            _ => $"{{\"reqtype\": \"nosuch\", \"sessionid\": \"{session}\"}}",
        };
        byte[] frame = Encoding.UTF8.GetBytes(WireText.Framed(body));
        int changes = random.Next(4) == 0 ? random.Next(1, 4) : 0;
        for (int i = 0; i < changes; i++)
            frame[random.Next(random.Next(5) == 0 || frame.Length == 8 ? 0 : 8, frame.Length)] = (byte)random.Next(256);
        return random.Next(200) == 0 ? frame[..random.Next(frame.Length)] : frame;
    }
}
