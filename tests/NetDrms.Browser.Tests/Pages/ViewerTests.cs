using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace NetDrms.Browser.Tests.Pages;

/// <summary>The full-size view: zoom, values and places under the pointer. Spec 06 §12.</summary>
public class ViewerTests(BrowserSite site)
{
    private const double ArcsecTolerance = 0.01;
    private const double DegreeTolerance = 0.01;
    private const double CarringtonTolerance = 0.1;   // sunpy computes the observer's longitude, we take the keyword's
    private const string File171 = "/usr/lib/python3/dist-packages/sunpy/data/test/aia_171_level1.fits";

    [Fact]
    public async Task Arrows_step_from_pixel_to_pixel_with_values_of_the_file()
    {
        await using WatchedPage page = await OpenAsync("demo.aia_lev1");
        await page.Find("#canvas").FocusAsync();
        await page.Page.Keyboard.PressAsync("ArrowRight");
        await page.Page.Keyboard.PressAsync("ArrowUp");
        (int x, int y) = await PixelAsync(page);
        string read = $"from astropy.io import fits; print(repr(float(fits.open('{File171}')[0].data[{y - 1}][{x - 1}])))";
        CommandRun run = await CommandRun.OfAsync(["/usr/bin/python3", "-c", read], site.Site.WorkFolder, cancel: TestContext.Current.CancellationToken);
        double expected = double.Parse(run.Output.Trim(), CultureInfo.InvariantCulture);
        string shown = (await page.Find("[data-shows=value]").TextContentAsync())!;
        Assert.Equal(expected, double.Parse(shown.Split(' ')[0], CultureInfo.InvariantCulture), Math.Abs(expected) * 1e-6);
        Assert.EndsWith(" DN", shown, StringComparison.Ordinal);
        await page.Page.Keyboard.PressAsync("ArrowLeft");
        Assert.Equal((x - 1, y), await PixelAsync(page));
        await page.Page.Keyboard.PressAsync("ArrowDown");
        Assert.Equal((x - 1, y - 1), await PixelAsync(page));
    }

    [Fact]
    public async Task The_pointer_the_wheel_and_buttons_work()
    {
        await using WatchedPage page = await OpenAsync("demo.hmi_ic_45s");
        LocatorBoundingBoxResult box = (await page.Find("#canvas").BoundingBoxAsync())!;
        (float x, float y) = (box.X + (box.Width / 2), box.Y + (box.Height / 2));
        await page.Page.Mouse.MoveAsync(x, y);
        int middle = (await PixelAsync(page)).X;
        int width = int.Parse((await page.Find("#viewer").GetAttributeAsync("data-width"))!, CultureInfo.InvariantCulture);
        Assert.InRange(middle, (width / 2) - 1, (width / 2) + 2);
        await page.Page.Mouse.WheelAsync(0, -1000);   // what is under the pointer stays there
        await page.Page.Mouse.MoveAsync(x + 1, y);
        Assert.InRange((await PixelAsync(page)).X, middle - 1, middle + 1);
        await page.Page.Mouse.MoveAsync(x + 60, y);
        int zoomed = (await PixelAsync(page)).X;
        await page.Find("[data-zoom=fit]").ClickAsync();
        await page.Page.Mouse.MoveAsync(x + 60, y);
        Assert.True((await PixelAsync(page)).X > zoomed, "60 points are fewer pixels when the image is zoomed");
        await Expect(page.Find("[data-shows=stonyhurst]")).ToContainTextAsync("°");
        float corner = Math.Min(box.Width, box.Height) * 0.49f;
        await page.Page.Mouse.MoveAsync(x - corner, y - corner);
        await Expect(page.Find("[data-shows=stonyhurst]")).ToHaveTextAsync("beside the Sun");
    }

    [Fact]
    public async Task The_look_changes_picture_and_address()
    {
        await using WatchedPage page = await OpenAsync("demo.aia_lev1");
        const string center = """
            () => {
              const canvas = document.getElementById("canvas");
              const copy = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
              copy.drawImage(canvas, -canvas.width / 2, -canvas.height / 2);
              return [...copy.getImageData(0, 0, 1, 1).data];
            }
            """;
        int[] gold = await page.Page.EvaluateAsync<int[]>(center);
        Assert.True(gold[0] > gold[2] + 10, "AIA 171 is gold");
        await page.Find("#colors").SelectOptionAsync("grey.sao");
        await page.Page.WaitForFunctionAsync($"() => {{ const [r, g, b] = ({center})(); return r === b && r > 0; }}");
        Assert.Contains("colors=grey.sao", page.Page.Url, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("demo.aia_lev1")]
    [InlineData("demo.hmi_ic_45s")]
    public async Task Places_agree_with_sunpy(string series)
    {
        await using WatchedPage page = await OpenAsync(series);
        int width = int.Parse((await page.Find("#viewer").GetAttributeAsync("data-width"))!, CultureInfo.InvariantCulture);
        int height = int.Parse((await page.Find("#viewer").GetAttributeAsync("data-height"))!, CultureInfo.InvariantCulture);
        JsonArray pixels = [.. from i in Enumerable.Range(0, 9) from j in Enumerable.Range(0, 9) select new JsonArray(1 + (i * (width - 1) / 8.0), 1 + (j * (height - 1) / 8.0))];
        JsonElement expected = await SunpyAsync(series, pixels);
        JsonElement ours = JsonDocument.Parse(await page.Page.EvaluateAsync<string>("""
            async pixels => {
              const wcs = await import("/assets/wcs.js");
              const frame = JSON.parse(document.getElementById("viewer").dataset.frame);
              return JSON.stringify(JSON.parse(pixels).map(([x, y]) => {
                const seen = wcs.projective(frame, x, y);
                const on = wcs.stonyhurst(frame, seen);
                const turning = wcs.carrington(frame, seen);
                return { ...seen, sun: on && [on.longitude, on.latitude, turning.longitude, turning.latitude] };
              }));
            }
            """, pixels.ToJsonString())).RootElement;
        int onSun = 0;
        for (int i = 0; i < pixels.Count; i++)
        {
            Assert.Equal(expected[i].GetProperty("x").GetDouble(), ours[i].GetProperty("x").GetDouble(), ArcsecTolerance);
            Assert.Equal(expected[i].GetProperty("y").GetDouble(), ours[i].GetProperty("y").GetDouble(), ArcsecTolerance);
            JsonElement sun = expected[i].GetProperty("sun");
            Assert.Equal(sun.ValueKind, ours[i].GetProperty("sun").ValueKind);
            if (sun.ValueKind != JsonValueKind.Array)
                continue;
            onSun++;
            double[] tolerances = [DegreeTolerance, DegreeTolerance, CarringtonTolerance, DegreeTolerance];
            for (int c = 0; c < tolerances.Length; c++)
                Assert.InRange(Math.Abs(Math.IEEERemainder(sun[c].GetDouble() - ours[i].GetProperty("sun")[c].GetDouble(), 360)), 0, tolerances[c]);
        }
        Assert.InRange(onSun, 20, 70);
    }

    private async Task<WatchedPage> OpenAsync(string series)
    {
        WatchedPage page = await site.OpenAsync($"/image?ds={series}[]");
        await Expect(page.Find("#viewer[data-ready=true]")).ToBeVisibleAsync();
        return page;
    }

    private static async Task<(int X, int Y)> PixelAsync(WatchedPage page)
    {
        string[] parts = (await page.Find("[data-shows=pixel]").TextContentAsync())!.Split(", ");
        return (int.Parse(parts[0], CultureInfo.InvariantCulture), int.Parse(parts[1], CultureInfo.InvariantCulture));
    }

    // the record's own keywords, so that only the arithmetic is compared
    private async Task<JsonElement> SunpyAsync(string series, JsonArray pixels)
    {
        CommandRun listed = await site.Site.SucceedAsync("show_info", "-q", $"ds={series}[]", "key=CTYPE1,CTYPE2,CUNIT1,CUNIT2,CRPIX1,CRPIX2,CRVAL1,CRVAL2,CDELT1,CDELT2,CROTA2,DSUN_OBS,CRLT_OBS,DATE__OBS");
        string[] values = listed.Output.Trim('\n').Split('\t');
        JsonObject header = new()
        {
            ["CTYPE1"] = values[0], ["CTYPE2"] = values[1], ["CUNIT1"] = values[2], ["CUNIT2"] = values[3], ["DATE-OBS"] = values[13].Trim().TrimEnd('Z'),
            ["HGLN_OBS"] = 0, ["HGLT_OBS"] = Number(values[12]), ["DSUN_OBS"] = Number(values[11]), ["RSUN_REF"] = 695_700_000,
        };
        string[] numbers = ["CRPIX1", "CRPIX2", "CRVAL1", "CRVAL2", "CDELT1", "CDELT2", "CROTA2"];
        for (int i = 0; i < numbers.Length; i++)
            header[numbers[i]] = Number(values[4 + i]);
        string script = Path.Combine(Golden.Repository, "tests", "NetDrms.Browser.Tests", "Pages", "solar_coordinates.py");
        string input = new JsonObject { ["header"] = header, ["pixels"] = pixels.DeepClone() }.ToJsonString();
        CommandRun run = await CommandRun.OfAsync(["/usr/bin/python3", script], site.Site.WorkFolder, input: input, cancel: TestContext.Current.CancellationToken);
        Assert.True(run.ExitCode == 0, run.Error);
        return JsonDocument.Parse(run.Output).RootElement;
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
