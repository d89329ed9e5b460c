using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace NetDrms.Server.Tests.Web.Turns;

/// <summary>The limits of a site that has small ones.</summary>
public sealed class TurnTests(TurnTests.LimitedSite limited) : IClassFixture<TurnTests.LimitedSite>
{
    private const string Ask = "/show_info?ds=demo.web[3]&key=N,TXT&q=1";
    private readonly WebSite _web = limited.Web;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>A site with small limits; each test is other addresses.</summary>
    public sealed class LimitedSite : IAsyncLifetime, IAsyncDisposable
    {
        /// <summary>The site.</summary>
        public WebSite Web { get; } = new();

        /// <inheritdoc/>
        public async ValueTask InitializeAsync() => await Web.StartAsync(new Dictionary<string, string>
        {
            ["queries"] = "3", ["queries_per_address"] = "1", ["wait_seconds"] = "2", ["statement_seconds"] = "8", ["answer_seconds"] = "12",
            ["trusted_proxies"] = "127.0.0.1,10.9.0.0/16", ["log_addresses"] = "plain", ["requests_per_second"] = "20", ["request_burst"] = "40", ["slow_seconds"] = "1",
        });

        /// <inheritdoc/>
        public ValueTask DisposeAsync() => Web.DisposeAsync();
    }

    [Fact]
    public async Task Limits_hold_and_are_told()
    {
        await using (BlockedTable blocked = await BlockedTable.OfAsync(_web))
        {
            Task<string> first = AskAsync("192.0.2.1");
            await blocked.WaitForAsync(1);
            Stopwatch watch = Stopwatch.StartNew();
            (HttpResponseMessage refused, string why) = await _web.GetAsync(Ask, ("X-Forwarded-For", "192.0.2.1"));
            Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
            Assert.InRange(watch.Elapsed.TotalSeconds, 1.9, 6);
            Assert.True(refused.Headers.RetryAfter!.Delta > TimeSpan.Zero);
            Assert.Contains("no turn within 2 s: 3 queries run at a time, 1 of one address", why, StringComparison.Ordinal);

            Task<string> other = AskAsync("192.0.2.2");   // another address runs beside
            await blocked.WaitForAsync(2);
            await AbandonAsync("192.0.2.2");   // waits, and goes away: its place is given up
            Task<string> waits = AskAsync("192.0.2.2");
            Assert.Contains("the query ran into the statement limit", await first, StringComparison.Ordinal);   // after statement_seconds
            await blocked.DisposeAsync();
            Assert.Contains("text 3", await other, StringComparison.Ordinal);
            Assert.True((await waits).Contains("text 3", StringComparison.Ordinal) || (await waits).Contains("no turn", StringComparison.Ordinal));
        }
        Assert.Equal("3\ttext 3\n", await AskAsync("192.0.2.1"));
    }

    [Fact]
    public async Task A_reader_that_stalls_loses_its_query()
    {
        await _web.Site.DrmsValueAsync($"insert into demo.web (recnum, sunum, slotnum, sessionid, sessionns, n, txt) select g, -1, 0, 0, 'demo', g, repeat('long ', 50) from generate_series(1000, 100000) g");
        using Socket socket = await RawHttp.ConnectAsync(_web.Site.WebUrl);
        await socket.SendAsync(Encoding.ASCII.GetBytes("GET /show_info?ds=demo.web[]&key=N,TXT HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: 192.0.2.9\r\n\r\n"), Cancel);
        await socket.ReceiveAsync(new byte[1000], Cancel);
        Assert.Equal("1", await RunningAsync());
        Stopwatch watch = Stopwatch.StartNew();
        while (await RunningAsync() != "0")
        {
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20), "a reader that stalls still holds its query");
            await Task.Delay(100, Cancel);
        }
        Assert.Equal("3\ttext 3\n", await AskAsync("192.0.2.9"));
    }

    [Fact]
    public async Task Haste_is_slowed_down_then_refused()
    {
        HttpStatusCode[] answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(async _ => (await _web.GetAsync("/SUM0/D999/x", ("X-Forwarded-For", "192.0.2.50"))).Response.StatusCode));
        Assert.Equal([HttpStatusCode.NotFound, HttpStatusCode.TooManyRequests], answers.Distinct().Order());
        Assert.InRange(answers.Count(a => a == HttpStatusCode.NotFound), 40, 160);
        Assert.Equal(HttpStatusCode.NotFound, (await _web.GetAsync("/SUM0/D999/x", ("X-Forwarded-For", "192.0.2.51"))).Response.StatusCode);
    }

    [Fact]
    public async Task The_log_has_a_line_for_each_request_with_the_address_that_trusted_proxies_tell()
    {
        await _web.GetAsync(Ask, ("X-Request-Id", "chain"), ("X-Forwarded-For", "203.0.113.7, 192.0.2.77, 10.9.3.4"));
        await _web.GetAsync(Ask, ("X-Request-Id", "forged"), ("X-Forwarded-For", "<script>alert(1)</script>"));
        await _web.GetAsync("/show_info?ds=" + new string('x', 3000), ("X-Request-Id", "long"), ("X-Forwarded-For", "192.0.2.78"));
        string chain = await LineAsync("chain");
        foreach (string part in (string[])["\"Method\":\"GET\"", "\"Path\":\"/show_info\"", "\"Program\":\"show_info\"", "\"Status\":200", "\"Bytes\":9", "\"WaitMilliseconds\":0", "\"SubjectLength\":11", "\"Client\":\"192.0.2.77\""])
            Assert.Contains(part, chain, StringComparison.Ordinal);
        Assert.Contains("\"Client\":\"127.0.0.1\"", await LineAsync("forged"), StringComparison.Ordinal);
        string large = await LineAsync("long");
        Assert.Contains("\"SubjectLength\":3000", large, StringComparison.Ordinal);
        Assert.DoesNotContain(new string('x', 501), await LogAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_slow_query_has_a_line_with_its_record_set()
    {
        await using (BlockedTable blocked = await BlockedTable.OfAsync(_web))
        {
            Task<(HttpResponseMessage Response, string Body)> slow = _web.GetAsync(Ask, ("X-Request-Id", "snail"), ("X-Forwarded-For", "192.0.2.90"));
            await blocked.WaitForAsync(1);
            await Task.Delay(1200, Cancel);
            await blocked.DisposeAsync();
            Assert.Equal("3\ttext 3\n", (await slow).Body);
        }
        string line = await LineAsync("snail", "was slow");
        Assert.Contains("\"Subject\":\"demo.web[3]\"", line, StringComparison.Ordinal);
    }

    private async Task<string> AskAsync(string address) => (await _web.GetAsync(Ask, ("X-Forwarded-For", address))).Body;

    private async Task AbandonAsync(string address)
    {
        using Socket socket = await RawHttp.ConnectAsync(_web.Site.WebUrl);
        await socket.SendAsync(Encoding.ASCII.GetBytes($"GET {Ask} HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: {address}\r\n\r\n"), Cancel);
        await Task.Delay(200, Cancel);
    }

    private Task<string?> RunningAsync() =>
        _web.Site.DrmsValueAsync($"select count(*)::text from pg_stat_activity where backend_type = 'client backend' and state = 'active' and query like '%txt%' and pid <> pg_backend_pid() and query not like '%pg_stat%'");

    private async Task<string> LineAsync(string id, string part = "WaitMilliseconds")
    {
        Stopwatch watch = Stopwatch.StartNew();
        while (watch.Elapsed < TimeSpan.FromSeconds(10))
        {
            if ((await LogAsync()).Split('\n').FirstOrDefault(l => l.Contains($"\"RequestId\":\"{id}\"", StringComparison.Ordinal) && l.Contains(part, StringComparison.Ordinal)) is string line)
                return line;
            await Task.Delay(50, Cancel);
        }
        throw new InvalidOperationException($"no line of {id} in\n{await LogAsync()}");
    }

    private async Task<string> LogAsync()
    {
        await using FileStream file = new(Path.Combine(_web.Site.Home.LogFolder, "drmsd.log"), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using StreamReader reader = new(file);
        return await reader.ReadToEndAsync(Cancel);
    }
}
