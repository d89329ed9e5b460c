using System.Text.Json;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace NetDrms.Browser.Tests.Pages;

/// <summary>Queries of the explorer: mistakes, pages, curves, the same query in other programs. Spec 06 §12, §13.1.</summary>
public class QueryTests(BrowserSite site)
{
    private const string SomeColor = """
        canvas => {
          const data = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
          let count = 0;
          for (let i = 0; i < data.length; i += 4) if (data[i + 3] > 0 && Math.max(data[i], data[i + 1], data[i + 2]) - Math.min(data[i], data[i + 1], data[i + 2]) > 60) count++;
          return count;
        }
        """;

    private const string Mean = """
        async picture => {
          await picture.decode();
          const canvas = document.createElement("canvas");
          [canvas.width, canvas.height] = [picture.naturalWidth, picture.naturalHeight];
          const context = canvas.getContext("2d");
          context.drawImage(picture, 0, 0);
          const data = context.getImageData(0, 0, canvas.width, canvas.height).data;
          const mean = [0, 0, 0];
          for (let i = 0; i < data.length; i += 4) for (let c = 0; c < 3; c++) mean[c] += data[i + c] * 4 / data.length;
          return mean;
        }
        """;

    [Fact]
    public async Task Pages_are_turned_by_clicks_and_the_last_records_come_first_when_asked()
    {
        await using WatchedPage page = await site.OpenAsync("/records");
        await page.Find("#ds").ClickAsync();
        await page.Page.Keyboard.TypeAsync("demo.curve[2014.03.02_TAI/3d]");
        await page.Find("#query button[type=submit]").First.ClickAsync();
        await Expect(page.Find(".results .count")).ToContainTextAsync("360 records match, 1 to 100 shown");
        await page.Find("a[rel=next]").ClickAsync();
        await Expect(page.Find(".results .count")).ToContainTextAsync("101 to 200 shown");
        await Expect(page.Find(".results table.data tbody th").First).ToHaveTextAsync("2014.03.02_20:00:00_TAI");
        await page.Page.ReloadAsync();
        await Expect(page.Find(".results table.data tbody th").First).ToHaveTextAsync("2014.03.02_20:00:00_TAI");
        await page.Find("select[name=n]").SelectOptionAsync("-20");
        await page.Find("#query button[type=submit]").First.ClickAsync();
        await Expect(page.Find(".results table.data tbody tr")).ToHaveCountAsync(20);
        await Expect(page.Find(".results table.data tbody th").Last).ToHaveTextAsync("2014.03.04_23:48:00_TAI");
    }

    [Theory]
    [InlineData("demo.curve[2014.03.01_TAI/1d][? DATAMEEN > 3 ?]", "DATAMEEN")]
    [InlineData("demo.curv[]", "demo.curv")]
    [InlineData("demo.curve[2014.03.01_TAI/1d][CAMRA=1]", "CAMRA")]
    public async Task A_mistake_is_shown_under_its_characters(string text, string wrong)
    {
        int column = text.IndexOf(wrong, StringComparison.Ordinal);
        await using WatchedPage page = await site.OpenAsync("/records");
        await page.Find("#ds").FillAsync(text);   // while it is typed
        await Expect(page.Find(".caret mark")).ToHaveTextAsync(wrong);
        Assert.Equal(column, await CaretAsync(page));
        page.ExpectedComplaints = 1;              // and when it is asked for: 400
        await page.Find("#ds").PressAsync("Enter");
        await Expect(page.Find(".problem[role=alert] .caret mark")).ToHaveTextAsync(wrong);
        Assert.Equal(column, await CaretAsync(page));
        await Expect(page.Find("#ds")).ToHaveValueAsync(text);
        await Expect(page.Find("#ds")).ToHaveAttributeAsync("aria-invalid", "true");
    }

    [Fact]
    public async Task The_whole_set_is_downloaded_with_the_columns_of_the_table()
    {
        await using WatchedPage page = await site.OpenAsync("/records?ds=demo.curve[2014.03.02_TAI/3d]&key=T_REC,CAMERA,DATAMEAN");
        IDownload download = await page.Page.RunAndWaitForDownloadAsync(() => page.Find(".downloads a", "CSV").ClickAsync());
        string[] lines = await File.ReadAllLinesAsync(await download.PathAsync(), TestContext.Current.CancellationToken);
        Assert.Equal("T_REC,CAMERA,DATAMEAN", lines[0]);
        Assert.Equal(1 + 360, lines.Length);
    }

    [Fact]
    public async Task Files_of_the_server_are_not_read_as_lists()
    {
        await using WatchedPage page = await site.OpenAsync($"/records?ds={Uri.EscapeDataString("@/etc/passwd")}");
        page.ExpectedComplaints = 1;
        await Expect(page.Find(".problem")).ToBeVisibleAsync();
        await Expect(page.Find("body")).Not.ToContainTextAsync("root:");
    }

    [Fact]
    public async Task The_plot_has_a_curve_for_each_keyword_and_camera()
    {
        await using WatchedPage page = await site.OpenAsync("/records?ds=demo.curve[]");
        await Expect(page.Find("#plot[data-ready=true]")).ToBeVisibleAsync();
        await Expect(page.Find("#plot-status")).ToContainTextAsync("600 records");
        await Expect(page.Find(".u-legend .u-series")).ToHaveCountAsync(3);   // the time, and DATAMEAN of two cameras
        await Expect(page.Find(".u-legend")).ToContainTextAsync("DATAMEAN, CAMERA 1");
        Assert.InRange(await page.Find("#canvas canvas").EvaluateAsync<int>(SomeColor), 500, int.MaxValue);
        await page.Find(".chips label", "DATARMS").ClickAsync();
        await Expect(page.Find(".u-legend .u-series")).ToHaveCountAsync(5);
        Assert.Contains("plot=DATAMEAN%2CDATARMS", page.Page.Url, StringComparison.Ordinal);
        LocatorBoundingBoxResult box = (await page.Find(".u-over").BoundingBoxAsync())!;
        await page.Page.Mouse.MoveAsync(box.X + 2, box.Y + 50);   // the values under the pointer: the first record's
        await Expect(page.Find(".u-legend .u-series").First).ToContainTextAsync("T_REC TAI");
        await Expect(page.Find(".u-legend .u-series").First).ToContainTextAsync("2014.03.01_00:");
    }

    [Fact]
    public async Task The_time_axis_is_the_clock_of_the_keyword()
    {
        await using WatchedPage page = await site.OpenAsync("/");
        JsonElement tai = JsonDocument.Parse(await page.Page.EvaluateAsync<string>("fetch('/curves.json?ds=demo.curve[]&y=DATAMEAN').then(a => a.text())")).RootElement;
        Assert.Equal("TAI", tai.GetProperty("zone").GetString());
        Assert.Equal(BrowserSite.CurveRecords, tai.GetProperty("rows").GetArrayLength());
        Assert.Equal(new DateTimeOffset(2014, 3, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds(), tai.GetProperty("rows")[0][0].GetDouble());
        Assert.Equal(JsonValueKind.Null, tai.GetProperty("rows")[7][2].ValueKind);
        JsonElement utc = JsonDocument.Parse(await page.Page.EvaluateAsync<string>("fetch('/curves.json?ds=demo.eit[]&y=EXPTIME').then(a => a.text())")).RootElement;
        Assert.Equal("UTC", utc.GetProperty("zone").GetString());
        Assert.Equal(new DateTimeOffset(2004, 3, 1, 0, 0, 10, 515, TimeSpan.Zero).ToUnixTimeMilliseconds() / 1000.0, utc.GetProperty("rows")[0][0].GetDouble(), 0.001);
    }

    [Fact]
    public async Task The_picture_follows_colours_limits_and_record()
    {
        await using WatchedPage page = await site.OpenAsync("/records?ds=demo.eit[]");
        ILocator picture = page.Find("#picture");
        Assert.InRange((await picture.EvaluateAsync<double[]>(Mean)).Sum(), 10, 600);
        await page.Find("#colors").SelectOptionAsync("grey.sao");
        double[] grey = await picture.EvaluateAsync<double[]>(Mean);
        Assert.Equal(grey[0], grey[2], 0.01);
        Assert.Contains("colors=grey.sao", page.Page.Url, StringComparison.Ordinal);
        await page.Find("#min").FillAsync("1000");
        await page.Find("#min").PressAsync("Tab");
        Assert.NotEqual(grey, await picture.EvaluateAsync<double[]>(Mean));

        await page.Find("tr:nth-child(2) a.look").ClickAsync();
        await Expect(page.Find("#preview .code")).ToHaveTextAsync("demo.eit[2004.03.01_01:00:16.178_UTC][171]");
        await Expect(page.Find("tr[aria-current=true]")).ToContainTextAsync("01:00:16.178");
        Assert.InRange((await picture.EvaluateAsync<double[]>(Mean)).Sum(), 10, 600);
        await page.Page.ReloadAsync();
        await Expect(page.Find("#preview .code")).ToHaveTextAsync("demo.eit[2004.03.01_01:00:16.178_UTC][171]");
    }

    [Fact]
    public async Task The_file_can_be_downloaded()
    {
        await using WatchedPage page = await site.OpenAsync("/records?ds=demo.hmi_ic_45s[]");
        IDownload download = await page.Page.RunAndWaitForDownloadAsync(() => page.Find("#preview a[download]").ClickAsync());
        byte[] start = new byte[30];
        await using Stream content = await download.CreateReadStreamAsync();
        await content.ReadExactlyAsync(start, TestContext.Current.CancellationToken);
        Assert.Equal("SIMPLE  =                    T", System.Text.Encoding.ASCII.GetString(start));
    }

    [Fact]
    public async Task The_lines_for_other_programs_run()
    {
        CancellationToken cancel = TestContext.Current.CancellationToken;
        await using WatchedPage page = await site.OpenAsync($"/records?ds={Uri.EscapeDataString("demo.curve[][? NOTE = 'row 5' ?]")}&key=T_REC,DATAMEAN");
        CommandRun run = await CommandRun.OfAsync(["bash", "-c", $"{await CopyAsync(page, "as-curl")} -s"], site.Site.WorkFolder, cancel: cancel);
        JsonElement answer = JsonDocument.Parse(run.Output).RootElement;
        Assert.Equal("1", answer.GetProperty("count").ToString());
        Assert.Equal("2014.03.01_01:00:00_TAI", answer.GetProperty("keywords")[0].GetProperty("values")[0].GetString());

        run = await CommandRun.OfAsync(["bash", "-c", $"'{ProcessSite.Drms}' {await CopyAsync(page, "as-show-info")}"], site.Site.WorkFolder, site.Site.Environment, cancel: cancel);
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("2014.03.01_01:00:00_TAI", run.Output, StringComparison.Ordinal);

        string script = Path.Combine(site.Site.WorkFolder, "snippet.py");
        await File.WriteAllTextAsync(script, await CopyAsync(page, "as-python") + "\nprint(len(keys), keys.T_REC[0])\n", cancel);
        run = await CommandRun.OfAsync(["/usr/bin/python3", script], site.Site.WorkFolder, cancel: cancel);
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal("1 2014.03.01_01:00:00_TAI\n", run.Output);
    }

    private static async Task<string> CopyAsync(WatchedPage page, string id)
    {
        await page.Find($"button[data-copies={id}]").ClickAsync();
        await Expect(page.Find($"button[data-copies={id}]")).ToHaveTextAsync("Copied");
        return await page.Page.EvaluateAsync<string>("navigator.clipboard.readText()");
    }

    private static async Task<int> CaretAsync(WatchedPage page) => (await page.Find(".caret .pointer").TextContentAsync())!.IndexOf('^', StringComparison.Ordinal);
}
