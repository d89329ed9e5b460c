using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace NetDrms.Browser.Tests.Pages;

/// <summary>The page of a series. Spec 06 §12.</summary>
public class SeriesTests(BrowserSite site)
{
    [Fact]
    public async Task A_series_shows_structure_coverage_and_ends()
    {
        await using WatchedPage page = await site.OpenAsync("/series/demo.curve");
        await Expect(page.Find("h1")).ToHaveTextAsync("demo.curve");
        await Expect(page.Find("section", "Coverage")).ToContainTextAsync("600 records");
        ILocator bars = page.Find(".coverage rect");
        Assert.InRange(await bars.CountAsync(), 50, 96);
        await Expect(page.Find(".coverage figcaption time").First).ToHaveTextAsync("2014.03.01_00:00:00_TAI");
        await Expect(page.Find("table.data").First.Locator("tbody tr")).ToHaveCountAsync(2);
        await Expect(page.Find("table.data").First.Locator("tbody th").Nth(1)).ToHaveTextAsync("2014.03.05_23:48:00_TAI");
        await Expect(page.Find("#keyword-table tr", "T_REC_step")).ToContainTextAsync("constant = 720.0");
        await Expect(page.Find("#keyword-table tr", "CAMERA")).ToContainTextAsync("prime");
    }

    [Fact]
    public async Task The_keywords_can_be_filtered()
    {
        await using WatchedPage page = await site.OpenAsync("/series/demo.aia_lev1");
        await page.Find("#kw").FillAsync("crpix");
        await Expect(page.Find("#keyword-table tbody tr:visible")).ToHaveCountAsync(2);
        await Expect(page.Find("#kw-count")).ToHaveTextAsync("2 shown");
    }

    [Fact]
    public async Task A_wrong_name_is_404_with_the_nearest_one()
    {
        await using WatchedPage page = await site.OpenAsync("/series/demo.curv");
        page.ExpectedComplaints = 1;
        await Expect(page.Find(".problem")).ToContainTextAsync("Series \"demo.curv\" does not exist.");
        await Expect(page.Find(".problem .hint")).ToHaveTextAsync("Did you mean \"demo.curve\"?");
    }
}
