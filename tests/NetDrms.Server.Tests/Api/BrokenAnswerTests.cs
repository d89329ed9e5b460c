using System.Net.Sockets;
using System.Text;

namespace NetDrms.Server.Tests.Api;

/// <summary>An answer that fails on the way never looks like a whole one.</summary>
[Collection(ApiTests.Name)]
public sealed class BrokenAnswerTests(ApiSite site)
{
    // Divides by zero at the record with n = 2400, when many rows have been sent.
    private const string Spec = "demo.many[g0][? 1/(n-2400) < 2 ?]";

    [Theory]
    [InlineData("json")]
    [InlineData("csv")]
    [InlineData("votable")]
    [InlineData("ndjson")]
    public async Task Its_connection_breaks(string format)
    {
        string whole = await RawAsync($"/api/v1/records?spec={Uri.EscapeDataString("demo.many[g0]")}&format={format}");
        Assert.EndsWith("\r\n0\r\n\r\n", whole, StringComparison.Ordinal);
        string broken = await RawAsync($"/api/v1/records?spec={Uri.EscapeDataString(Spec)}&format={format}");
        Assert.StartsWith("HTTP/1.1 200 OK", broken, StringComparison.Ordinal);
        Assert.DoesNotContain("\r\n0\r\n\r\n", broken, StringComparison.Ordinal);
        if (format == "ndjson")
            Assert.Contains("{\"error\":{\"type\":\"urn:netdrms:problem:Database\"", broken, StringComparison.Ordinal);
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => site.Client.GetByteArrayAsync($"/api/v1/records?spec={Uri.EscapeDataString(Spec)}&format={format}", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_page_that_fails_is_a_problem()
    {
        (HttpResponseMessage response, string body) = await site.GetAsync($"/api/v1/records?spec={Uri.EscapeDataString(Spec)}&limit=10000");
        Assert.Equal(400, (int)response.StatusCode);
        Assert.Contains("division by zero", body, StringComparison.Ordinal);
    }

    private async Task<string> RawAsync(string path)
    {
        Uri url = new(site.Site.WebUrl);
        using TcpClient client = new();
        await client.ConnectAsync(url.Host, url.Port, TestContext.Current.CancellationToken);
        NetworkStream stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: {url.Authority}\r\nConnection: close\r\n\r\n"), TestContext.Current.CancellationToken);
        using MemoryStream all = new();
        try
        {
            await stream.CopyToAsync(all, TestContext.Current.CancellationToken);
        }
        catch (IOException)
        {
            // reset: what came is what there is
        }
        return Encoding.UTF8.GetString(all.ToArray());
    }
}
