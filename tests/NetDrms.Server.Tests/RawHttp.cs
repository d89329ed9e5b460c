using System.Net.Sockets;
using System.Text;

namespace NetDrms.Server.Tests;

/// <summary>HTTP as bytes on a socket, so that nothing is put right on its way.</summary>
public static class RawHttp
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    /// <summary>Opens a connection.</summary>
    public static async Task<Socket> ConnectAsync(string url)
    {
        Uri uri = new(url);
        Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(uri.Host, uri.Port, TestContext.Current.CancellationToken);
        return socket;
    }

    /// <summary>Sends bytes, says that no more come if told so, and reads until the server ends the connection.</summary>
    /// <returns>What came, one character a byte; empty when the server closed without a word.</returns>
    public static async Task<string> ExchangeAsync(string url, byte[] request, int most = 1 << 20)
    {
        using Socket socket = await ConnectAsync(url);
        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(s_patience);
        byte[] buffer = new byte[16 * 1024];
        StringBuilder answer = new();
        try
        {
            await socket.SendAsync(request, patience.Token);
            int count;
            while (answer.Length < most && (count = await socket.ReceiveAsync(buffer, patience.Token)) > 0)
                answer.Append(Encoding.Latin1.GetString(buffer, 0, count));
        }
        catch (SocketException)
        {
            // reset: the server refused the rest
        }
        return answer.ToString();
    }

    /// <summary>Asks for a target as it stands, on a connection that the server closes afterwards.</summary>
    public static Task<string> GetAsync(string url, string target) =>
        ExchangeAsync(url, Encoding.Latin1.GetBytes($"GET {target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"));

    /// <summary>The status of an answer; 0 when there is none.</summary>
    public static int Status(string answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        return answer.StartsWith("HTTP/1.1 ", StringComparison.Ordinal) && answer.Length >= 12 ? int.Parse(answer.AsSpan(9, 3), System.Globalization.CultureInfo.InvariantCulture) : 0;
    }
}
