using NetDrms.Database.Cluster;
using NetDrms.Database.Site;
using NetDrms.Database.Sql;
using Npgsql;

namespace NetDrms.Testing;

/// <summary>A site of its own, made, started and used by the real programs as processes; stopped and removed when disposed.</summary>
public sealed class ProcessSite : IAsyncDisposable
{
    private readonly string _base = Directory.CreateTempSubdirectory("ndrms-").FullName;

    private ProcessSite()
    {
        File.SetUnixFileMode(_base, FolderModes.Public);
        Folder = Path.Combine(_base, "site");
        WorkFolder = Directory.CreateDirectory(Path.Combine(_base, "work")).FullName;
        Environment = new()
        {
            ["NETDRMS_SITE"] = Folder,
            ["NETDRMS_DRMSD"] = Built("NetDrms.Server", "drmsd"),
            ["NETDRMS_FAILPOINTS"] = null,
            ["JSOC_DBHOST"] = null,
        };
    }

    /// <summary>The site's folder.</summary>
    public string Folder { get; }

    /// <summary>Where commands run.</summary>
    public string WorkFolder { get; }

    /// <summary>Variables that commands get.</summary>
    public Dictionary<string, string?> Environment { get; }

    /// <summary>The built program.</summary>
    public static string Drms { get; } = Built("NetDrms.Cli", "drms");

    /// <summary>The site as its own programs see it.</summary>
    public SiteHome Home => SiteHome.Open(Folder, name => Environment.GetValueOrDefault(name));

    /// <summary>Address of the site's pages and web programs, without a slash at its end.</summary>
    public string WebUrl => Home.WebUrl ?? throw new InvalidOperationException("the site shows nothing to the web");

    /// <summary>Makes and starts a site.</summary>
    /// <param name="init">More words for <c>drms site init</c>.</param>
    public static async Task<ProcessSite> StartAsync(params string[] init)
    {
        ProcessSite site = new();
        try
        {
            string[] account = ServiceAccount.RunningAsRoot ? ["--user", ServiceAccount.Default().Name] : [];
            await site.SucceedAsync(["site", "init", "--sums-port", "0", "--web-port", "0", .. account, .. init]);
            await site.SucceedAsync("site", "up");
            return site;
        }
        catch
        {
            await site.DisposeAsync();
            throw;
        }
    }

    /// <summary>Runs <c>drms</c> to its end.</summary>
    public Task<CommandRun> RunAsync(params string[] words) => CommandRun.OfAsync([Drms, .. words], WorkFolder, Environment);

    /// <summary>Runs <c>drms</c> with a standard input and more variables.</summary>
    public Task<CommandRun> RunAsync(IReadOnlyList<string> words, string input, string? failpoints = null) =>
        CommandRun.OfAsync([Drms, .. words], WorkFolder, With(failpoints), input);

    /// <summary>Starts <c>drms</c>.</summary>
    public RunningCommand Start(IReadOnlyList<string> words, string? failpoints = null) => RunningCommand.Start([Drms, .. words], WorkFolder, With(failpoints));

    /// <summary>Runs <c>drms</c>, which must succeed.</summary>
    /// <exception cref="InvalidOperationException">It did not.</exception>
    public async Task<CommandRun> SucceedAsync(params string[] words)
    {
        CommandRun run = await RunAsync(words);
        return run.ExitCode == 0 ? run : throw new InvalidOperationException($"drms {string.Join(' ', words)}: exit {run.ExitCode}\n{run.Output}{run.Error}");
    }

    /// <summary>Reads one value of the DRMS database; null for no row.</summary>
    public Task<string?> DrmsValueAsync(SqlText sql) => ValueAsync(Home.DrmsAdministrator, sql);

    /// <summary>Reads one value of the SUMS database; null for no row.</summary>
    public Task<string?> SumsValueAsync(SqlText sql) => ValueAsync(Home.SumsAdministrator, sql);

    /// <summary>Folders in the partitions: storage units, and whatever was left behind.</summary>
    public IReadOnlyList<string> UnitFolders() =>
        [.. Directory.EnumerateDirectories(Folder, "SUM*").SelectMany(Directory.EnumerateDirectories).Order(StringComparer.Ordinal)];

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (File.Exists(Path.Combine(Folder, "site.toml")))
            await RunAsync("site", "down");
        Directory.Delete(_base, recursive: true);
    }

    private Dictionary<string, string?> With(string? failpoints) => new(Environment) { ["NETDRMS_FAILPOINTS"] = failpoints };

    private static async Task<string?> ValueAsync(DatabaseTarget target, SqlText sql)
    {
        await using NpgsqlConnection connection = await DatabaseConnection.OpenAsync(target, CancellationToken.None);
        await using NpgsqlCommand command = sql.On(connection);
        return (await command.ExecuteScalarAsync())?.ToString();
    }

    /// <summary>Path of a program of this very build.</summary>
    public static string Built(string project, string program)
    {
        // …/tests/<project>/bin/<configuration>/net10.0/
        string[] parts = AppContext.BaseDirectory.TrimEnd('/').Split('/');
        return Path.Combine(Golden.Repository, "src", project, "bin", parts[^2], parts[^1], program);
    }
}
