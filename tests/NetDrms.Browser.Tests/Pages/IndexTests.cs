using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace NetDrms.Browser.Tests.Pages;

/// <summary>The list of series. Spec 06 §12.</summary>
public class IndexTests(BrowserSite site)
{
    [Fact]
    public async Task Search_as_you_type_shows_what_matches_and_can_be_shared()
    {
        await using WatchedPage page = await site.OpenAsync("/");
        await Expect(page.Find("ul.series li")).ToHaveCountAsync(5);
        await Expect(page.Find("ul.series li", "demo.eit")).ToContainTextAsync("2004.03.01_00:00:10.515_UTC");

        await page.Find("#q").ClickAsync();
        await page.Page.Keyboard.TypeAsync("hmi intensity");
        await Expect(page.Find("ul.series li")).ToHaveCountAsync(1);
        await Expect(page.Find("#found .count")).ToHaveTextAsync("1 of 5 series match");
        await Expect(page.Page).ToHaveURLAsync(new Regex(@"/\?q=hmi%20intensity$"));   // an answer to the first letters may match as well

        await page.Page.ReloadAsync();
        await Expect(page.Find("ul.series li")).ToHaveCountAsync(1);
        await page.Find("ul.series a.name").ClickAsync();
        await Expect(page.Find("h1")).ToHaveTextAsync("demo.hmi_ic_45s");
    }

    [Fact]
    public async Task Search_works_without_script()
    {
        await using WatchedPage page = await site.OpenAsync("/", script: false);
        await page.Find("#q").FillAsync("escaped");
        await page.Find("form.search button").ClickAsync();
        await Expect(page.Find("ul.series li")).ToHaveCountAsync(1);
        await Expect(page.Find("ul.series .what")).ToHaveTextAsync("a curve to be plotted <b>& escaped</b>");
    }

    [Fact]
    public async Task The_button_changes_the_colours_and_the_browser_remembers()
    {
        await using WatchedPage page = await site.OpenAsync("/", scheme: ColorScheme.Light);
        string light = await BackgroundAsync(page);
        await page.Find("#theme").ClickAsync();   // light
        await page.Find("#theme").ClickAsync();   // dark
        string dark = await BackgroundAsync(page);
        Assert.NotEqual(light, dark);
        await page.Page.ReloadAsync();
        Assert.Equal(dark, await BackgroundAsync(page));
        await Expect(page.Find("#theme")).ToHaveTextAsync("Dark");
    }

    private static Task<string> BackgroundAsync(WatchedPage page) => page.Page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor");
}
