using System.Text.Json;
using NetDrms.Cli.Tests.Driver;
using NetDrms.Database.Cluster;
using NetDrms.Database.Site;
using NetDrms.Database.Sql;
using NetDrms.Modules.Driver;

namespace NetDrms.Cli.Tests.Administration;

/// <summary>Sites on servers of one's own: here the tests' cluster stands for them.</summary>
public sealed class OwnServersTests : IAsyncLifetime
{
    private static int s_last;
    private readonly TestSite _site = new();
    private readonly string _name = $"own_{Environment.ProcessId}_{Interlocked.Increment(ref s_last)}";
    private PrivateCluster _server = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _server = (await TestCluster.GetAsync()).Cluster;

    public async ValueTask DisposeAsync()
    {
        await _site.DisposeAsync();
        await ServerAccess.DropDatabaseAsync(_server.Target(_name), CancellationToken.None);
        await ServerAccess.DropDatabaseAsync(_server.Target(_name + "_sums"), CancellationToken.None);
    }

    [Fact]
    public async Task Everything_is_made_on_the_servers_and_making_it_twice_changes_nothing()
    {
        await InitAsync();
        string before = await DumpAsync();
        await InitAsync();
        Assert.Equal(before, await DumpAsync());
        Assert.Contains("CREATE TABLE demo.drms_series", before, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_site.Home.ClusterFolder));
        Assert.Equal("netdrms_production", await TestSite.ScalarAsync(_server.Target(_name + "_sums"), $"select tableowner from pg_tables where tablename = 'sum_main'"));
        Assert.Equal("4611686018427387904 4611967493404098559 50", await TestSite.ScalarAsync(_server.Target(_name + "_sums"), $"select min_value || ' ' || max_value || ' ' || cache_size from pg_sequences where sequencename = 'sum_ds_index_seq'"));
        Assert.Equal("t t", await TestSite.ScalarAsync(_server.Target(_name + "_sums"), $"select left(has_table_privilege('readonlyuser', 'sum_main', 'select')::text, 1) || ' ' || left(has_table_privilege('readonlyuser', 'sum_partn_alloc', 'select')::text, 1)"));
        Assert.Equal("True", await TestSite.ScalarAsync(_server.Target(_name), $"select pg_has_role('netdrms_production', 'sumsadmin', 'member')"));
    }

    [Fact]
    public async Task The_daemon_runs_on_them_and_down_leaves_them_alone()
    {
        await InitAsync();
        await _site.SucceedAsync("site", "up");
        Assert.Equal(0, (await _site.DrmsAsync("site", "status")).ExitCode);
        await _site.SucceedAsync("site", "down");
        Assert.Equal("1", await TestSite.ScalarAsync(_server.Target(_name), $"select 1"));
        TestRun status = await _site.DrmsAsync("site", "status");
        Assert.Equal(1, status.ExitCode);
        Assert.Contains("storage daemon  stopped", status.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_site_that_cannot_be_made_whole_leaves_neither_folder_nor_database()
    {
        string file = Path.Combine(Path.GetDirectoryName(_site.Folder)!, "file");
        await File.WriteAllTextAsync(file, "in the way", Cancel);
        TestRun init = await TryInitAsync("--partition", Path.Combine(file, "SUM0"));
        Assert.Equal(1, init.ExitCode);
        Assert.False(Directory.Exists(_site.Folder));
        Assert.Equal("0", await TestSite.ScalarAsync(_server.Target("postgres"), $"select count(*) from pg_database where datname in ({_name}, {_name + "_sums"})"));
    }

    [Fact]
    public async Task A_server_that_does_not_answer_is_told_and_leaves_nothing()
    {
        TestRun init = await _site.DrmsAsync(["site", "init", "--drms", "host=127.0.0.1 port=1 dbname=x user=y", "--sums", "host=127.0.0.1 port=1 dbname=z user=y", .. TestSite.Account]);
        Assert.Equal(1, init.ExitCode);
        Assert.Contains("could not open database \"postgres\" on 127.0.0.1:1 as y: connection refused", init.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_site.Folder));
    }

    [Fact]
    public async Task Wrong_words_give_exit_code_2_and_help_names_the_exit_codes()
    {
        Assert.Equal(2, (await _site.DrmsAsync("site", "init", "--drms", "dbname=x")).ExitCode);
        Assert.Equal(2, (await _site.DrmsAsync("site", "init", "--namespace", "public")).ExitCode);
        Assert.Equal(2, (await _site.DrmsAsync("site", "start")).ExitCode);
        Assert.Equal(2, (await _site.DrmsAsync("site", "init", "--code", "0x8000")).ExitCode);
        TestRun help = await _site.DrmsAsync("user", "add", "--help");
        Assert.Equal(0, help.ExitCode);
        Assert.Contains("Exit codes: 0 done, 1 could not be done, 2 wrong arguments.", help.Output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_site.Folder));
    }

    [Fact]
    public async Task An_existing_site_takes_options_that_agree_and_refuses_others()
    {
        await InitAsync("--name", "first");
        await InitAsync("--name", "first", "--partition", Path.Combine(_site.Folder, "SUM7"));
        Assert.Equal("3", await TestSite.ScalarAsync(_server.Target(_name + "_sums"), $"select count(*) from sum_partn_avail"));
        TestRun other = await TryInitAsync("--name", "second");
        Assert.Equal(1, other.ExitCode);
        Assert.Contains("made with other options", other.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Users_are_added_listed_and_removed()
    {
        await InitAsync();
        string ann = $"ann-{_name}";
        string ns = SiteUsers.UsualNamespace(ann);
        Assert.Equal($"would make for user {ann}: role {ann}, membership in jsoc, namespace {ns}, sessions in {ns}\n", (await _site.SucceedAsync("user", "add", ann, "--dry-run")).Output);
        Assert.DoesNotContain(ann, (await _site.SucceedAsync("user", "list")).Output, StringComparison.Ordinal);
        Assert.Equal($"user {ann}: role {ann}, membership in jsoc, namespace {ns}, sessions in {ns}\n", (await _site.SucceedAsync("user", "add", ann)).Output);
        Assert.Equal($"user {ann} lacks nothing\n", (await _site.SucceedAsync("user", "add", ann)).Output);
        JsonElement user = JsonDocument.Parse((await _site.SucceedAsync("user", "list", "--json")).Output).RootElement.EnumerateArray().Single(u => u.GetProperty("name").GetString() == ann);
        Assert.Equal((ns, 0), (user.GetProperty("session_namespace").GetString(), user.GetProperty("series").GetInt32()));
        // she may work in her namespace, and nowhere else
        await TestSite.ScalarAsync(_server.Target(_name, ann), $"create table {SqlName.Of(ns, "probe")} (a integer)");
        await Assert.ThrowsAsync<Npgsql.PostgresException>(() => TestSite.ScalarAsync(_server.Target(_name, ann), $"create table demo.probe (a integer)"));
        Assert.Contains("holds tables that are no series", (await _site.DrmsAsync("user", "remove", ann)).Error, StringComparison.Ordinal);
        await TestSite.ScalarAsync(_server.Target(_name, ann), $"drop table {SqlName.Of(ns, "probe")}");
        Assert.Equal($"would remove: namespace {ns}, role {ann}\n", (await _site.SucceedAsync("user", "remove", ann, "-n")).Output);
        Assert.Equal($"removed: namespace {ns}, role {ann}\n", (await _site.SucceedAsync("user", "remove", ann)).Output);
        TestRun gone = await _site.DrmsAsync("user", "remove", ann);
        Assert.Equal(2, gone.ExitCode);
        Assert.Contains($"there is no user \"{ann}\"", gone.Error, StringComparison.Ordinal);
        Assert.Equal("0", await TestSite.ScalarAsync(_server.Target(_name), $"select count(*) from pg_namespace where nspname = {ns}"));
    }

    [Fact]
    public async Task A_user_with_series_is_removed_only_after_giving_them_away()
    {
        await InitAsync();
        string bob = $"bob_{_name}";
        string eve = $"eve_{_name}";
        await _site.SucceedAsync("user", "add", bob);
        await _site.SucceedAsync("user", "add", eve);
        string ns = SiteUsers.UsualNamespace(bob);
        await TestSite.ScalarAsync(_server.Target(_name, bob), $"insert into {SqlName.Of(ns, "drms_series")} values ({ns + ".mag"}, 'a', 'o', 1, 0, 1, 0, '', '', '', '', '2.1')");
        TestRun refused = await _site.DrmsAsync("user", "remove", bob);
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains($"user \"{bob}\" owns 1 series", refused.Error, StringComparison.Ordinal);
        Assert.Equal($"removed: namespace {ns} given to {eve}, role {bob}\n", (await _site.SucceedAsync("user", "remove", bob, "--give-to", eve)).Output);
        Assert.Equal(eve, await TestSite.ScalarAsync(_server.Target(_name), $"select owner from admin.ns where name = {ns}"));
        await TestSite.ScalarAsync(_server.Target(_name, eve), $"delete from {SqlName.Of(ns, "drms_series")}");
        await _site.SucceedAsync("user", "remove", eve);
    }

    [Fact]
    public async Task Namespaces_are_made_and_listed()
    {
        await InitAsync();
        Assert.Equal("would make namespace hmi of netdrms_production\n", (await _site.SucceedAsync("ns", "create", "hmi", "--owner", "netdrms_production", "--group", "sys", "--dry-run")).Output);
        Assert.Equal("made namespace hmi of netdrms_production\n", (await _site.SucceedAsync("ns", "create", "hmi", "--owner", "netdrms_production", "--group", "sys")).Output);
        Assert.Equal("namespace hmi of netdrms_production exists\n", (await _site.SucceedAsync("ns", "create", "HMI", "--owner", "netdrms_production")).Output);
        Assert.Matches(@"(?m)^hmi +sys +netdrms_production +0$", (await _site.SucceedAsync("ns", "list")).Output);
        JsonElement hmi = JsonDocument.Parse((await _site.SucceedAsync("ns", "list", "--json")).Output).RootElement.EnumerateArray().Single(n => n.GetProperty("name").GetString() == "hmi");
        Assert.Equal("sys", hmi.GetProperty("group").GetString());
        Assert.Equal(2, (await _site.DrmsAsync("ns", "create", "x", "--group", "both")).ExitCode);
        Assert.Equal(2, (await _site.DrmsAsync("ns", "create", "public")).ExitCode);
        TestRun taken = await _site.DrmsAsync("ns", "create", "demo", "--owner", "netdrms_production");
        Assert.Equal(1, taken.ExitCode);
        Assert.Contains("namespace \"demo\" belongs to ", taken.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_password_reaches_the_server_as_a_verifier_only()
    {
        await InitAsync();
        string cat = $"cat_{_name}";
        TestRun add = await TestRun.OfAsync("drms", ["user", "add", cat, "--password-stdin", "--site", _site.Folder], input: "pencil\n", environment: _site.Environment, cancel: Cancel);
        Assert.True(add.ExitCode == 0, add.Error);
        string stored = (await TestSite.ScalarAsync(_server.Target("postgres"), $"select rolpassword from pg_authid where rolname = {cat}"))!;
        string[] parts = stored.Split('$', ':');
        Assert.Equal(("SCRAM-SHA-256", "4096"), (parts[0], parts[1]));
        Assert.Equal(stored, RolePassword.Verifier("pencil", Convert.FromBase64String(parts[2])));
        await _site.SucceedAsync("user", "remove", cat);
    }

    private async Task InitAsync(params string[] more)
    {
        TestRun run = await TryInitAsync(more);
        Assert.True(run.ExitCode == 0, run.Error);
    }

    private Task<TestRun> TryInitAsync(params string[] more) => _site.DrmsAsync(
        ["site", "init", "--drms", $"host={_server.SocketFolder} dbname={_name} user=postgres", "--sums", $"host={_server.SocketFolder} dbname={_name}_sums user=postgres",
            "--sums-port", "0", .. TestSite.Account, .. more]);

    private async Task<string> DumpAsync()
    {
        string text = "";
        foreach (string database in (string[])[_name, _name + "_sums"])
        {
            ProgramRun run = await ProgramRun.RunAsync(
                [PostgresInstallation.Find().Program("pg_dump"), "-h", _server.SocketFolder, "-U", "postgres", database], "/", null, Cancel);
            Assert.True(run.ExitCode == 0, run.Errors);
            text += string.Join('\n', run.Output.Split('\n').Where(line => !line.StartsWith('\\')));   // a key that changes with each dump
        }
        return text;
    }
}
