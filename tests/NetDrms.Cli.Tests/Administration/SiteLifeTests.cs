using System.Text.Json;
using NetDrms.Cli.Tests.Driver;
using NetDrms.Database.Cluster;
using NetDrms.Database.Site;
using NetDrms.Sums.Client;
using NetDrms.Sums.Units;

namespace NetDrms.Cli.Tests.Administration;

public class SiteLifeTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_site_is_made_started_killed_started_again_and_stopped_without_losing_anything()
    {
        await using TestSite site = new();
        await site.SucceedAsync(["site", "init", "--name", "life", "--sums-port", "0", .. TestSite.Account]);
        await site.SucceedAsync("site", "init");   // again: nothing is missing
        await site.SucceedAsync("site", "up");
        int daemon = site.Home.DaemonPid.Read()!.Value;
        await site.SucceedAsync("site", "up");   // again: nothing happens
        Assert.Equal(daemon, site.Home.DaemonPid.Read());
        await CheckOwnersAsync(site.Home, daemon);

        Sunum kept = await StoreAsync(site.Home);
        Assert.Equal(0x4000, kept.SiteCode);
        int cluster = site.Home.Cluster.Folder.ServerProcess()!.Value;
        await TestSite.KillAsync(cluster);
        TestRun status = await site.DrmsAsync("site", "status", "--json");
        Assert.Equal(1, status.ExitCode);
        Assert.Equal("stopped", State(status, "PostgreSQL"));
        Assert.Equal("unreachable", State(status, "DRMS database"));

        await site.SucceedAsync("site", "up");
        Assert.NotEqual(cluster, site.Home.Cluster.Folder.ServerProcess());
        await TestSite.KillAsync(site.Home.DaemonPid.Read()!.Value);
        Assert.Equal("stopped", State(await site.DrmsAsync("site", "status", "--json"), "storage daemon"));
        await site.SucceedAsync("site", "up");
        status = await site.SucceedAsync("site", "status", "--json");
        Assert.Equal("running", State(status, "storage daemon"));
        await using (SumsClient sums = await SumsClient.OpenAsync(SumsAddress.Unix(Path.Combine(site.Folder, "run", "sums.sock")), Cancel))
        {
            Assert.True((await sums.InfoAsync([kept], Cancel))[0].IsKnown);
            await sums.CloseAsync(Cancel);
        }

        daemon = site.Home.DaemonPid.Read()!.Value;
        await site.SucceedAsync("site", "down");
        await site.SucceedAsync("site", "down");
        Assert.False(RunningProcess.Exists(daemon));
        Assert.Null(site.Home.Cluster.Folder.ServerProcess());
        Assert.Empty(Directory.GetFiles(site.Home.RunFolder, "*.pid"));
    }

    [Fact]
    public async Task The_printed_variables_lead_psql_to_the_database()
    {
        await using TestSite site = new();
        await site.SucceedAsync(["site", "init", "--sums-port", "0", "--db-user", "ann", "--namespace", "obs", .. TestSite.Account]);
        await site.SucceedAsync("site", "up");
        site.Environment["NETDRMS_DATABASE_USER"] = "ann";
        string script = (await site.SucceedAsync("site", "env")).Output;
        Assert.Contains($"export JSOC_DBHOST='{site.Folder}/run:5432'\nexport JSOC_DBNAME='netdrms'\nexport JSOC_DBUSER='ann'\n", script, StringComparison.Ordinal);
        ProgramRun psql = await ProgramRun.RunAsync(
            ["/bin/sh", "-c", $"{script}\n{PostgresInstallation.Find().Program("psql")} -XAtc \"select current_user || ' ' || owner from admin.ns where name = 'obs'\""], "/", null, Cancel);
        Assert.Equal("ann ann\n", psql.Output);
        Assert.StartsWith("setenv NETDRMS_SITE '", (await site.SucceedAsync("site", "env", "--csh")).Output, StringComparison.Ordinal);
        Assert.Equal("netdrms", JsonDocument.Parse((await site.SucceedAsync("site", "env", "--json")).Output).RootElement.GetProperty("PGDATABASE").GetString());
    }

    [Fact]
    public async Task Two_starts_at_a_time_make_one_daemon()
    {
        await using TestSite site = new();
        await site.SucceedAsync(["site", "init", "--sums-port", "0", .. TestSite.Account]);
        TestRun[] runs = await Task.WhenAll(site.DrmsAsync("site", "up"), site.DrmsAsync("site", "up"));
        Assert.All(runs, run => Assert.True(run.ExitCode == 0, run.Error));
        Assert.Single(runs, run => run.Error.Contains("starting the storage daemon", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_daemon_that_cannot_start_is_told_with_its_reason_and_the_cluster_is_stopped_again()
    {
        using System.Net.Sockets.TcpListener taken = new(System.Net.IPAddress.Loopback, 0);
        taken.Start();
        string port = ((System.Net.IPEndPoint)taken.LocalEndpoint).Port.ToString(System.Globalization.CultureInfo.InvariantCulture);
        await using TestSite site = new();
        await site.SucceedAsync(["site", "init", "--sums-port", port, .. TestSite.Account]);
        TestRun up = await site.DrmsAsync("site", "up");
        Assert.Equal(1, up.ExitCode);
        Assert.Contains("could not start drmsd: it ended with exit code 1", up.Error, StringComparison.Ordinal);
        Assert.Contains(port, up.Error, StringComparison.Ordinal);
        Assert.Null(site.Home.Cluster.Folder.ServerProcess());
    }

    [Fact]
    public async Task Mistakes_in_the_configuration_are_all_told_before_anything_starts()
    {
        await using TestSite site = new();
        await site.SucceedAsync(["site", "init", "--sums-port", "0", .. TestSite.Account]);
        await File.AppendAllTextAsync(Path.Combine(site.Folder, "site.toml"), "prot = 1\n[daemon]\nroles = [\"sum\"]\n", Cancel);
        TestRun up = await site.DrmsAsync("site", "up");
        Assert.Equal(1, up.ExitCode);
        Assert.Contains("the configuration has 2 mistakes", up.Error, StringComparison.Ordinal);
        Assert.Contains("section [sums] has no key \"prot\"  (Did you mean \"port\"?)", up.Error, StringComparison.Ordinal);
        Assert.Contains("there is no role \"sum\"  (Did you mean \"sums\"?)", up.Error, StringComparison.Ordinal);
        Assert.Null(site.Home.Cluster.Folder.ServerProcess());
    }

    private static async Task CheckOwnersAsync(SiteHome home, int daemon)
    {
        string user = ServiceAccount.Default().UserId.ToString(System.Globalization.CultureInfo.InvariantCulture);
        string status = await File.ReadAllTextAsync($"/proc/{daemon}/status", Cancel);
        Assert.Contains($"\nUid:\t{user}\t{user}\t{user}\t{user}\n", status, StringComparison.Ordinal);
        Assert.Contains("\nCapEff:\t0000000000000000\n", status, StringComparison.Ordinal);
        Assert.Equal(FolderModes.Private, File.GetUnixFileMode(home.RunFolder));
        Assert.Equal(FolderModes.Private, File.GetUnixFileMode(home.ClusterFolder));
        Assert.Equal(FolderModes.Partition, File.GetUnixFileMode(Path.Combine(home.Folder, "SUM0")));
    }

    private static async Task<Sunum> StoreAsync(SiteHome home)
    {
        await using SumsClient sums = await SumsClient.OpenAsync(SumsAddress.Unix(Path.Combine(home.Folder, "run", "sums.sock")), Cancel);
        AllocatedUnit unit = await sums.AllocAsync(1000, 0, Cancel);
        string slot = Directory.CreateDirectory(Path.Combine(unit.Path, "S00000")).FullName;
        await File.WriteAllTextAsync(Path.Combine(slot, "data"), "light", Cancel);
        await sums.PutAsync([unit], "demo.test", 10, ArchiveType.TemporaryNoArchive, Cancel);
        await sums.CloseAsync(Cancel);
        // sealed and the daemon's, also when root wrote it: otherwise it could never be removed
        ProgramRun owner = await ProgramRun.RunAsync(["stat", "-c", "%U %a", Path.Combine(slot, "data"), slot], "/", null, Cancel);
        Assert.Equal($"{ServiceAccount.Default().Name} 444\n{ServiceAccount.Default().Name} 2755\n", owner.Output);
        return unit.Sunum;
    }

    private static string? State(TestRun run, string part) => JsonDocument.Parse(run.Output).RootElement.GetProperty("parts").EnumerateArray()
        .First(p => p.GetProperty("name").GetString() == part).GetProperty("state").GetString();
}
