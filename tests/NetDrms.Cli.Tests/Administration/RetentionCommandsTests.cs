using System.Globalization;
using System.Text.Json;

namespace NetDrms.Cli.Tests.Administration;

/// <summary>The life of storage units on a site of real processes: kept, expired, brought back, gone with their records. Spec 04 §4.4–4.6.</summary>
public sealed class RetentionCommandsTests
{
    private const string Definition = """
        Seriesname:  demo.short
        Author:      "tests"
        Owner:       demo
        Unitsize:    1
        Archive:     -1
        Retention:   10
        Tapegroup:   0
        PrimeKeys:   N
        Description: "records that go with their files"
        Keyword: N, int, variable, record, DRMS_MISSING_VALUE, %d, none, "number"
        Data: note, variable, int, 0, none, generic, "any file"

        """;

    private static async Task<string> DateAsync(ProcessSite site, int n) =>
        (await site.SumsValueAsync($"select effective_date from sum_partn_alloc where ds_index = {await SunumAsync(site, n)}"))!;

    private static async Task<long> SunumAsync(ProcessSite site, int n) =>
        long.Parse((await site.DrmsValueAsync($"select sunum from demo.short where n = {n} order by recnum desc limit 1"))!, CultureInfo.InvariantCulture);

    private static async Task<string> InDaysAsync(ProcessSite site, int days) =>
        (await site.SumsValueAsync($"select to_char(localtimestamp + {days} * interval '1 day', 'YYYYMMDDHH24')"))!;

    [Fact]
    public async Task Units_are_kept_expire_come_back_and_go_with_their_records()
    {
        await using ProcessSite site = await ProcessSite.StartAsync();
        await File.WriteAllTextAsync(Path.Combine(site.WorkFolder, "short.jsd"), Definition, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(site.WorkFolder, "note.txt"), "hello", TestContext.Current.CancellationToken);
        await site.SucceedAsync("create_series", "short.jsd");
        for (int n = 1; n <= 4; n++)
            await site.SucceedAsync("set_info", "-c", "ds=demo.short", $"N={n}", "note=note.txt");
        await SetRetentionAsync(site);
        await UpdateDatesAsync(site);
        await ExpireAsync(site);
    }

    private static async Task SetRetentionAsync(ProcessSite site)
    {
        Assert.Equal("", (await site.SucceedAsync("set_suretention", "sulist=demo.short[1]", "retention=300")).Error);
        Assert.StartsWith(await InDaysAsync(site, 303), await DateAsync(site, 1), StringComparison.Ordinal);
        await site.SucceedAsync("set_suretention", $"sulist={await SunumAsync(site, 1)},{await SunumAsync(site, 2)}", "retention=1");   // it may shorten
        Assert.StartsWith(await InDaysAsync(site, 4), await DateAsync(site, 1), StringComparison.Ordinal);
        await File.WriteAllTextAsync(Path.Combine(site.WorkFolder, "units"), $"{await SunumAsync(site, 2)}\n\n{await SunumAsync(site, 3)}\nnonsense\n", TestContext.Current.CancellationToken);
        CommandRun file = await site.SucceedAsync("set_suretention", "sulist=units", "retention=20");
        Assert.Equal("WARNING: Invalid sunum: nonsense.\n", file.Error);
        Assert.StartsWith(await InDaysAsync(site, 23), await DateAsync(site, 3), StringComparison.Ordinal);
        await site.SucceedAsync("set_suretention", "sulist=demo.short", "n=-1", "retention=40");
        Assert.StartsWith(await InDaysAsync(site, 43), await DateAsync(site, 4), StringComparison.Ordinal);
        Assert.StartsWith(await InDaysAsync(site, 23), await DateAsync(site, 3), StringComparison.Ordinal);
        CommandRun negative = await site.RunAsync("set_suretention", "sulist=demo.short[1]", "retention=-1");
        Assert.Equal((6, "The retention-argument value must be a positive 15-bit number.\n"), (negative.ExitCode, negative.Error));

        // of a series of somebody else's
        await site.SumsValueAsync($"update sum_main set owning_series = 'drms.other' where ds_index = {await SunumAsync(site, 1)} returning 1");
        CommandRun foreign = await site.SucceedAsync("set_suretention", "sulist=demo.short[1]", "retention=300");
        Assert.Equal(
            $"WARNING: You do not have permission to modify the retention on SUNUM {await SunumAsync(site, 1)} in series drms.other.\nWARNING: sulist did not specify any storage units whose retention could be modified.\n",
            foreign.Error);
        await site.SumsValueAsync($"update sum_main set owning_series = 'demo.short' where ds_index = {await SunumAsync(site, 1)} returning 1");
    }

    private static async Task UpdateDatesAsync(ProcessSite site)
    {
        CommandRun longer = await site.SucceedAsync("update_effective_date", "spec=demo.short[1-4]", "-e", "20990101");
        Assert.Equal(("4 of 4 storage units are kept until 209901010000\n", ""), (longer.Output, longer.Error));
        CommandRun shorter = await site.SucceedAsync("update_effective_date", "spec=demo.short[1]", "-r", "5", "db_port=0", "drms_bin=/somewhere");
        Assert.StartsWith("0 of 1 storage units are kept until ", shorter.Output, StringComparison.Ordinal);
        Assert.Equal("1 storage units are kept longer and were left alone; -f shortens their time\n", shorter.Error);
        Assert.Equal("209901010000", await DateAsync(site, 1));
        await site.SucceedAsync("update-effective-date", "spec=demo.short[1]", "-r", "5", "--force");
        Assert.StartsWith(await InDaysAsync(site, 5), await DateAsync(site, 1), StringComparison.Ordinal);
        Assert.Equal("1", await site.SumsValueAsync($"select count(*) from netdrms.sums_audit where action = 'shorten' and address = 'update_effective_date'"));
        CommandRun wrong = await site.RunAsync("update_effective_date", "spec=demo.short[1]", "-e", "2027");
        Assert.Equal((1, "invalid time string 2027; acceptable format is YYYYMMDDHHMM\n"), (wrong.ExitCode, wrong.Error));
        Assert.Equal(1, (await site.RunAsync("update_effective_date", "spec=demo.short[1]", "-e", "20271301")).ExitCode);
        Assert.Equal(1, (await site.RunAsync("update_effective_date", "spec=demo.short[1]")).ExitCode);
        Assert.Equal(1, (await site.RunAsync("update_effective_date", "spec=demo.short[1]", "-r", "x")).ExitCode);
        await site.SucceedAsync("update_effective_date", "spec=demo.short[1-3]", "-e", "202001010000", "-f");
    }

    private static async Task ExpireAsync(ProcessSite site)
    {
        long[] units = [await SunumAsync(site, 1), await SunumAsync(site, 2), await SunumAsync(site, 3)];
        Assert.Equal("", (await site.SucceedAsync("sums", "history")).Output);
        string[] dry = (await site.SucceedAsync("sums", "expire", "--dry-run", "--high-water", "0")).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(5, dry.Length);
        Assert.Matches($@"^ *{units[0]} +\d+(\.\d+)? k?B  202001010000  no +demo\.short +/.*/D{units[0]}$", dry.Single(line => line.TrimStart().StartsWith($"{units[0]} ", StringComparison.Ordinal)));
        Assert.Matches("^3 storage units with .* would go, 0 of them off line only$", dry[^1]);
        using (JsonDocument json = JsonDocument.Parse((await site.SucceedAsync("sums", "expire", "-n", "-t", "0", "--json")).Output))
            Assert.Equal(3, json.RootElement.GetProperty("units").GetArrayLength());
        Assert.Equal(4, site.UnitFolders().Count);

        using (JsonDocument json = JsonDocument.Parse((await site.SucceedAsync("sums", "expire", "-b", "0", "-t", "0", "-c", "2", "--json")).Output))
            Assert.Equal((3, 0), (Sum(json, "expired_units"), Sum(json, "removed_units")));
        Assert.Equal(4, site.UnitFolders().Count);   // their directories wait
        Assert.Equal("0", await site.SumsValueAsync($"select count(*) from sum_main where ds_index = any({units})"));

        Assert.Equal("1 storage unit came back\n", (await site.SucceedAsync("sums", "undelete", $"{units[0]}")).Output);
        CommandRun not = await site.RunAsync("sums", "undelete", $"{units[0]}", "demo.nothing");
        Assert.Equal(1, not.ExitCode);
        Assert.Contains($"storage unit {units[0]} is on line at", not.Error, StringComparison.Ordinal);
        Assert.Equal(2, (await site.RunAsync("sums", "undelete", "not a series")).ExitCode);
        Assert.Equal(2, (await site.RunAsync("sums", "expire", "--low-water", "80", "--high-water", "20")).ExitCode);

        CommandRun now = await site.SucceedAsync("sums", "expire", "--high-water", "0", "--now");
        Assert.Contains("records", now.Output, StringComparison.Ordinal);
        Assert.Equal(2, site.UnitFolders().Count);
        Assert.Equal("1,4", await site.DrmsValueAsync($"select string_agg(n::text, ',' order by n) from demo.short"));   // archive -1: the records went, too
        using (JsonDocument json = JsonDocument.Parse((await site.SucceedAsync("sums", "history", "--series", "demo.short", "--since", "1h", "--json")).Output))
        {
            Assert.Equal(units[1..], json.RootElement.EnumerateArray().Select(u => u.GetProperty("sunum").GetInt64()).Order());
            Assert.All(json.RootElement.EnumerateArray(), u => Assert.Equal(1, u.GetProperty("records_deleted").GetInt64()));
            Assert.All(json.RootElement.EnumerateArray(), u => Assert.StartsWith("asked by ", u.GetProperty("reason").GetString(), StringComparison.Ordinal));
        }
        Assert.Equal(3, (await site.SucceedAsync("sums", "history")).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Equal("0", await site.SumsValueAsync($"select count(*) from sum_partn_avail where pds_set_num < 0"));   // what was asked closes no partition
    }

    private static int Sum(JsonDocument report, string name) => report.RootElement.EnumerateArray().Sum(p => p.GetProperty(name).GetInt32());
}
