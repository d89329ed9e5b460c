using System.Text.Json;
using NetDrms.Cli.Tests.Driver;
using NetDrms.Database.Cluster;
using NetDrms.Database.Site;
using NetDrms.Modules.Driver;
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
        string file = Path.Combine(site.Folder, "site.toml");
        string text = await File.ReadAllTextAsync(file, Cancel);
        await File.WriteAllTextAsync(file, text.Replace("[daemon]\n", "[daemon]\nroles = [\"sum\"]\n", StringComparison.Ordinal) + "prot = 1\n", Cancel);
        TestRun up = await site.DrmsAsync("site", "up");
        Assert.Equal(1, up.ExitCode);
        Assert.Contains("the configuration has 2 mistakes", up.Error, StringComparison.Ordinal);
        Assert.Contains("section [web] has no key \"prot\"  (Did you mean \"port\"?)", up.Error, StringComparison.Ordinal);
        Assert.Contains("there is no role \"sum\"  (Did you mean \"sums\"?)", up.Error, StringComparison.Ordinal);
        Assert.Null(site.Home.Cluster.Folder.ServerProcess());
    }

    [Fact]
    public async Task Logs_that_grow_too_long_are_rotated_while_their_writers_run()
    {
        await using TestSite site = new();
        await site.SucceedAsync(["site", "init", "--sums-port", "0", .. TestSite.Account]);
        foreach (string name in (string[])["drmsd.log", "cluster.log"])
            await File.WriteAllBytesAsync(Path.Combine(site.Home.LogFolder, name), new byte[LogRotation.LongestLog + 1], Cancel);
        await site.SucceedAsync("site", "up");   // both are cut before their writers start
        foreach (string name in (string[])["drmsd.log", "cluster.log"])
        {
            string log = Path.Combine(site.Home.LogFolder, name);
            Assert.Equal(LogRotation.LongestLog + 1, new FileInfo(log + ".1").Length);
            Assert.InRange(new FileInfo(log).Length, 1, 1 << 20);
            ProgramRun owner = await ProgramRun.RunAsync(["stat", "-c", "%U", log], "/", null, Cancel);
            Assert.Equal(ServiceAccount.Default().Name + "\n", owner.Output);   // else drmsd could not cut them later
        }
        await site.SucceedAsync("site", "down");
        string running = Path.Combine(site.Home.LogFolder, "cluster.log");
        await site.Home.Cluster.StartAsync(Cancel);
        await using (FileStream writer = new(running, FileMode.Append, FileAccess.Write, FileShare.ReadWrite))
            await writer.WriteAsync(new byte[LogRotation.LongestLog + 1], Cancel);
        await site.SucceedAsync("site", "up");   // the cluster runs on; drmsd looks at its start
        while (!File.Exists(running + ".2"))
            await Task.Delay(50, Cancel);
        Assert.InRange(new FileInfo(running).Length, 0, 1 << 20);
    }

    [Fact]
    public async Task A_folder_with_too_long_a_path_becomes_a_link_to_a_better_place()
    {
        await using TestSite site = new(new string('x', 60));
        TestRun init = await site.SucceedAsync(["site", "init", "--sums-port", "0", .. TestSite.Account]);
        string real = SitePlace.RealFolder(site.Folder);
        try
        {
            Assert.Contains($"{site.Folder} becomes a link to {real}, since its path is longer than", init.Error, StringComparison.Ordinal);
            Assert.NotNull(new DirectoryInfo(site.Folder).LinkTarget);
            if (ServiceAccount.RunningAsRoot)
                Assert.StartsWith("/var/lib/netdrms/", real, StringComparison.Ordinal);
            await site.SucceedAsync("site", "up");
            Sunum kept = await StoreAsync(site.Home);
            string? path = await TestSite.ScalarAsync(site.Home.Sums, $"select online_loc from sum_main where ds_index = {kept.Value}");
            Assert.StartsWith(real + "/SUM", path, StringComparison.Ordinal);
            Assert.InRange(path!.Length, 1, 80);
            await site.SucceedAsync("site", "init");   // again, through the link: nothing is missing
            await site.SucceedAsync("site", "down");
        }
        finally
        {
            await site.DrmsAsync("site", "down");
            Directory.Delete(real, recursive: true);
        }
    }

    [Fact]   // in a mount namespace of its own with a copy of /etc, so that the machine and tests beside this one keep their users
    public async Task Root_s_site_belongs_to_the_system_user_netdrms_who_is_made_when_missing()
    {
        if (!ServiceAccount.RunningAsRoot)
            Assert.Skip("only root makes users");
        const string Script = """
            set -e
            cp -a /etc "$0/etc"
            for file in passwd shadow group gshadow; do sed -i '/^netdrms:/d' "$0/etc/$file"; done
            mount --bind "$0/etc" /etc
            "$1" site init --sums-port 0 --site "$0/site"
            stat -c %U "$0/site/cluster" "$0/site/run" "$0/site/SUM0"
            getent passwd netdrms
            """;
        string folder = Directory.CreateTempSubdirectory("ndrms-etc-").FullName;
        File.SetUnixFileMode(folder, FolderModes.Public);
        try
        {
            ProgramRun run = await ProgramRun.RunAsync(["unshare", "--mount", "/bin/sh", "-c", Script, folder, ProcessSite.Drms], "/", null, Cancel);
            if (run.Errors.Contains("unshare", StringComparison.Ordinal) || run.Errors.Contains("mount:", StringComparison.Ordinal))
                Assert.Skip("mount namespaces are not allowed here");
            Assert.True(run.ExitCode == 0, run.Errors);
            Assert.Contains("making system user netdrms, who runs PostgreSQL and the storage daemon", run.Errors, StringComparison.Ordinal);
            string[] lines = run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^4..];
            Assert.Equal(["netdrms", "netdrms", "netdrms"], lines[..3]);
            Assert.EndsWith(":/nonexistent:/usr/sbin/nologin", lines[3], StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
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
