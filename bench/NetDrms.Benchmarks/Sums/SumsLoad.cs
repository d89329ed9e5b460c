using System.Diagnostics;
using System.Globalization;
using NetDrms.Sums.Client;
using NetDrms.Sums.Units;

namespace NetDrms.Benchmarks.Sums;

/// <summary>Loads a storage daemon through its socket and prints one figure.</summary>
internal static class SumsLoad
{
    private const int FileBytes = 16384;
    private static readonly byte[] s_content = new byte[FileBytes];

    /// <summary>Runs one load: <c>store SOCKET CLIENTS SECONDS</c>, <c>ping SOCKET SECONDS</c>, <c>get|info SOCKET FIRST COUNT RUNS</c>, <c>idle SOCKET SESSIONS</c>, <c>seal SOCKET FILE</c>.</summary>
    public static async Task RunAsync(string[] words)
    {
        SumsAddress address = SumsAddress.Unix(words[1]);
        switch (words[0])
        {
            case "store":
                int clients = Number(words[2]);
                await Task.WhenAll(Enumerable.Range(0, clients).Select(_ => StoreAsync(address, TimeSpan.FromSeconds(2))));   // warms both sides
                long start = Stopwatch.GetTimestamp();
                int[] stored = await Task.WhenAll(Enumerable.Range(0, clients).Select(_ => StoreAsync(address, TimeSpan.FromSeconds(Number(words[3])))));
                Print(stored.Sum() / Stopwatch.GetElapsedTime(start).TotalSeconds);
                break;
            case "ping":
                Print(await PingAsync(address, TimeSpan.FromSeconds(Number(words[2]))));
                break;
            case "get" or "info":
                Print(await AskAsync(address, words[0] == "get", Number(words[2]), Number(words[3]), Number(words[4])));
                break;
            case "idle":
                await IdleAsync(address, Number(words[2]));
                break;
            case "seal":
                Print(await SealAsync(address, words[2]));
                break;
            default:
                throw new ArgumentException($"no load \"{words[0]}\"", nameof(words));
        }
    }

    private static int Number(string word) => int.Parse(word, CultureInfo.InvariantCulture);

    private static void Print(double figure) => Console.WriteLine(figure.ToString("R", CultureInfo.InvariantCulture));

    private static async Task<int> StoreAsync(SumsAddress address, TimeSpan time)
    {
        int sessions = 0;
        for (long start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start) < time; sessions++)
        {
            await using SumsClient client = await SumsClient.OpenAsync(address, CancellationToken.None);
            AllocatedUnit unit = await client.AllocAsync(FileBytes, 0, CancellationToken.None);
            string slot = Directory.CreateDirectory(Path.Combine(unit.Path, "S00000")).FullName;
            await File.WriteAllBytesAsync(Path.Combine(slot, "file.dat"), s_content);
            await client.PutAsync([unit], "bench.load", 1, ArchiveType.TemporaryNoArchive, CancellationToken.None);
            await client.CloseAsync(CancellationToken.None);
        }
        return sessions;
    }

    private static async Task<double> PingAsync(SumsAddress address, TimeSpan time)
    {
        await using SumsClient client = await SumsClient.OpenAsync(address, CancellationToken.None);
        for (int i = 0; i < 2000; i++)
            await client.PingAsync(CancellationToken.None);
        int pings = 0;
        long start = Stopwatch.GetTimestamp();
        for (; Stopwatch.GetElapsedTime(start) < time; pings++)
            await client.PingAsync(CancellationToken.None);
        return pings / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    // The median, in seconds. Every run is another day later, so that each get moves the date of every unit.
    private static async Task<double> AskAsync(SumsAddress address, bool isGet, int first, int count, int runs)
    {
        Sunum[] units = [.. Enumerable.Range(first, count).Select(static number => new Sunum(number))];
        List<double> times = [];
        for (int run = 0; run < runs + 2; run++)
        {
            await using SumsClient client = await SumsClient.OpenAsync(address, CancellationToken.None);
            long start = Stopwatch.GetTimestamp();
            if (isGet)
                await client.GetAsync(units, touch: true, -10 - run, retrieve: false, CancellationToken.None);
            else
                await client.InfoAsync(units, CancellationToken.None);
            if (run >= 2)
                times.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
            await client.CloseAsync(CancellationToken.None);
        }
        times.Sort();
        return times[times.Count / 2];
    }

    private static async Task IdleAsync(SumsAddress address, int sessions)
    {
        List<SumsClient> clients = [];
        for (int i = 0; i < sessions; i++)
            clients.Add(await SumsClient.OpenAsync(address, CancellationToken.None));
        Console.WriteLine("ready");
        await Console.In.ReadLineAsync();
        foreach (SumsClient client in clients)
            await client.DisposeAsync();
    }

    // The time of the put alone, in seconds; the file is in the page cache, as that of the baseline.
    private static async Task<double> SealAsync(SumsAddress address, string file)
    {
        await using SumsClient client = await SumsClient.OpenAsync(address, CancellationToken.None);
        AllocatedUnit unit = await client.AllocAsync(new FileInfo(file).Length, 0, CancellationToken.None);
        File.Copy(file, Path.Combine(unit.Path, "large.dat"));
        using (FileStream copied = new(Path.Combine(unit.Path, "large.dat"), FileMode.Open, FileAccess.ReadWrite))
            copied.Flush(flushToDisk: true);   // what the disk takes to write is not the seal's
        long start = Stopwatch.GetTimestamp();
        await client.PutAsync([unit], "bench.load", 1, ArchiveType.TemporaryNoArchive, CancellationToken.None);
        double time = Stopwatch.GetElapsedTime(start).TotalSeconds;
        await client.CloseAsync(CancellationToken.None);
        return time;
    }
}
