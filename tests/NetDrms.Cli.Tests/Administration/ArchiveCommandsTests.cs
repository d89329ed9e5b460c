using System.Globalization;
using NetDrms.Sums.Client;
using NetDrms.Sums.Daemon;
using NetDrms.Sums.Units;

namespace NetDrms.Cli.Tests.Administration;

/// <summary><c>drms sums archive</c> and <c>drms sums tape</c> on a site with a virtual tape library. Spec 04 §5.7.</summary>
public sealed class ArchiveCommandsTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_site_archives_loses_a_unit_and_gets_it_back()
    {
        await using ProcessSite site = await ProcessSite.StartAsync();
        CommandRun without = await site.RunAsync("sums", "archive", "run");
        Assert.Equal(1, without.ExitCode);
        Assert.Contains("the site has no archive", without.Error, StringComparison.Ordinal);
        await site.SucceedAsync("site", "down");
        await File.AppendAllTextAsync(Path.Combine(site.Folder, "site.toml"), "\n[archive]\ntier = \"folder\"\nsafe_folder = \"copies\"\n", Cancel);
        await site.SucceedAsync("site", "up");

        AllocatedUnit unit = await StoreAsync(SumsOptions.Read(site.Home.Settings.Section("sums")).ClientAddress);
        string number = unit.Sunum.Value.ToString(CultureInfo.InvariantCulture);
        await site.SucceedAsync("sums", "archive", "policy", "7", "--cadence", "1", "--name", "images");
        Assert.Matches(@"(?m)^ +7 +images +day +0 +- +1 +[0-9.]+ k?B$", (await site.SucceedAsync("sums", "archive", "groups")).Output);
        CommandRun run = await site.SucceedAsync("sums", "archive", "run");
        Assert.Equal("1 storage units archived in 1 files, 0 left, 1 files copied\n", run.Output);
        Assert.Matches(@"(?m)^ +1 +arc\.h +1 +\d+ +[0-9a-f]{32}$", (await site.SucceedAsync("sums", "tape", "contents", "V000001")).Output);
        Assert.Contains("\"condition\": \"active\"", (await site.SucceedAsync("sums", "tape", "list", "--json")).Output, StringComparison.Ordinal);
        Assert.Equal("1 files read, 0 wrong\n", (await site.SucceedAsync("sums", "tape", "verify", "V000001")).Output);
        Assert.Matches("(?m)^V000001 +near-line +1 +1 ", (await site.SucceedAsync("sums", "tape", "where", "arc.h")).Output);

        string file = Path.Combine(unit.Path, "file");
        File.Delete(file);
        Assert.Equal($"storage unit {number} restored\n", (await site.SucceedAsync("sums", "archive", "restore", number)).Output);
        Assert.Equal("data", await File.ReadAllTextAsync(file, Cancel));

        await site.SucceedAsync("sums", "tape", "shelve", "V000001");
        Assert.Contains("shelved", (await site.SucceedAsync("sums", "tape", "list")).Output, StringComparison.Ordinal);
        await site.SucceedAsync("sums", "tape", "import", "V000001");
        Assert.Equal("1 storage units wait for the next archive run, 0 are lost\n", (await site.SucceedAsync("sums", "tape", "rearchive", "V000001")).Output);
        await site.SucceedAsync("sums", "archive", "run", "--group", "7");
        Assert.Equal("V000002", await site.SumsValueAsync($"select arch_tape from sum_main where ds_index = {unit.Sunum.Value}"));
        Assert.Equal("1 of 1 storage units would be marked\n", (await site.SucceedAsync("sums", "archive", "mark", "arc.h", "--dry-run")).Output);

        CommandRun unknown = await site.RunAsync("sums", "tape", "verify", "X1");
        Assert.Equal(1, unknown.ExitCode);
        Assert.Contains("volume \"X1\" is not known", unknown.Error, StringComparison.Ordinal);
    }

    private static async Task<AllocatedUnit> StoreAsync(SumsAddress address)
    {
        await using SumsClient client = await SumsClient.OpenAsync(address, Cancel);
        AllocatedUnit unit = await client.AllocAsync(1000, 7, Cancel);
        await File.WriteAllTextAsync(Path.Combine(unit.Path, "file"), "data", Cancel);
        await client.PutAsync([unit], "arc.h", 10, ArchiveType.TemporaryArchive, Cancel);
        await client.CloseAsync(Cancel);
        return unit;
    }
}
