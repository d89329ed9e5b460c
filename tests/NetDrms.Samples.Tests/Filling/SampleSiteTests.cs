using System.Globalization;
using System.Text.Json;
using NetDrms.Samples.Filling;
using NetDrms.Samples.Sun;

namespace NetDrms.Samples.Tests.Filling;

/// <summary>What clients' own tests look for is there, and other programs understand it. Spec 06 §14.</summary>
public sealed class SampleSiteTests(SampleSite samples) : IClassFixture<SampleSite>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("hmi.v_45s[2013.07.03_08:42_TAI/3m]", 4)]
    [InlineData("hmi.v_45s[2013.07.03_08:42_TAI/4m]", 5)]
    [InlineData("hmi.v_45s[2014.01.01_00:00:35_TAI-2014.01.01_01:00:35_TAI]", 81)]
    [InlineData("hmi.M_720s[2011.04.14_00:30:00_TAI/6h@2h]", 3)]
    [InlineData("hmi.B_720s[2013.07.03_08:42_TAI/40m]", 3)]
    [InlineData("hmi.M_720s[2020-10-17_22:12:00_TAI/24m]", 2)]
    [InlineData("hmi.sharp_720s[4864][2014.11.30_00:00_TAI]", 1)]
    [InlineData("hmi.sharp_cea_720s[3604]", 1336)]
    [InlineData("hmi.v_sht_2drls[2024.09.19_00:00:00_TAI]", 3)]
    [InlineData("hmi.v_avg120[2150]", 6)]
    [InlineData("aia.lev1_euv_12s[2015-10-17T04:33:30.000/1m@12s][171]", 5)]
    [InlineData("aia.lev1_euv_12s[2025-01-01T04:33:30.000/1m@12s][171]", 5)]
    [InlineData("aia.lev1_euv_12s[2011.02.15_00:00:34_TAI-2011.02.15_00:01:34_TAI][171]", 6)]   // sunpy's cut-outs
    [InlineData("aia.lev1_euv_12s[2020.01.01_01:01:13_TAI-2020.01.01_01:01:15_TAI][? EXPTIME > 2 ?]", 7)]
    [InlineData("hmi.M_45s[2020.01.01_00:00:37_TAI-2020.01.01_00:02:07_TAI@90s]", 2)]
    [InlineData("hmi.M_45s[2020.01.01_01:01:13_TAI-2020.01.01_01:01:15_TAI][? QUALITY = 0 ?]", 1)]
    [InlineData("hmi.M_45s[2020.01.01_01:01:13_TAI-2020.01.01_01:01:15_TAI][? QUALITY = 1 ?]", 0)]
    [InlineData("hmi.M_45s[2012.01.01_01:01:10_TAI-2012.01.01_01:01:12_TAI]", 1)]
    [InlineData("iris.lev1[2014.01.01_00:00:35_TAI-2014.01.01_00:05:35_TAI][? INSTRUME = 'FUV' ?]", 6)]
    [InlineData("hmi.Ic_720s[2014.10.18/14d]", 56)]
    [InlineData("aia.lev1_euv_12s[2014.10.18_TAI/14d][171,193,304]", 168)]
    [InlineData("aia.lev1[]", 10)]
    [InlineData("aia.response[][171_THIN]", 3)]
    [InlineData("mdi.fd_V[]", 16)]
    [InlineData("mdi.fd_m_lev182[]", 14)]
    public async Task Records_that_clients_look_for_are_there(string query, int count) => Assert.Equal(count, await samples.CountAsync(query));

    [Fact]
    public async Task The_latitude_of_the_observer_is_what_clients_expect()
    {
        string[] values = Lines(await samples.Site.SucceedAsync("show_info", "-q", "hmi.v_45s[2013.07.03_08:42_TAI/3m]", "key=CRLT_OBS"));
        Assert.Equal(4, values.Length);
        Assert.All(values, static value => Assert.Equal(3.14159, double.Parse(value, CultureInfo.InvariantCulture), 1e-4));
    }

    [Fact]
    public async Task Vector_magnetograms_are_linked_to_those_of_the_line_of_sight()
    {
        string own = (await samples.Site.SucceedAsync("show_info", "-q", "hmi.M_720s[2013.07.03_08:48_TAI]", "-i")).Output;
        string linked = (await samples.Site.SucceedAsync("show_info", "-q", "-K", "hmi.B_720s[2013.07.03_08:48_TAI]")).Output;
        Assert.StartsWith("hmi.M_720s[", own, StringComparison.OrdinalIgnoreCase);
        Assert.Contains(own.Trim(), linked, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Inversions_of_the_rotation_are_text_files_under_the_names_that_clients_expect()
    {
        string[] folders = Lines(await samples.Site.SucceedAsync("show_info", "-q", "-P", "hmi.v_sht_2drls[2024.09.19_00:00:00_TAI]"));
        Assert.Equal(3, folders.Length);
        foreach (string folder in folders)
        {
            Assert.Equal(["err.2d", "rot.2d", "splittings.out"], Directory.EnumerateFiles(folder).Select(Path.GetFileName).Order());
            string[] rows = await File.ReadAllLinesAsync(Path.Combine(folder, "rot.2d"), Cancel);
            double[] equator = [.. rows[0].Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(static v => double.Parse(v, CultureInfo.InvariantCulture))];
            Assert.InRange(equator[^1], 440, 470);   // nHz, at the surface
            Assert.All(equator[..10], static rate => Assert.InRange(rate, 405, 457));   // stiff core
        }
    }

    [Fact]
    public async Task A_second_run_adds_nothing()
    {
        string[] series = [.. SampleCatalog.All.Select(static s => s.Name)];
        Dictionary<string, int> before = [];
        foreach (string name in series)
            before[name] = await samples.CountAsync(name + "[]");
        CommandRun again = await samples.FillAsync("--size", $"{SampleSite.Size}");
        Assert.Equal(0, again.ExitCode);
        string[] reports = [.. Lines(again).Where(static line => line.Contains("records added", StringComparison.Ordinal))];
        Assert.Equal(series.Length, reports.Length);
        foreach (string name in series)
        {
            Assert.Contains(reports, line => line.StartsWith(name + " ", StringComparison.Ordinal) && line.Contains($" 0 records added, {before[name]} present", StringComparison.Ordinal));
            Assert.Equal(before[name], await samples.CountAsync(name + "[]"));
            Assert.Equal(before[name], Lines(await samples.Site.SucceedAsync("show_info", "-b", "-q", "-r", name + "[]")).Length);   // no second version
        }
    }

    [Fact]
    public async Task A_wrong_call_says_what_would_be_right()
    {
        CommandRun unknown = await samples.FillAsync("--series", "hmi.X_45s");
        Assert.Equal(2, unknown.ExitCode);
        Assert.Contains("there is no sample series \"hmi.X_45s\"; --list names them", unknown.Error, StringComparison.Ordinal);
        Assert.Equal(2, (await samples.FillAsync("--size", "5000")).ExitCode);
        CommandRun list = await samples.FillAsync("--list");
        Assert.Equal(SampleCatalog.All.Select(static s => s.Name), Lines(list));
    }

    [Fact]
    public async Task Fitsverify_finds_no_error()
    {
        string[] files = [.. samples.Site.UnitFolders().SelectMany(static unit => Directory.EnumerateFiles(unit, "*.fits", SearchOption.AllDirectories))];
        Assert.InRange(files.Length, 700, 2000);
        CommandRun verified = await CommandRun.OfAsync(["fitsverify", "-e", "-q", .. files], samples.Site.WorkFolder, cancel: Cancel);
        Assert.True(verified.ExitCode == 0, verified.Output);
        Assert.Equal(files.Length, Lines(verified).Count(static line => line.StartsWith("verification OK", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("hmi.M_720s[2014.10.23_12:00_TAI]", "magnetogram", "HMIMap")]
    [InlineData("hmi.Ic_720s[2014.10.23_12:00_TAI]", "continuum", "HMIMap")]
    [InlineData("aia.lev1_euv_12s[2014.10.23_12:00_TAI][171]", "image", "AIAMap")]
    [InlineData("mdi.fd_m_lev182[2001.03.29_12:00_TAI]", "data", "MDIMap")]
    public async Task Sunpy_makes_a_map_without_a_warning_and_finds_the_disk(string query, string segment, string kind)
    {
        JsonElement map = await MapAsync(query, segment);
        Assert.Empty(map.GetProperty("warnings").EnumerateArray().Select(static w => w.GetString()));
        Assert.Equal(kind, map.GetProperty("kind").GetString());
        Assert.Equal(map.GetProperty("crpix1").GetDouble() - 1, map.GetProperty("centre_x").GetDouble(), 1e-3);
        Assert.Equal(map.GetProperty("crpix2").GetDouble() - 1, map.GetProperty("centre_y").GetDouble(), 1e-3);
        Assert.Equal(map.GetProperty("crlt_obs").GetDouble(), map.GetProperty("observer_lat").GetDouble(), 0.01);
        Assert.Equal(map.GetProperty("dsun_obs").GetDouble(), map.GetProperty("observer_distance").GetDouble(), 1e7);
        Assert.Equal(map.GetProperty("rsun_obs").GetDouble(), map.GetProperty("map_rsun").GetDouble(), 1.0);
        if (kind == "AIAMap")
            return;   // the corona has no edge
        // the pixels that are there: their middle and their area are those of the disk
        Assert.Equal(map.GetProperty("crpix1").GetDouble() - 1, map.GetProperty("good_x").GetDouble(), 0.1);
        Assert.Equal(map.GetProperty("crpix2").GetDouble() - 1, map.GetProperty("good_y").GetDouble(), 0.1);
        Assert.Equal(map.GetProperty("rsun_obs").GetDouble() / map.GetProperty("cdelt1").GetDouble(), map.GetProperty("good_radius").GetDouble(), 0.3);
    }

    [Fact]
    public async Task The_spot_of_the_large_region_is_where_sunpy_expects_it()
    {
        JsonElement map = await MapAsync("hmi.Ic_720s[2014.10.23_12:00_TAI]", "continuum");
        ActiveRegion region = RegionPopulation.Placed.First(static r => r.Number == 12192);
        double longitude = region.LongitudeAt(Instant.Of("2014.10.23_12:00_TAI")) * 180 / Math.PI;
        Assert.Equal(region.Latitude, map.GetProperty("dark_lat").GetDouble(), 4.0);
        Assert.InRange(Math.Abs(Math.IEEERemainder(longitude - map.GetProperty("dark_lon").GetDouble(), 360)), 0, 10);
    }

    private async Task<JsonElement> MapAsync(string query, string segment)
    {
        string keywords = Path.Combine(samples.Site.WorkFolder, $"{segment}-{Guid.NewGuid():N}.txt");
        await File.WriteAllTextAsync(keywords, (await samples.Site.SucceedAsync("show_info", "-k", "-a", "-q", query)).Output, Cancel);
        string file = (await samples.Site.SucceedAsync("show_info", "-q", "-P", query, $"seg={segment}")).Output.Trim();
        string script = Path.Combine(Golden.Repository, "tests", "NetDrms.Samples.Tests", "Filling", "look_at_map.py");
        CommandRun run = await CommandRun.OfAsync(["/usr/bin/python3", script, file, keywords], samples.Site.WorkFolder, cancel: Cancel);
        Assert.True(run.ExitCode == 0, run.Error);
        return JsonDocument.Parse(run.Output).RootElement;
    }

    private static string[] Lines(CommandRun run) => run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
