using Microsoft.Playwright;
using NetDrms.Database.Sql;

[assembly: AssemblyFixture(typeof(NetDrms.Browser.Tests.BrowserSite))]

namespace NetDrms.Browser.Tests;

/// <summary>A real site with the sample series and a long one, and Debian's Chromium to look at it; one for all tests here.</summary>
public sealed class BrowserSite : IAsyncLifetime
{
    private const string Images = "/usr/lib/python3/dist-packages/sunpy/data/test";

    /// <summary>Number of records of <c>demo.curve</c>, every 720 s from 2014.03.01_TAI on; one in ten is missing its value.</summary>
    public const int CurveRecords = 600;

    private IPlaywright _playwright = null!;

    public ProcessSite Site { get; private set; } = null!;

    public IBrowser Browser { get; private set; } = null!;

    public string Url => Site.WebUrl;

    public async ValueTask InitializeAsync()
    {
        _playwright = await Playwright.CreateAsync();
        Browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = "/usr/bin/chromium", Args = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"] });
        Site = await ProcessSite.StartAsync();
        foreach (string definition in (string[])["aia_lev1", "hmi_ic_45s", "eit", "eve_esp"])
            await Site.SucceedAsync("create_series", Path.Combine(Golden.Repository, "samples", "series", $"{definition}.jsd"));
        await Site.SucceedAsync("ingest", "--series", "demo.aia_lev1", $"{Images}/aia_171_level1.fits");
        await Site.SucceedAsync("ingest", "--series", "demo.hmi_ic_45s", $"{Images}/resampled_hmi.fits");
        await Site.SucceedAsync("ingest", "--series", "demo.eit", $"{Images}/EIT");
        await Site.SucceedAsync("ingest", "--series", "demo.eve_esp", $"{Images}/eve_l1_esp_2011046_00_truncated.fits");
        await MakeCurveAsync();
    }

    /// <summary>Opens a page; it watches for whatever a page must not do.</summary>
    public async Task<WatchedPage> OpenAsync(string path, int width = 1280, int height = 900, ColorScheme scheme = ColorScheme.Light, bool script = true, string? url = null)
    {
        IBrowserContext context = await Browser.NewContextAsync(new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = width, Height = height },
            ColorScheme = scheme,
            JavaScriptEnabled = script,
            Permissions = ["clipboard-read", "clipboard-write"],
        });
        WatchedPage page = new(await context.NewPageAsync(), url ?? Url);
        await page.GoAsync(path);
        return page;
    }

    public async ValueTask DisposeAsync()
    {
        if (Browser is not null)
            await Browser.DisposeAsync();
        _playwright?.Dispose();
        if (Site is not null)
            await Site.DisposeAsync();
    }

    private async Task MakeCurveAsync()
    {
        string definition = Path.Combine(Site.WorkFolder, "curve.jsd");
        await File.WriteAllTextAsync(definition, """
            Seriesname:  demo.curve
            Author:      "browser tests"
            Owner:       demo
            Unitsize:    1
            Archive:     0
            Retention:   1
            Tapegroup:   0
            PrimeKeys:   T_REC, CAMERA
            Description: "a curve to be plotted <b>& escaped</b>"
            Keyword: T_REC,       time,   ts_eq,    record, DRMS_MISSING_VALUE, 0, TAI, "slotted time"
            Keyword: T_REC_epoch, time,   constant, record, 1993.01.01_00:00:00_TAI, 0, TAI, "epoch"
            Keyword: T_REC_step,  double, constant, record, 720, %.1f, s, "step"
            Keyword: CAMERA,      int,    variable, record, 1, %d, none, "camera"
            Keyword: DATAMEAN,    float,  variable, record, DRMS_MISSING_VALUE, %.3f, DN/s, "a mean"
            Keyword: DATARMS,     float,  variable, record, DRMS_MISSING_VALUE, %.3f, DN/s, "a deviation"
            Keyword: QUALITY,     int,    variable, record, 0, 0x%08X, none, "quality bits"
            Keyword: NOTE,        string, variable, record, "", %s, none, "a remark"
            """);
        await Site.SucceedAsync("create_series", definition);
        const string fill = """
            insert into demo.curve (recnum, sunum, slotnum, sessionid, sessionns, t_rec, t_rec_index, camera, datamean, datarms, quality, note)
            select nextval('demo.curve_seq'), -1, 0, 0, 'demo', 1172707200.0 + 720 * i, (1172707200 - 504921600) / 720 + i, 1 + i % 2,
                   case when i % 10 = 7 then null else 100 + 20 * sin(i / 40.0) + 40 * (i % 2) end, 5 + cos(i / 9.0), 0,
                   case when i = 3 then '<script>document.title = "taken over"</script>' else 'row ' || i end
            """;
        SqlText sql = $"{Literal(fill)} from generate_series(0, {CurveRecords - 1}) i";
        await Site.DrmsValueAsync(sql);
    }

    private static SqlText Literal(string sql)
    {
        SqlText text = new();
        text.AppendLiteral(sql);
        return text;
    }
}
