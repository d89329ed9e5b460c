using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using NetDrms.Sums.Access;
using NetDrms.Sums.Client;
using NetDrms.Sums.Tests.Journal;
using NetDrms.Sums.Units;

namespace NetDrms.Sums.Tests.Daemon;

/// <summary>Many, slow, silent and idle clients: they wait or are sent away, and hinder nobody. Spec 04 §3.7, better 2.</summary>
public sealed class LimitTests
{
    private const int DatabaseConnections = 16;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static async Task<Socket> ConnectAsync(SumsAddress address, string text)
    {
        Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, address.Port), Cancel);
        await socket.SendAsync(Encoding.ASCII.GetBytes(text), Cancel);
        return socket;
    }

    private static string Greeting => WireText.Framed("{\"pid\": 1, \"user\": \"u\"}");

    // The first byte of an answer; null when the connection is ended instead.
    private static async Task<byte?> AnswerAsync(Socket socket)
    {
        byte[] first = new byte[1];
        return await socket.ReceiveAsync(first, Cancel) == 1 ? first[0] : null;
    }

    [Fact]
    public async Task Five_thousand_connections_are_served_or_wait_their_turn()
    {
        const int All = 5000, AtATime = 4096;
        await using TestSums sums = await TestSums.StartAsync(TestSums.Quick with { MaxConnections = AtATime });
        await using SumsClient bystander = await sums.OpenAsync();
        string hello = Greeting + WireText.Framed("{\"reqtype\": \"open\"}");
        List<Task<Socket>> clients = [.. Enumerable.Range(0, All).Select(_ => ConnectAsync(sums.Address, hello))];
        int answered = 0;
        async Task ServeAsync(Task<Socket> connecting)
        {
            using Socket client = await connecting;
            Assert.Equal((byte)'0', await AnswerAsync(client));
            Interlocked.Increment(ref answered);
            while (Volatile.Read(ref answered) < AtATime - 1)   // all places taken: the bystander has one
                await Task.Delay(20, Cancel);
        }
        Task all = Task.WhenAll(clients.Select(ServeAsync));
        while (!all.IsCompleted && answered < AtATime - 1)
            await Task.WhenAny(all, Task.Delay(20, Cancel));
        long start = Stopwatch.GetTimestamp();
        await bystander.PingAsync(Cancel);   // a full house does not hinder who is in
        Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(5));
        await all.WaitAsync(TimeSpan.FromMinutes(2), Cancel);
        Assert.Equal(All, answered);
        Assert.DoesNotContain(sums.Log.Lines, line => line.Level >= Microsoft.Extensions.Logging.LogLevel.Error);
    }

    [Fact]
    public async Task Two_thousand_idle_sessions_hold_sixteen_database_connections_at_most()
    {
        const int Sessions = 2000;
        await using TestSums sums = await TestSums.StartAsync(withDrms: true, run: false);
        using HostProcess host = await HostProcess.StartAsync(sums, failpoint: null);
        string hello = Greeting + WireText.Framed("{\"reqtype\": \"open\"}");
        List<Socket> clients = [];
        foreach (int[] some in Enumerable.Range(0, Sessions).Chunk(100))
        {
            Socket[] opened = await Task.WhenAll(some.Select(_ => ConnectAsync(host.Address, hello)));
            foreach (byte? answer in await Task.WhenAll(opened.Select(AnswerAsync)))
                Assert.NotNull(answer);
            clients.AddRange(opened);
        }
        string held = (await sums.RowsAsync($"select count(*) from pg_stat_activity where datname = current_database() and usename = current_user and pid <> pg_backend_pid()"))[0];
        Assert.InRange(int.Parse(held, System.Globalization.CultureInfo.InvariantCulture), 1, DatabaseConnections);
        Assert.InRange(host.ResidentBytes, 1, 300L << 20);   // of a build with debugging and a just-in-time compiler; bench/sums measures the one that ships
        clients.ForEach(static client => client.Dispose());
        await host.StopAsync();
    }

    [Fact]
    public async Task Slow_and_silent_clients_and_those_that_do_not_listen_hinder_nobody()
    {
        await using TestSums sums = await TestSums.StartAsync();
        List<Socket> clients = [];
        for (int i = 0; i < 200; i++)
            clients.Add(await ConnectAsync(sums.Address, i % 2 == 0 ? "" : Greeting));   // silent before and after the greeting
        for (int i = 0; i < 50; i++)
            clients.Add(await ConnectAsync(sums.Address, Greeting + "00000020{\"req"));   // stuck in a frame
        string pings = string.Concat(Enumerable.Repeat(WireText.Framed("{\"reqtype\": \"nosuch\", \"sessionid\": \"1\"}"), 2000));
        List<Task> deaf = [];
        for (int i = 0; i < 4; i++)
        {
            Socket socket = await ConnectAsync(sums.Address, Greeting + WireText.Framed("{\"reqtype\": \"open\"}"));
            socket.ReceiveBufferSize = 4096;
            clients.Add(socket);
            deaf.Add(SendWithoutEndAsync(socket, Encoding.ASCII.GetBytes(pings)));
        }
        for (int i = 0; i < 20; i++)
        {
            long start = Stopwatch.GetTimestamp();
            await using SumsClient client = await sums.OpenAsync();
            AllocatedUnit unit = await client.AllocAsync(1000, 0, Cancel);
            TestSums.Fill(unit);
            await client.PutAsync([unit], "h04.t", 1, ArchiveType.TemporaryNoArchive, Cancel);
            await client.CloseAsync(Cancel);
            Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(5), $"round {i}: {Stopwatch.GetElapsedTime(start)}");
        }
        clients.ForEach(static client => client.Dispose());
        await Task.WhenAll(deaf);
        await sums.SettleAsync();
        Assert.Equal(["20"], await sums.RowsAsync($"select count(*) from sum_main"));
    }

    private static async Task SendWithoutEndAsync(Socket socket, byte[] burst)
    {
        try
        {
            while (true)
                await socket.SendAsync(burst, Cancel);
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            // the test, or the daemon, has ended it
        }
    }

    [Fact]
    public async Task Strangers_do_not_take_the_places_of_clients()
    {
        await using TestSums sums = await TestSums.StartAsync(TestSums.Quick with { MaxConnections = 16, Access = new AccessOptions { PlainNetworks = [] } });
        AccessToken token = AccessToken.New("anna");
        await sums.Database.ExecuteAsync($"insert into netdrms.sums_token (name, hash, db_user, rights) values ('anna', {token.Hash()}, 'anna', 'write')");
        SumsAddress known = sums.Address with { Token = token.ToSecretText() };
        List<SumsClient> clients = [];
        for (int i = 0; i < 10; i++)
            clients.Add(await SumsClient.OpenAsync(known, Cancel));   // more than strangers may be at a time: known ones do not count
        List<Socket> silent = [await ConnectAsync(sums.Address, ""), await ConnectAsync(sums.Address, "")];
        using (Socket third = await ConnectAsync(sums.Address, ""))
            Assert.Null(await AnswerAsync(third));   // at once
        silent.ForEach(static socket => socket.Dispose());
        SumsClient? late = null;
        for (int i = 0; late is null && i < 100; i++)   // their places are free as soon as the daemon has noticed
        {
            try
            {
                late = await SumsClient.OpenAsync(known, Cancel);
            }
            catch (Model.Errors.DrmsException)
            {
                await Task.Delay(50, Cancel);
            }
        }
        Assert.NotNull(late);
        foreach (SumsClient client in clients.Append(late))
        {
            await client.PingAsync(Cancel);
            await client.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_stranger_that_says_nothing_is_sent_away_within_seconds()
    {
        await using TestSums sums = await TestSums.StartAsync(TestSums.Quick with { Access = new AccessOptions { PlainNetworks = [] } });
        using Socket silent = await ConnectAsync(sums.Address, "");
        using Socket slow = await ConnectAsync(sums.Address, "00000020{");
        long start = Stopwatch.GetTimestamp();
        Assert.Null(await AnswerAsync(silent));
        Assert.Null(await AnswerAsync(slow));
        Assert.InRange(Stopwatch.GetElapsedTime(start).TotalSeconds, 1, 30);
    }
}
