using System.Net;
using System.Net.Sockets;
using System.Text;
using NetDrms.Sums.Client;
using NetDrms.Sums.Wire;

namespace NetDrms.Sums.Tests.Daemon;

/// <summary>Sends what it is told, without a protocol of its own.</summary>
internal sealed class RawClient : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly FrameReader _reader;

    private RawClient(int port)
    {
        _socket.Connect(new IPEndPoint(IPAddress.Loopback, port));
        _reader = new(new NetworkStream(_socket));
    }

    /// <summary>Frames that only said that the daemon is at work.</summary>
    public int AliveFrames { get; private set; }

    /// <summary>Connects, and says who it is if asked.</summary>
    public static async Task<RawClient> ConnectAsync(SumsAddress address, bool greet = true)
    {
        RawClient client = new(address.Port);
        if (greet)
            await client.SendAsync("{\"pid\": 4711, \"user\": \"drmsuser\"}");
        return client;
    }

    /// <summary>Opens a session and gives its number as on the wire.</summary>
    public async Task<string> OpenAsync()
    {
        await SendAsync("{\"reqtype\": \"open\"}");
        return (await AnswerAsync())!.Split('"')[7];
    }

    /// <summary>Sends a frame.</summary>
    public Task SendAsync(string body) => SendRawAsync(Encoding.UTF8.GetBytes(WireText.Framed(body)));

    /// <summary>Sends bytes; a connection that is gone is no error.</summary>
    public async Task SendRawAsync(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            while (bytes.Length > 0)
                bytes = bytes[await _socket.SendAsync(bytes, SocketFlags.None)..];
        }
        catch (SocketException)
        {
            // the daemon has ended the connection
        }
    }

    /// <summary>Sends and gets the answer.</summary>
    public async Task<string?> AskAsync(string body)
    {
        await SendAsync(body);
        return await AnswerAsync();
    }

    /// <summary>The next answer; null when the daemon ended the connection.</summary>
    public async Task<string?> AnswerAsync()
    {
        while (true)
        {
            try
            {
                Frame frame = await _reader.ReadAsync(64 << 20, Patience, Patience, TestContext.Current.CancellationToken);
                if (frame.Kind != FrameKind.Whole)
                    return null;
                string text = Encoding.UTF8.GetString(frame.Body.Span);
                if (!text.Contains("is-alive", StringComparison.Ordinal))
                    return text;
                AliveFrames++;
            }
            catch (IOException)
            {
                return null;
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _reader.DisposeAsync();
        _socket.Dispose();
    }
}
