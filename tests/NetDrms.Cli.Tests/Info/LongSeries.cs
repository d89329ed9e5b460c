using System.Globalization;
using NetDrms.Cli.Tests.Driver;
using NetDrms.Cli.Tests.Golden;

namespace NetDrms.Cli.Tests.Info;

/// <summary>A series of many records, made in the database itself.</summary>
internal static class LongSeries
{
    private const string Definition = """
        Seriesname:  gold.{name}
        Author:      "tests"
        Owner:       netdrms_production
        Unitsize:    1
        Archive:     0
        Retention:   10
        Tapegroup:   0
        PrimeKeys:   N
        Description: "many records"
        Keyword: N, int, variable, record, DRMS_MISSING_VALUE, %d, none, "number"
        Keyword: T, time, variable, record, DRMS_MISSING_VALUE, 0, TAI, "time"
        Keyword: V, double, variable, record, DRMS_MISSING_VALUE, %f, none, "0 in the last record only"
        Keyword: F, float, variable, record, DRMS_MISSING_VALUE, %g, none, "a float"
        Keyword: TXT, string, variable, record, "", %s, none, "a text with a slash"

        """;

    /// <summary>Makes gold.name.</summary>
    public static async Task MakeAsync(GoldenSite site, string name, int records)
    {
        string path = Path.Combine(site.WorkFolder, name + ".jsd");
        await File.WriteAllTextAsync(path, Definition.Replace("{name}", name, StringComparison.Ordinal));
        TestRun made = await site.RunAsync("create_series", [path]);
        Assert.True(made.ExitCode == 0, made.Error);
        await site.ExecuteAsync(string.Create(CultureInfo.InvariantCulture, $"""
            insert into gold.{name} (recnum, sunum, slotnum, sessionid, sessionns, n, t, v, f, txt)
              select i, -1, 0, 0, 'gold', i, 1172880035.0 + 45 * i, case when i = {records} then 0 else i / 7.0 end, i / 3.0, 'text/' || i from generate_series(1, {records}) i
            """));
        await site.ExecuteAsync($"analyze gold.{name}");
    }
}
