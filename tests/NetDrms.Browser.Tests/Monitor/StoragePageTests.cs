using System.Net;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace NetDrms.Browser.Tests.Monitor;

/// <summary>The port for operators: page of the storage, metrics, health. Spec 04, better 12.</summary>
public sealed class StoragePageTests(BrowserSite site)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Url => site.Site.Home.MonitorUrl!;

    [Theory]
    [InlineData(1280, ColorScheme.Light)]
    [InlineData(400, ColorScheme.Dark)]
    public async Task The_page_shows_partitions_expiries_daemons_and_series(int width, ColorScheme scheme)
    {
        await using WatchedPage page = await site.OpenAsync("/", width, scheme: scheme, url: Url);
        await Expect(page.Find("h1")).ToHaveTextAsync("Storage of demo");
        await Expect(page.Find("[aria-label=Partitions] tbody tr")).ToHaveCountAsync(2);
        await Expect(page.Find("[aria-label='Series that use most'] tbody tr", "demo.eit")).ToHaveCountAsync(1);
        await Expect(page.Find("main", "Slowest requests of the last ten minutes")).ToBeVisibleAsync();
        await Expect(page.Find("#expiries")).ToHaveTextAsync("Expiries of the next 30 days");
        Assert.False(await page.OverflowsAsync());
    }

    [Fact]
    public async Task Metrics_and_health_are_there_for_watchers_and_not_for_the_world()
    {
        using HttpClient http = new();
        string metrics = await http.GetStringAsync(Url + "/metrics", Cancel);
        Assert.Contains("netdrms_sums_request_duration_seconds_count", metrics, StringComparison.Ordinal);
        Assert.Contains("netdrms_storage_partition_free_bytes", metrics, StringComparison.Ordinal);
        Assert.Contains("netdrms_web_queries_running", metrics, StringComparison.Ordinal);
        Assert.Equal("ok\n", await http.GetStringAsync(Url + "/healthz", Cancel));
        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync(Url + "/records", Cancel)).StatusCode);

        using HttpRequestMessage disguised = new(HttpMethod.Get, site.Site.WebUrl + "/metrics");
        disguised.Headers.Host = new Uri(Url).Authority;
        Assert.Equal(HttpStatusCode.NotFound, (await http.SendAsync(disguised, Cancel)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync(site.Site.WebUrl + "/metrics", Cancel)).StatusCode);
    }
}
