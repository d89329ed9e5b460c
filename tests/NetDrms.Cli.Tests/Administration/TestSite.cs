using System.Diagnostics;
using NetDrms.Cli.Tests.Driver;
using NetDrms.Database.Cluster;
using NetDrms.Database.Site;
using NetDrms.Database.Sql;
using NetDrms.Modules.Driver;
using Npgsql;

namespace NetDrms.Cli.Tests.Administration;

/// <summary>A folder for a real site, with the real drmsd; stopped and removed when disposed.</summary>
internal sealed class TestSite : IAsyncDisposable
{
    private readonly string _base = Directory.CreateTempSubdirectory("ndrms-").FullName;

    /// <param name="name">Name of the site's folder.</param>
    public TestSite(string name = "site")
    {
        File.SetUnixFileMode(_base, FolderModes.Public);
        Folder = Path.Combine(_base, name);
    }

    public string Folder { get; }

    public Dictionary<string, string> Environment { get; } = new() { ["NETDRMS_DRMSD"] = ProcessSite.Built("NetDrms.Server", "drmsd") };

    public SiteHome Home => SiteHome.Open(Folder, Environment.GetValueOrDefault);

    /// <summary>Arguments of init that make a site belong to the account that the machine has.</summary>
    public static string[] Account => ServiceAccount.RunningAsRoot ? ["--user", ServiceAccount.Default().Name] : [];

    public Task<TestRun> DrmsAsync(params string[] words) => TestRun.OfAsync(
        "drms", [.. words, "--site", Folder], environment: Environment, cancel: TestContext.Current.CancellationToken);

    public async Task<TestRun> SucceedAsync(params string[] words)
    {
        TestRun run = await DrmsAsync(words);
        Assert.True(run.ExitCode == 0, $"{string.Join(' ', words)}: {run.ExitCode}\n{run.Error}");
        return run;
    }

    public static async Task<string?> ScalarAsync(DatabaseTarget target, SqlText sql)
    {
        await using NpgsqlConnection connection = await DatabaseConnection.OpenAsync(target, TestContext.Current.CancellationToken);
        await using NpgsqlCommand command = sql.On(connection);
        return (await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))?.ToString();
    }

    public static async Task KillAsync(int process)
    {
        RunningProcess.Kill(process);
        while (RunningProcess.Exists(process))
            await Task.Delay(5, TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (File.Exists(Path.Combine(Folder, "site.toml")))
            await TestRun.OfAsync("drms", ["site", "down", Folder], environment: Environment);
        if (new DirectoryInfo(Folder).LinkTarget is not null)
            File.Delete(Folder);   // what it pointed to was the test's
        Directory.Delete(_base, recursive: true);
    }
}
