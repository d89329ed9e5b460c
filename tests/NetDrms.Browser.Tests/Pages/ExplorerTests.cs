using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace NetDrms.Browser.Tests.Pages;

/// <summary>The record-set explorer and the full-size view. Spec 06 §11.6, §12.</summary>
public class ExplorerTests(BrowserSite site)
{
    [Fact]
    public async Task A_query_shows_records_a_plot_and_lines_to_copy()
    {
        await using WatchedPage page = await site.OpenAsync("/records");
        await page.Find("#ds").FillAsync("demo.curve[2014.03.01_TAI/1d]");
        await page.Page.Keyboard.PressAsync("Enter");
        await Expect(page.Find(".results table.data tbody tr")).ToHaveCountAsync(100);
        await Expect(page.Find(".results .count")).ToContainTextAsync("120 records match");
        await Expect(page.Find("#plot[data-ready=true] canvas")).ToBeVisibleAsync();
        await Expect(page.Find("#plot-status")).ToContainTextAsync("120 records");
        await page.Find("#plot label", "DATARMS").Locator("input").CheckAsync();
        await Expect(page.Page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("plot=DATAMEAN"));
        await Expect(page.Find("#as-show-info")).ToContainTextAsync("show_info 'ds=demo.curve[2014.03.01_TAI/1d]'");
        await page.Find("button[data-copies=as-curl]").ClickAsync();
        Assert.Contains("--data-urlencode 'ds=demo.curve[2014.03.01_TAI/1d]'", await page.Page.EvaluateAsync<string>("navigator.clipboard.readText()"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mistake_is_marked_while_it_is_typed()
    {
        await using WatchedPage page = await site.OpenAsync("/records");
        await page.Find("#ds").ClickAsync();
        await page.Page.Keyboard.TypeAsync("demo.curve[2014.13.01]");
        await Expect(page.Find("#ds-problem mark")).ToHaveTextAsync("13");
        await Expect(page.Find("#ds-problem .pointer")).ToHaveTextAsync($"{new string(' ', 16)}^^");
        await page.Find("#ds").FillAsync("demo.curve[2014.03.01]");
        await Expect(page.Find("#ds-problem .problem")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Keywords_are_chosen_and_the_address_keeps_them()
    {
        await using WatchedPage page = await site.OpenAsync("/records?ds=demo.curve%5B%5D&n=20&key=T_REC,NOTE");
        await Expect(page.Find(".results thead th span").First).ToHaveTextAsync("T_REC");
        await Expect(page.Find(".results tbody tr").Nth(3)).ToContainTextAsync("<script>document.title");
        await page.Find("details.keys summary").ClickAsync();
        await page.Find("#key-list input[value=QUALITY]").CheckAsync();
        await page.Find("details.keys button").ClickAsync();
        await Expect(page.Find(".results thead th", "QUALITY")).ToBeVisibleAsync();
        Assert.Contains("key=QUALITY", page.Page.Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_image_is_previewed_and_shown_in_full_with_places_on_the_Sun()
    {
        await using WatchedPage page = await site.OpenAsync("/records?ds=demo.aia_lev1%5B%5D");
        ILocator picture = page.Find("#picture");
        await Expect(picture).ToBeVisibleAsync();
        Assert.True(await picture.EvaluateAsync<bool>("""
            async image => {
              await image.decode();
              const canvas = new OffscreenCanvas(image.naturalWidth, image.naturalHeight);
              const context = canvas.getContext("2d");
              context.drawImage(image, 0, 0);
              return context.getImageData(0, 0, canvas.width, canvas.height).data.some((value, i) => i % 4 < 3 && value > 60);
            }
            """));
        await page.Find("#scaling").SelectOptionAsync("SQRT");
        await Expect(picture).ToHaveAttributeAsync("src", new System.Text.RegularExpressions.Regex("scaling=SQRT"));
        await page.Find("#full-button").ClickAsync();
        await Expect(page.Find("#viewer[data-ready=true]")).ToBeVisibleAsync();
        await page.Find("#canvas").FocusAsync();
        await page.Page.Keyboard.PressAsync("ArrowRight");
        await Expect(page.Find("[data-shows=value]")).Not.ToHaveTextAsync("–");
        await Expect(page.Find("[data-shows=projective]")).ToContainTextAsync("″");
        await Expect(page.Find("[data-shows=stonyhurst]")).ToContainTextAsync("°");
    }

    [Theory]
    [InlineData("/records?ds=demo.curve%5B%5D&n=20")]
    [InlineData("/records?ds=demo.aia_lev1%5B%5D")]
    public async Task Nothing_is_wider_than_a_telephone(string path)
    {
        await using WatchedPage page = await site.OpenAsync(path, width: 360, height: 740, scheme: ColorScheme.Dark);
        await Expect(page.Find(".results table.data")).ToBeVisibleAsync();
        Assert.False(await page.OverflowsAsync());
    }
}
