using Microsoft.Playwright;

namespace NetDrms.Browser.Tests;

/// <summary>A page under observation: errors on the console, exceptions, refusals of the content policy and requests to elsewhere fail the test that made it.</summary>
public sealed class WatchedPage : IAsyncDisposable
{
    private readonly List<string> _complaints = [];
    private readonly string _site;

    public WatchedPage(IPage page, string site)
    {
        Page = page;
        _site = site;
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
                _complaints.Add($"console {message.Type}: {message.Text}");
        };
        page.PageError += (_, error) => _complaints.Add($"exception: {error}");
        page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(_site + "/", StringComparison.Ordinal) && !request.Url.StartsWith("data:", StringComparison.Ordinal) && !request.Url.StartsWith("blob:", StringComparison.Ordinal))
                _complaints.Add($"request to {request.Url}");
        };
    }

    public IPage Page { get; }

    /// <summary>Things that happened on purpose: an erroneous page is an error on the console, too.</summary>
    public int ExpectedComplaints { get; set; }

    public async Task GoAsync(string path)
    {
        await Page.GotoAsync(_site + path, new PageGotoOptions { WaitUntil = WaitUntilState.Load });
    }

    public ILocator Find(string selector) => Page.Locator(selector);

    /// <summary>Finds the elements that hold a text.</summary>
    public ILocator Find(string selector, string text) => Page.Locator(selector, new PageLocatorOptions { HasText = text });

    /// <summary>Whether the page is wider than the window.</summary>
    public async Task<bool> OverflowsAsync() => await Page.EvaluateAsync<bool>("document.documentElement.scrollWidth > document.documentElement.clientWidth");

    public void AssertQuiet() => Assert.Equal(ExpectedComplaints, _complaints.Count(complaint => ExpectedComplaints == 0 || complaint.Contains("the server responded with a status of", StringComparison.Ordinal)));

    public async ValueTask DisposeAsync()
    {
        await Page.Context.DisposeAsync();
        if (ExpectedComplaints == 0)
            Assert.Empty(_complaints);
        else
            AssertQuiet();
    }
}
