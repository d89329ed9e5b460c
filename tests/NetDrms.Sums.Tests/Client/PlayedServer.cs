using System.Net;
using System.Net.Sockets;
using System.Text;
using NetDrms.Sums.Client;
using NetDrms.Sums.Wire;

namespace NetDrms.Sums.Tests.Client;

/// <summary>A daemon that answers what it was told: for answers that ours never gives.</summary>
internal sealed class PlayedServer : IAsyncDisposable
{
    /// <summary>An answer that ends the connection.</summary>
    public const string Close = "(close)";

    /// <summary>An answer that never comes.</summary>
    public const string Silence = "(silence)";

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Task _serving;
    private readonly CancellationTokenSource _stop = new();

    /// <summary>Listens; each request gets the next entry, which may hold several frames.</summary>
    public PlayedServer(params string[] answers)
    {
        _listener.Start();
        _serving = ServeAsync(answers);
    }

    public SumsAddress Address => SumsAddress.Tcp("127.0.0.1", ((IPEndPoint)_listener.LocalEndpoint).Port);

    /// <summary>The messages that came, without headers.</summary>
    public List<string> Requests { get; } = [];

    /// <summary>A frame with its header.</summary>
    public static string Frame(string body) => $"{Encoding.UTF8.GetByteCount(body):x8}{body}";

    private async Task ServeAsync(string[] answers)
    {
        using TcpClient client = await _listener.AcceptTcpClientAsync(_stop.Token);
        NetworkStream stream = client.GetStream();
        await using FrameReader reader = new(stream);
        _ = await NextAsync(reader);
        foreach (string answer in answers)
        {
            if (await NextAsync(reader) is null || answer == Close)
                return;
            if (answer == Silence)
                await Task.Delay(Timeout.Infinite, _stop.Token);
            int piece = answer.Length < 1000 ? 1 : answer.Length;   // byte by byte: an answer may come in any pieces
            for (int i = 0; i < answer.Length; i += piece)
                await stream.WriteAsync(Encoding.ASCII.GetBytes(answer, i, piece), _stop.Token);
        }
        while (await NextAsync(reader) is not null)
        {
            // requests after the script stay unanswered
        }
    }

    private async Task<string?> NextAsync(FrameReader reader)
    {
        Frame frame = await reader.ReadAsync(1 << 20, Timeout.InfiniteTimeSpan, TimeSpan.FromSeconds(10), _stop.Token);
        if (frame.Kind != FrameKind.Whole)
            return null;
        Requests.Add(Encoding.UTF8.GetString(frame.Body.Span));
        return Requests[^1];
    }

    /// <summary>Waits until the client is gone.</summary>
    public Task EndAsync() => _serving;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        try
        {
            await _serving;
        }
        catch (Exception ended) when (ended is OperationCanceledException or SocketException or IOException or ObjectDisposedException)
        {
            // the test ended first
        }
        _stop.Dispose();
    }
}
