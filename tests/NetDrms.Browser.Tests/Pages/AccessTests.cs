using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace NetDrms.Browser.Tests.Pages;

/// <summary>What every page owes everybody: names, contrast, narrow windows, the keyboard. Spec 06 §12.</summary>
public class AccessTests(BrowserSite site)
{
    private const string Unnamed = """
        () => {
          const wrong = [];
          const shown = element => element.checkVisibility({ visibilityProperty: true });
          const name = element => element.getAttribute("aria-label") || element.textContent.trim() || element.querySelector("img")?.alt || element.title;
          for (const element of document.querySelectorAll("input:not([type=hidden]), select, textarea"))
            if (!element.getAttribute("aria-label") && !element.labels.length) wrong.push("no label: " + element.outerHTML.slice(0, 80));
          for (const element of document.querySelectorAll("a[href], button")) if (shown(element) && !element.closest("svg") && !name(element)) wrong.push("no name: " + element.outerHTML.slice(0, 80));
          for (const element of document.querySelectorAll("img:not([alt])")) wrong.push("no alt: " + element.outerHTML.slice(0, 80));
          for (const element of document.querySelectorAll("[aria-labelledby], [aria-describedby], label[for]"))
            for (const id of ["aria-labelledby", "aria-describedby", "for"].flatMap(a => (element.getAttribute(a) ?? "").split(" ")).filter(Boolean))
              if (!document.getElementById(id)) wrong.push("no such id: " + id);
          const ids = [...document.querySelectorAll("[id]")].map(element => element.id);
          for (const id of new Set(ids.filter((id, i) => ids.indexOf(id) !== i))) wrong.push("id twice: " + id);
          if (document.querySelectorAll("h1").length !== 1) wrong.push("h1: " + document.querySelectorAll("h1").length);
          if (document.querySelectorAll("main").length !== 1) wrong.push("main");
          if (!document.documentElement.lang) wrong.push("lang");
          let level = 1;
          for (const heading of document.querySelectorAll("h1, h2, h3, h4")) {
            const next = Number(heading.tagName[1]);
            if (next > level + 1) wrong.push("level skipped: " + heading.textContent.trim());
            level = next;
          }
          for (const element of document.querySelectorAll("[style], script:not([src]), style")) if (!element.closest(".uplot")) wrong.push("inline: " + element.outerHTML.slice(0, 80));
          return wrong;
        }
        """;

    // texts whose contrast to what lies behind them is below 4.5 : 1 (WCAG AA)
    private const string Pale = """
        () => {
          const paper = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
          const parse = text => { paper.clearRect(0, 0, 1, 1); paper.fillStyle = text; paper.fillRect(0, 0, 1, 1); return [...paper.getImageData(0, 0, 1, 1).data]; };
          const part = value => (value /= 255) <= .03928 ? value / 12.92 : ((value + .055) / 1.055) ** 2.4;
          const light = ([r, g, b]) => .2126 * part(r) + .7152 * part(g) + .0722 * part(b);
          const ground = element => { for (let e = element; e; e = e.parentElement) { const c = parse(getComputedStyle(e).backgroundColor); if (c[3] === 255) return c; } return [255, 255, 255]; };
          const wrong = [];
          for (const element of document.querySelectorAll("body *")) {
            if (!element.checkVisibility({ visibilityProperty: true }) || element.closest("svg, .u-over, canvas, .stage") || ![...element.childNodes].some(n => n.nodeType === 3 && n.textContent.trim())) continue;
            const [a, b] = [light(parse(getComputedStyle(element).color)), light(ground(element))].sort((x, y) => y - x);
            if ((a + .05) / (b + .05) < 4.5) wrong.push(`${((a + .05) / (b + .05)).toFixed(2)}: ${element.tagName} ${element.className} ${element.textContent.trim().slice(0, 30)}`);
          }
          return wrong;
        }
        """;

    public static TheoryData<string> Paths { get; } =
    [
        "/", "/series/demo.aia_lev1", "/series/demo.curve", "/records", "/records?ds=demo.curve[]&key=T_REC,CAMERA,DATAMEAN,DATARMS,NOTE", "/records?ds=demo.eit[]", "/image?ds=demo.aia_lev1[]",
        "/records?ds=demo.curve[2014.03.01_TAI/1d][?%20DATAMEEN%20>%203%20?]", "/series/demo.nothing_like_this",
    ];

    // one visit for all of it: loading a page takes longer than looking at it
    [Theory]
    [MemberData(nameof(Paths))]
    public async Task Everything_has_a_name_stands_out_in_light_and_dark_and_fits_360_points(string path)
    {
        await using WatchedPage page = await OpenAsync(path, 1280, ColorScheme.Light);
        Assert.Empty(await page.Page.EvaluateAsync<string[]>(Unnamed));
        Assert.Empty(await page.Page.EvaluateAsync<string[]>(Pale));
        await page.Page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = ColorScheme.Dark });
        Assert.Empty(await page.Page.EvaluateAsync<string[]>(Pale));
        await page.Page.SetViewportSizeAsync(360, 900);
        Assert.False(await page.OverflowsAsync());
    }

    [Fact]
    public async Task The_keyboard_is_enough_from_the_list_to_the_picture()
    {
        await using WatchedPage page = await site.OpenAsync("/");
        await page.Page.Keyboard.PressAsync("Tab");
        await Expect(page.Find(".skip")).ToBeFocusedAsync();
        await Expect(page.Find(".skip")).ToBeInViewportAsync();
        await page.Page.Keyboard.PressAsync("Enter");
        await TabToAsync(page, "#q");
        await page.Page.Keyboard.TypeAsync("eit");
        await Expect(page.Find("ul.series li")).ToHaveCountAsync(1);
        await TabToAsync(page, "a.name");
        await page.Page.Keyboard.PressAsync("Enter");
        await Expect(page.Find("h1")).ToHaveTextAsync("demo.eit");
        await TabToAsync(page, ".actions a.quiet");   // all records
        await page.Page.Keyboard.PressAsync("Enter");
        await Expect(page.Find(".results table.data tbody tr")).ToHaveCountAsync(2);
        await TabToAsync(page, "#full-button");
        Assert.Equal("solid 3px", await page.Find("#full-button").EvaluateAsync<string>("e => getComputedStyle(e).outlineStyle + ' ' + getComputedStyle(e).outlineWidth"));
        await page.Page.Keyboard.PressAsync("Enter");
        await Expect(page.Find("#viewer[data-ready=true]")).ToBeVisibleAsync();
        await TabToAsync(page, "#canvas");
        await page.Page.Keyboard.PressAsync("ArrowRight");
        await Expect(page.Find("[data-shows=value]")).Not.ToHaveTextAsync("–");
    }

    private async Task<WatchedPage> OpenAsync(string path, int width, ColorScheme scheme)
    {
        WatchedPage page = await site.OpenAsync(path, width, scheme: scheme);
        if (path.Contains("DATAMEEN", StringComparison.Ordinal) || path.Contains("nothing", StringComparison.Ordinal))
            page.ExpectedComplaints = 1;
        if (await page.Find("#plot").CountAsync() > 0)
            await Expect(page.Find("#plot[data-ready=true]")).ToBeVisibleAsync();
        if (await page.Find("#viewer").CountAsync() > 0)
            await Expect(page.Find("#viewer[data-ready=true]")).ToBeVisibleAsync();
        return page;
    }

    private static async Task TabToAsync(WatchedPage page, string selector)
    {
        for (int i = 0; i < 60; i++)
        {
            await page.Page.Keyboard.PressAsync("Tab");
            if (await page.Page.EvaluateAsync<bool>("selector => document.activeElement?.matches(selector) ?? false", selector))
                return;
        }
        Assert.Fail($"Tab does not lead to {selector}");
    }
}
