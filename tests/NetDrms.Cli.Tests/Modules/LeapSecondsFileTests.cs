using NetDrms.Cli.Tests.Administration;
using NetDrms.Cli.Tests.Driver;
using NetDrms.Cli.Tests.Golden;
using NetDrms.Modules.Driver;

namespace NetDrms.Cli.Tests.Modules;

/// <summary>A table newer than the program, as the programs load it. Spec 01 §3.4.</summary>
public sealed class LeapSecondsFileTests : IDisposable
{
    private static readonly string[] s_days =
    [
        "1972 Jun 30", "1972 Dec 31", "1973 Dec 31", "1974 Dec 31", "1975 Dec 31", "1976 Dec 31", "1977 Dec 31", "1978 Dec 31", "1979 Dec 31",
        "1981 Jun 30", "1982 Jun 30", "1983 Jun 30", "1985 Jun 30", "1987 Dec 31", "1989 Dec 31", "1990 Dec 31", "1992 Jun 30", "1993 Jun 30",
        "1994 Jun 30", "1995 Dec 31", "1997 Jun 30", "1998 Dec 31", "2005 Dec 31", "2008 Dec 31", "2012 Jun 30", "2015 Jun 30", "2016 Dec 31",
    ];

    private readonly string _folder = Directory.CreateTempSubdirectory("leap-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Table(string last)
    {
        string file = Path.Combine(_folder, "leapseconds");
        File.WriteAllText(file, string.Concat(s_days.Append(last).Select(day => $"Leap {day} 23:59:60 + S\n")));
        return file;
    }

    [Fact]
    public async Task Without_a_file_the_built_in_table_counts()
    {
        TestRun run = await DrmsProcess.RunAsync(["time", "--leap-seconds"], new Dictionary<string, string>(), _folder);
        Assert.Equal((0, "37 leap seconds, the last before 2017.01.01_00:00:00_UTC, built in\n"), (run.ExitCode, run.Output));
    }

    [Fact]
    public async Task A_file_of_the_environment_counts_for_every_time()
    {
        Dictionary<string, string> environment = new() { ["NETDRMS_LEAP_SECONDS"] = Table("2035 Dec 31") };
        TestRun shown = await DrmsProcess.RunAsync(["time", "--leap-seconds"], environment, _folder);
        Assert.Equal((0, $"38 leap seconds, the last before 2036.01.01_00:00:00_UTC, {environment["NETDRMS_LEAP_SECONDS"]}\n"), (shown.ExitCode, shown.Output));
        TestRun time = await DrmsProcess.RunAsync(["time", "--zone", "TAI", "2036.01.01_UTC"], environment, _folder);
        Assert.EndsWith("\t2036.01.01_00:00:38_TAI\n", time.Output, StringComparison.Ordinal);
    }

    [Fact]   // from site.toml, relative to the site's folder; a module that opens the database uses it, too
    public async Task A_file_of_the_site_counts_for_its_modules()
    {
        await using GoldenSite site = await GoldenSite.StartAsync(await TestCluster.NewGoldDatabaseAsync());
        Table("2013 Dec 31");
        await File.WriteAllTextAsync(Path.Combine(_folder, "site.toml"), "[site]\nleap_seconds = \"leapseconds\"\n[database]\nembedded = true\n", TestContext.Current.CancellationToken);
        Dictionary<string, string> environment = new(site.Environment) { ["NETDRMS_SITE"] = _folder };
        TestRun refused = await DrmsProcess.RunAsync(["show_info", "gold.m_45s[2014.03.01_00:01:30_TAI]", "key=T_REC"], environment, _folder);
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("leapseconds: leap seconds are not in ascending order", refused.Error, StringComparison.Ordinal);
        Table("2035 Dec 31");
        TestRun read = await DrmsProcess.RunAsync(["show_info", "-q", "gold.m_45s[2014.03.01_00:01:30_TAI][2]", "key=T_REC"], environment, _folder);
        Assert.Equal((0, "2014.03.01_00:01:30_TAI\n"), (read.ExitCode, read.Output));
        TestRun shown = await DrmsProcess.RunAsync(["time", "--leap-seconds"], environment, _folder);
        Assert.StartsWith("38 leap seconds", shown.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_named()
    {
        string missing = Path.Combine(_folder, "nowhere");
        TestRun run = await DrmsProcess.RunAsync(["time", "now"], new Dictionary<string, string> { ["NETDRMS_LEAP_SECONDS"] = missing }, _folder);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains($"could not read the leap seconds in \"{missing}\"", run.Error, StringComparison.Ordinal);
        Assert.Contains("NETDRMS_LEAP_SECONDS", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_daemon_does_not_start_with_a_file_that_it_cannot_read()
    {
        await using TestSite site = new();
        await site.SucceedAsync(["site", "init", .. TestSite.Account]);
        string file = Path.Combine(site.Folder, "site.toml");
        string text = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(file, text.Replace("[site]\n", "[site]\nleap_seconds = \"nowhere\"\n", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        TestRun up = await site.DrmsAsync("site", "up");
        Assert.NotEqual(0, up.ExitCode);
        Assert.Contains("could not read the leap seconds", up.Error, StringComparison.Ordinal);
        await File.WriteAllTextAsync(file, text, TestContext.Current.CancellationToken);
    }
}
