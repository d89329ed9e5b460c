using System.Globalization;
using System.Text.Json;
using NetDrms.Database.Cluster;
using NetDrms.Sums.Client;
using NetDrms.Sums.Units;

namespace NetDrms.Cli.Tests.Administration;

/// <summary>drms sums verify and partitions, as an administrator uses them, on a site of real programs. Spec 04 §5.7.</summary>
public sealed class StorageVerifyTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static async Task<AllocatedUnit> StoreAsync(ProcessSite site)
    {
        await using SumsClient sums = await SumsClient.OpenAsync(SumsAddress.Unix(Path.Combine(site.Folder, "run", "sums.sock")), Cancel);
        AllocatedUnit unit = await sums.AllocAsync(1000, 0, Cancel);
        await File.WriteAllBytesAsync(Path.Combine(unit.Path, "image.fits"), new byte[20_000], Cancel);
        await File.WriteAllTextAsync(Path.Combine(unit.Path, "Records.txt"), "series=a.b\n", Cancel);
        await sums.PutAsync([unit], "drms_logs", 10, ArchiveType.TemporaryNoArchive, Cancel);
        await sums.CloseAsync(Cancel);
        return unit;
    }

    private static string[] Kinds(CommandRun run)
    {
        using JsonDocument json = JsonDocument.Parse(run.Output);
        return [.. json.RootElement.GetProperty("faults").EnumerateArray().Select(fault => $"{fault.GetProperty("name").GetString()} {fault.GetProperty("kind").GetString()}")];
    }

    [Fact]
    public async Task Damage_and_orphans_are_found_and_partitions_are_added_closed_and_listed()
    {
        await using ProcessSite site = await ProcessSite.StartAsync();
        AllocatedUnit good = await StoreAsync(site), bad = await StoreAsync(site);
        CommandRun run = await site.RunAsync("sums", "verify", "--all");
        Assert.Equal((0, true), (run.ExitCode, run.Output.EndsWith("2 storage units read, 40.0 kB: nothing is wrong\n", StringComparison.Ordinal)));

        string image = Path.Combine(bad.Path, "image.fits"), records = Path.Combine(bad.Path, "Records.txt");
        File.SetUnixFileMode(image, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        await using (FileStream file = File.OpenWrite(image))
        {
            file.Position = 12_345;
            file.WriteByte(1);
        }
        File.Delete(records);
        await File.WriteAllTextAsync(Path.Combine(bad.Path, "extra"), "x", Cancel);
        run = await site.RunAsync("sums", "verify", "drms_logs", "--json");
        Assert.Equal(1, run.ExitCode);
        Assert.Equal(["Records.txt Missing", "extra Extra", "image.fits WrongContent", "image.fits WrongMode"], Kinds(run).Order(StringComparer.Ordinal));
        Assert.Equal(0, (await site.RunAsync("sums", "verify", Number(good.Sunum))).ExitCode);
        Assert.Contains("storage unit 77 is not known", (await site.RunAsync("sums", "verify", "77")).Output, StringComparison.Ordinal);
        Assert.Equal(2, (await site.RunAsync("sums", "verify")).ExitCode);

        string orphan = Path.Combine(Path.GetDirectoryName(good.Path)!, "D900001");
        Directory.CreateDirectory(orphan);
        run = await site.RunAsync("sums", "verify", "--orphans");
        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith(orphan + "  ", run.Output, StringComparison.Ordinal);
        Assert.Contains("stays: it changed a short time ago", (await site.RunAsync("sums", "verify", "--orphans", "--remove")).Output, StringComparison.Ordinal);
        Assert.Equal(0, (await site.RunAsync("sums", "verify", "--orphans", "--remove", "--older-than", "0")).ExitCode);
        Assert.False(Directory.Exists(orphan));

        await PartitionsAsync(site, good);
        if (ServiceAccount.RunningAsRoot)
            await UnreadableAsync(site, good);
    }

    private static async Task PartitionsAsync(ProcessSite site, AllocatedUnit stored)
    {
        string added = Path.Combine(site.Folder, "SUM7"), full = Path.GetDirectoryName(stored.Path)!;
        await site.SucceedAsync("sums", "partitions", "add", added);
        Assert.Equal(2, (await site.RunAsync("sums", "partitions", "add", added)).ExitCode);   // is there already
        Assert.Equal(2, (await site.RunAsync("sums", "partitions", "add", added, "--set", "-3")).ExitCode);
        await site.SucceedAsync("sums", "partitions", "close", full, "--because", "old disk");
        for (int i = 0; i < 4; i++)   // in any of the others
            Assert.NotEqual(full, Path.GetDirectoryName((await StoreAsync(site)).Path));
        string list = (await site.SucceedAsync("sums", "partitions", "list", "--json")).Output;
        using JsonDocument json = JsonDocument.Parse(list);
        JsonElement closed = json.RootElement.EnumerateArray().Single(p => p.GetProperty("partition").GetString() == full);
        Assert.Equal("closed", closed.GetProperty("state").GetString());
        Assert.EndsWith(": old disk", closed.GetProperty("why").GetString(), StringComparison.Ordinal);
        Assert.Contains("opened", (await site.SucceedAsync("sums", "partitions", "open", full)).Output, StringComparison.Ordinal);
        Assert.Contains("in set 0", (await site.SucceedAsync("sums", "partitions", "open", full)).Output, StringComparison.Ordinal);
    }

    // Root reads everything; another user does not.
    private static async Task UnreadableAsync(ProcessSite site, AllocatedUnit unit)
    {
        string image = Path.Combine(unit.Path, "image.fits");
        File.SetUnixFileMode(image, UnixFileMode.None);
        Assert.Equal(["image.fits WrongMode"], Kinds(await site.RunAsync("sums", "verify", Number(unit.Sunum), "--json")));
        ServiceAccount account = site.Home.Account;
        CommandRun run = await CommandRun.OfAsync([.. account.Prefix(), ProcessSite.Drms, "sums", "verify", Number(unit.Sunum), "--json"], "/", site.Environment, cancel: Cancel);
        Assert.Equal(1, run.ExitCode);
        Assert.Equal(["image.fits Unreadable", "image.fits WrongMode"], Kinds(run).Order(StringComparer.Ordinal));
    }

    private static string Number(Sunum sunum) => sunum.Value.ToString(CultureInfo.InvariantCulture);
}
