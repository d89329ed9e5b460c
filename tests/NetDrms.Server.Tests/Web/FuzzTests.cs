using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text;

namespace NetDrms.Server.Tests.Web;

/// <summary>Hostile requests on a site of their own: no failure of the server, no effect.</summary>
public sealed class FuzzTests : IAsyncLifetime, IAsyncDisposable
{
    private const int Senders = 16;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(500);
    private static readonly int s_requests = Environment.GetEnvironmentVariable("NETDRMS_TEST_LONG") == "1" ? 100_000 : 10_000;

    private readonly WebSite _web = new();

    public ValueTask InitializeAsync() => _web.InitializeAsync();

    public ValueTask DisposeAsync() => _web.DisposeAsync();

    [Fact]
    public async Task Hostile_requests_make_no_failure_and_have_no_effect()
    {
        string before = await _web.StateAsync();
        Uri url = new(_web.Site.WebUrl);
        string[] files = [_web.Files[0], _web.Files[0][_web.Site.Folder.Length..]];
        ConcurrentDictionary<int, int> answers = new();
        ConcurrentQueue<string> failures = new();
        await Task.WhenAll(Enumerable.Range(0, Senders).Select(sender => Task.Run(async () =>
        {
            HostileRequests requests = new(sender, files);
            byte[] buffer = new byte[64 * 1024];
            for (int i = 0; i < s_requests / Senders && failures.IsEmpty; i++)
            {
                byte[] request = requests.Next();
                int status = await SendAsync(url, request, buffer);
                answers.AddOrUpdate(status, 1, static (_, count) => count + 1);
                if (status is >= 500 and not (503 or 505 or 501))   // 505, 501: another HTTP, an unknown encoding of the body
                    failures.Enqueue($"{status} for sender {sender}, request {i}: {Encoding.Latin1.GetString(request)}");
            }
        }, TestContext.Current.CancellationToken)));
        Assert.True(failures.IsEmpty, string.Join('\n', failures) + (failures.IsEmpty ? "" : await ErrorsAsync()));
        Assert.True(answers.GetValueOrDefault(200) > s_requests / 50 && answers.GetValueOrDefault(400) + answers.GetValueOrDefault(404) > s_requests / 50, string.Join(", ", answers.Select(a => $"{a.Key}: {a.Value}")));
        Assert.Equal(before, await _web.StateAsync());
        Assert.Equal("3\ttext 3\n", (await _web.GetAsync("/show_info?ds=demo.web[3]&key=N,TXT&q=1")).Body);
        Assert.Equal("ok\n", (await _web.GetAsync("/healthz")).Body);
    }

    private async Task<string> ErrorsAsync() => string.Join('\n', (await File.ReadAllLinesAsync(Path.Combine(_web.Site.Home.LogFolder, "drmsd.log"))).Where(static line => line.Contains("\"Error\"", StringComparison.Ordinal)));

    // 0: the server closed without a word, as it may when a request has no end.
    private static async Task<int> SendAsync(Uri url, byte[] request, byte[] buffer)
    {
        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(s_patience);
        using Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(url.Host, url.Port, patience.Token);
        int status = 0;
        try
        {
            await socket.SendAsync(request, patience.Token);
            bool isEnded = false;
            int count = 1;
            for (int total = 0; count > 0; total += count)
            {
                Task<int> next = socket.ReceiveAsync(buffer, SocketFlags.None);
                if (!isEnded && await Task.WhenAny(next, Task.Delay(s_pause, patience.Token)) != next)
                {
                    socket.Shutdown(SocketShutdown.Send);   // it waits for more of this request, or for another: there is none
                    isEnded = true;
                }
                count = await next.WaitAsync(patience.Token);
                if (total == 0)
                    status = RawHttp.Status(Encoding.Latin1.GetString(buffer, 0, Math.Min(count, 20)));
            }
        }
        catch (SocketException)
        {
            // reset
        }
        catch (OperationCanceledException) when (!TestContext.Current.CancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"no end of the answer to {Encoding.Latin1.GetString(request)}");
        }
        return status;
    }
}
