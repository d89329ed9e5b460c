using System.Net;
using System.Net.Sockets;
using NetDrms.Sums.Client;
using NetDrms.Sums.Units;

namespace NetDrms.Sums.Tests.Daemon;

/// <summary>A second session beside a conversation.</summary>
internal sealed class Partner : IAsyncDisposable
{
    private readonly List<IDisposable> _held = [];
    private SumsClient? _client;
    private Task _waiting = Task.CompletedTask;

    /// <summary>Puts a unit, lets the conversation go on, then closes.</summary>
    public static async Task<Partner> PutAsync(TestSums sums, long sunum, Action<long> opened, Func<Task> meanwhile)
    {
        CancellationToken cancel = TestContext.Current.CancellationToken;
        await using SumsClient client = await sums.OpenAsync();
        opened(client.SessionId);
        AllocatedUnit unit = await client.AllocAsync(1000, 0, new Sunum(sunum), keep: false, cancel);
        TestSums.Fill(unit);
        await client.PutAsync([unit], "h04.t", 10, ArchiveType.TemporaryNoArchive, cancel);
        await meanwhile();
        await client.CloseAsync(cancel);
        return new();
    }

    /// <summary>Touches a unit and stays open.</summary>
    public static async Task<Partner> TouchAsync(TestSums sums, long sunum)
    {
        Partner partner = new() { _client = await sums.OpenAsync() };
        await partner._client.GetAsync([new Sunum(sunum)], true, -20, false, TestContext.Current.CancellationToken);
        return partner;
    }

    /// <summary>Holds connections for a while.</summary>
    public static Partner Hold(TestSums sums, int count, TimeSpan time)
    {
        Partner partner = new();
        for (int i = 0; i < count; i++)
        {
            Socket socket = new(SocketType.Stream, ProtocolType.Tcp);
            socket.Connect(new IPEndPoint(IPAddress.Loopback, sums.Address.Port));
            partner._held.Add(socket);
        }
        partner._waiting = Task.Delay(time).ContinueWith(_ => partner._held.ForEach(socket => socket.Dispose()), TaskScheduler.Default);
        return partner;
    }

    public async ValueTask DisposeAsync()
    {
        await _waiting;
        if (_client is not null)
        {
            await _client.CloseAsync(TestContext.Current.CancellationToken);
            await _client.DisposeAsync();
        }
        _client = null;
    }
}
