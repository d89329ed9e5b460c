using System.Diagnostics;
using System.Globalization;
using NetDrms.Database.Cluster;
using NetDrms.Database.Schema;
using NetDrms.Database.Sql;
using Npgsql;

namespace NetDrms.Testing;

/// <summary>One private PostgreSQL cluster a test process; every test takes a fresh database from a template.</summary>
/// <remarks>
/// The data folder is a copy of one kept under /tmp by user and version, so the cluster is there in a fraction of a second.
/// A guard process removes it when this process ends, killed or not; what even the guard leaves, a later run sweeps.
/// </remarks>
public sealed class TestCluster
{
    /// <summary>Role that owns namespaces and the SUMS database, as in the recordings.</summary>
    public const string ProductionUser = "netdrms_production";

    /// <summary>Namespace of that role's sessions.</summary>
    public const string ProductionNamespace = "su_production";

    private static readonly Lazy<Task<TestCluster>> Shared = new(StartAsync);
    private static int _lastDatabase;

    // Their standard inputs are what the guards wait on: collected, they would end the cluster.
    private static readonly List<Process> Guards = [];

    private readonly Lazy<Task> _drms;
    private readonly Lazy<Task> _sums;
    private readonly Lazy<Task> _gold;

    private TestCluster(PrivateCluster cluster)
    {
        Cluster = cluster;
        _drms = new(() => MakeTemplateAsync("template_drms", PrivateCluster.Superuser, FillDrmsAsync));
        _sums = new(() => MakeTemplateAsync("template_sums", ProductionUser, FillSumsAsync));
        _gold = new(() => MakeTemplateAsync("template_gold", PrivateCluster.Superuser, FillGoldAsync));
    }

    /// <summary>The cluster itself.</summary>
    public PrivateCluster Cluster { get; }

    /// <summary>The process's cluster, started at the first call.</summary>
    public static Task<TestCluster> GetAsync() => Shared.Value;

    /// <summary>A DRMS database as a new site has it: schemas, roles, functions, namespace su_production of role netdrms_production.</summary>
    public static async Task<TestDatabase> NewDrmsDatabaseAsync()
    {
        TestCluster cluster = await GetAsync();
        await cluster._drms.Value;
        return await cluster.NewDatabaseAsync("template_drms", PrivateCluster.Superuser);
    }

    /// <summary>An empty SUMS database of role netdrms_production.</summary>
    public static async Task<TestDatabase> NewSumsDatabaseAsync()
    {
        TestCluster cluster = await GetAsync();
        await cluster._sums.Value;
        return await cluster.NewDatabaseAsync("template_sums", ProductionUser);
    }

    /// <summary>The DRMS database that the original made, golden/gold.sql, with the functions and the session tables that the dump leaves out.</summary>
    public static async Task<TestDatabase> NewGoldDatabaseAsync()
    {
        TestCluster cluster = await GetAsync();
        await cluster._gold.Value;
        return await cluster.NewDatabaseAsync("template_gold", PrivateCluster.Superuser);
    }

    /// <summary>The same in a database of another encoding, <c>LATIN1</c> or <c>SQL_ASCII</c>; made anew each time.</summary>
    public static async Task<TestDatabase> NewGoldDatabaseAsync(string encoding)
    {
        TestCluster cluster = await GetAsync();
        string name = string.Create(CultureInfo.InvariantCulture, $"test_{Interlocked.Increment(ref _lastDatabase)}");
        await ExecuteAsync(cluster.Cluster.Target("postgres"), $"create database {SqlName.Exact(name)} template template0 encoding {SqlName.Exact(encoding)}");
        await FillGoldAsync(cluster.Cluster.Target(name));
        return new TestDatabase(cluster.Cluster.Target(name, ProductionUser), cluster.Cluster.Target(name));
    }

    /// <summary>A database without anything in it.</summary>
    public static async Task<TestDatabase> NewEmptyDatabaseAsync() => await (await GetAsync()).NewDatabaseAsync("template0", PrivateCluster.Superuser);

    private async Task<TestDatabase> NewDatabaseAsync(string template, string owner)
    {
        string name = string.Create(CultureInfo.InvariantCulture, $"test_{Interlocked.Increment(ref _lastDatabase)}");
        await ExecuteAsync(Cluster.Target("postgres"), $"create database {SqlName.Exact(name)} template {SqlName.Exact(template)} owner {SqlName.Exact(owner)}");
        return new TestDatabase(Cluster.Target(name, ProductionUser), Cluster.Target(name));
    }

    private static async Task<TestCluster> StartAsync()
    {
        ServiceAccount account = ServiceAccount.Default();
        string root = Path.Combine("/tmp", $"netdrms-tests-{account.Name}");
        account.CreateFolder(root, FolderModes.Public);
        TestClusterSweep.RemoveDead(root);
        string template = await TemplateAsync(root, account);
        string run = Path.Combine(root, TestClusterSweep.NameFor(Environment.ProcessId)!);
        account.CreateFolder(run, FolderModes.Public);
        string data = Path.Combine(run, "data");
        StartGuard(run, data);
        ProgramRun copy = await ProgramRun.RunAsync(["cp", "-a", "--reflink=auto", template, data], "/", null, CancellationToken.None);
        if (copy.ExitCode != 0)
            throw new IOException(copy.LastLines(5));
        PrivateCluster cluster = new(data, Path.Combine(run, "socket"), Path.Combine(run, "log", "cluster.log"), account, ClusterDurability.Disposable);
        await cluster.StartAsync(CancellationToken.None);
        await using (NpgsqlConnection connection = await DatabaseConnection.OpenAsync(cluster.Target("postgres"), CancellationToken.None))
        {
            foreach (string role in (string[])[ProductionUser, DrmsSchema.SumsAdministrator, "readonlyuser"])
                await DrmsSchema.CreateRoleAsync(connection, role, RoleLogin.Yes, CancellationToken.None);
            await DrmsSchema.CreateRoleAsync(connection, DrmsSchema.Users, RoleLogin.No, CancellationToken.None);
        }
        await ExecuteAsync(cluster.Target("postgres"), $"grant {SqlName.Of(DrmsSchema.Users)}, {SqlName.Of(DrmsSchema.SumsAdministrator)} to {SqlName.Of(ProductionUser)}");
        return new TestCluster(cluster);
    }

    // The lock lets one of several test processes make the template; the kernel frees it when that one dies.
    private static async Task<string> TemplateAsync(string root, ServiceAccount account)
    {
        PostgresInstallation installation = PostgresInstallation.Find();
        ProgramRun version = await ProgramRun.RunAsync([installation.Server, "--version"], "/", null, CancellationToken.None);
        string name = string.Concat(version.Output.Trim().Split(' ')[2].Where(c => char.IsAsciiLetterOrDigit(c) || c == '.'));
        string template = Path.Combine(root, $"template-{name}");
        using FileStream mutex = await LockAsync(Path.Combine(root, "template.lock"));
        PrivateCluster cluster = new(template, Path.Combine(root, "template-socket"), Path.Combine(root, "template.log"), account, ClusterDurability.Disposable);
        await cluster.InitializeAsync(CancellationToken.None);
        return template;
    }

    private static async Task<FileStream> LockAsync(string path)
    {
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException)   // another process makes the template
            {
                await Task.Delay(20);
            }
        }
    }

    private static void StartGuard(string run, string data)
    {
        const string Script = """
            exec >/dev/null 2>&1
            cat >/dev/null
            server=$(head -n 1 "$1/postmaster.pid") && kill -QUIT "$server" && while kill -0 "$server"; do sleep 0.02; done
            rm -rf -- "$0"
            """;
        ProcessStartInfo start = new("setsid") { UseShellExecute = false, RedirectStandardInput = true, WorkingDirectory = "/" };
        foreach (string argument in (string[])["/bin/sh", "-c", Script, run, data])
            start.ArgumentList.Add(argument);
        Guards.Add(Process.Start(start)!);
    }

    private async Task MakeTemplateAsync(string name, string owner, Func<DatabaseTarget, Task> fill)
    {
        await ExecuteAsync(Cluster.Target("postgres"), $"create database {SqlName.Exact(name)} template template0 owner {SqlName.Exact(owner)}");
        await fill(Cluster.Target(name));
        await ExecuteAsync(Cluster.Target("postgres"), $"alter database {SqlName.Exact(name)} is_template true allow_connections false");
    }

    private static async Task FillDrmsAsync(DatabaseTarget target)
    {
        await using NpgsqlConnection connection = await DatabaseConnection.OpenAsync(target, CancellationToken.None);
        await DrmsSchema.CreateAsync(connection, CancellationToken.None);
        await NetdrmsSchema.MigrateDrmsAsync(connection, CancellationToken.None);
        await NamespaceSchema.CreateAsync(connection, ProductionNamespace, NamespaceGroup.User, ProductionUser, CancellationToken.None);
        await ExecuteAsync(target, $"insert into admin.sessionns (username, sessionns) values ({ProductionUser}, {ProductionNamespace})");
    }

    private static async Task FillSumsAsync(DatabaseTarget target)
    {
        await using NpgsqlConnection connection = await DatabaseConnection.OpenAsync(target with { User = ProductionUser }, CancellationToken.None);
        await SumsSchema.CreateAsync(connection, CancellationToken.None);
        await NetdrmsSchema.MigrateSumsAsync(connection, CancellationToken.None);
    }

    private static async Task FillGoldAsync(DatabaseTarget target)
    {
        string psql = PostgresInstallation.Find().Program("psql");
        ProgramRun load = await ProgramRun.RunAsync(
            [psql, "-X", "-q", "-v", "ON_ERROR_STOP=1", "-h", target.Host, "-U", target.User, "-d", target.Database, "-f", Golden.PathOf("gold.sql")], "/", null, CancellationToken.None);
        if (load.ExitCode != 0)
            throw new InvalidDataException($"gold.sql: {load.LastLines(5)}");
        await using NpgsqlConnection connection = await DatabaseConnection.OpenAsync(target, CancellationToken.None);
        await DrmsSchema.CreateAsync(connection, CancellationToken.None);
        await NetdrmsSchema.MigrateDrmsAsync(connection, CancellationToken.None);
        // The dump names these namespaces in admin.ns but holds only "gold": sessions need the tables of the first.
        await ExecuteAsync(target, $"delete from admin.ns where name in ('su_production', 'hmi')");
        await NamespaceSchema.CreateAsync(connection, ProductionNamespace, NamespaceGroup.User, ProductionUser, CancellationToken.None);
        await NamespaceSchema.CreateAsync(connection, "hmi", NamespaceGroup.System, ProductionUser, CancellationToken.None);
    }

    private static async Task ExecuteAsync(DatabaseTarget target, SqlText sql)
    {
        await using NpgsqlConnection connection = await DatabaseConnection.OpenAsync(target, CancellationToken.None);
        await using NpgsqlCommand command = sql.On(connection);
        await command.ExecuteNonQueryAsync();
    }
}
