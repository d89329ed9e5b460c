using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using NetDrms.Sums.Client;
using NetDrms.Sums.Wire;

namespace NetDrms.Sums.Tests.Daemon;

/// <summary>Sends the client's side of a recorded conversation to a daemon and writes down what comes back.</summary>
/// <param name="log">The recorded entries.</param>
/// <param name="golden">Values of the recording.</param>
/// <param name="ours">Values of this run.</param>
/// <param name="allocated">Called when the daemon made a directory: the client fills it.</param>
internal sealed class Conversation(JsonElement[] log, WireText golden, WireText ours, Action<string, string> allocated) : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(150);
    private Socket? _socket;
    private FrameReader? _reader;
    private int _next;

    /// <summary>What the server did, as recorded.</summary>
    public List<string> Recorded { get; } = [];

    /// <summary>What the server does now.</summary>
    public List<string> Actual { get; } = [];

    /// <summary>Plays entries up to a note with a text, or to the end.</summary>
    public async Task PlayAsync(SumsAddress address, string? untilNote = null)
    {
        if (_socket is null)
        {
            _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await _socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, address.Port));
            _reader = new(new NetworkStream(_socket));
        }
        for (; _next < log.Length; _next++)
        {
            JsonElement entry = log[_next];
            if (entry.TryGetProperty("note", out JsonElement note))
            {
                if (untilNote is not null && note.GetString()!.Contains(untilNote, StringComparison.Ordinal))
                {
                    _next++;
                    return;
                }
                continue;
            }
            if (!entry.TryGetProperty("dir", out JsonElement direction))
                continue;   // rows and files are compared by the test
            if (direction.GetString() == "C")
                await ClientAsync(entry);
            else if (entry.TryGetProperty("bytes", out JsonElement bytes))
                await ServerAsync(bytes.GetString()!);
            else
                await EventAsync(entry.GetProperty("event").GetString()!);
        }
        _socket?.Dispose();
    }

    private async Task ClientAsync(JsonElement entry)
    {
        if (entry.TryGetProperty("event", out JsonElement happened))
        {
            switch (happened.GetString())
            {
                case "close":
                    await RestAsync();
                    _socket!.Close();
                    break;
                case "reset":
                    _socket!.LingerState = new LingerOption(true, 0);
                    _socket.Close();
                    break;
                case "shutdown of the sending side":
                    _socket!.Shutdown(SocketShutdown.Send);
                    break;
            }
            return;
        }
        string text = Whole(entry.GetProperty("bytes").GetString()!);
        string filled = ours.Fill(golden.Tokens(text));
        bool isFrame = text.Length >= 8 && int.TryParse(text.AsSpan(0, 8), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out int length) && length == text.Length - 8 && text[0] == '0' && text[1] == '0';
        if (isFrame)
            filled = WireText.Framed(filled[8..]);
        try
        {
            await _socket!.SendAsync(Encoding.Latin1.GetBytes(filled));
        }
        catch (SocketException)
        {
            // the daemon has ended the connection: noted where that was read
        }
    }

    // One recording was cut: 32769 numbers from 186a0 on.
    private static string Whole(string text)
    {
        if (!text.EndsWith("(295026 bytes)", StringComparison.Ordinal))
            return text;
        string numbers = string.Join(", ", Enumerable.Range(0x186a0, 32769).Select(n => string.Create(CultureInfo.InvariantCulture, $"\"{n:x}\"")));
        return $"{text[..text.IndexOf('[', StringComparison.Ordinal)]}[{numbers}]}}";
    }

    private async Task ServerAsync(string recorded)
    {
        golden.Learn(recorded);
        if (recorded.Contains("is-alive", StringComparison.Ordinal))
            return;   // may come or not
        Recorded.Add("S " + golden.Answer(recorded));
        if (await ReadAsync(Patience) is string frame)
        {
            ours.Learn(frame);
            Actual.Add("S " + ours.Answer(frame));
            if (recorded.Contains("\"sudir\"", StringComparison.Ordinal) && frame.Contains("\"sudir\"", StringComparison.Ordinal))
                allocated(PathOf(recorded), PathOf(frame));
        }
    }

    private static string PathOf(string frame)
    {
        using JsonDocument answer = JsonDocument.Parse(frame[8..]);
        return answer.RootElement.GetProperty("sudir").GetString()!;
    }

    private async Task EventAsync(string recorded)
    {
        if (_socket!.SafeHandle.IsClosed)
            return;   // the client went first
        if (recorded.StartsWith("nothing for", StringComparison.Ordinal))
        {
            Recorded.Add("S nothing");
            Actual.Add(await ReadAsync(Quiet) is string early ? "S " + ours.Answer(early) : "S nothing");
            return;
        }
        if (Recorded.LastOrDefault() != "S " + recorded)
            Recorded.Add("S " + recorded);
        if (await ReadAsync(Patience) is string frame)
            Actual.Add("S " + ours.Answer(frame));
    }

    // What our daemon sends beyond the recording must not go unseen.
    private async Task RestAsync()
    {
        while (await ReadAsync(Quiet) is string frame)
            Actual.Add("S " + ours.Answer(frame));
    }

    private async Task<string?> ReadAsync(TimeSpan patience)
    {
        while (true)
        {
            try
            {
                Frame frame = await _reader!.ReadAsync(64 << 20, patience, Patience, TestContext.Current.CancellationToken);
                if (frame.Kind != FrameKind.Whole)
                {
                    if (Actual.LastOrDefault() != "S close")
                        Actual.Add("S close");
                    return null;
                }
                string text = WireText.Framed(Encoding.Latin1.GetString(frame.Body.Span));
                if (!text.Contains("is-alive", StringComparison.Ordinal))
                    return text;
            }
            catch (TimeoutException)
            {
                return null;
            }
            catch (IOException)
            {
                if (Actual.LastOrDefault() != "S close")
                    Actual.Add("S close");
                return null;
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_reader is not null)
            await _reader.DisposeAsync();
        _socket?.Dispose();
    }
}
