using Microsoft.Extensions.Logging.Abstractions;
using NetDrms.Cli.Tests.Driver;
using NetDrms.Database.Sql;
using NetDrms.Sums.Daemon;
using Npgsql;

namespace NetDrms.Cli.Tests.Golden;

/// <summary>A DRMS database, a storage daemon with two partitions and a working folder, as commands see them.</summary>
internal sealed class GoldenSite : IAsyncDisposable
{
    private readonly TestDatabase _sums;
    private SumsDaemon? _daemon;
    private readonly string _root;

    private GoldenSite(TestDatabase drms, TestDatabase sums, SumsDaemon daemon, string root)
    {
        Drms = drms;
        _sums = sums;
        _daemon = daemon;
        _root = root;
        WorkFolder = Path.Combine(root, "work");
        Environment = new Dictionary<string, string>
        {
            ["JSOC_DBHOST"] = drms.Target.HostAndPort,
            ["JSOC_DBNAME"] = drms.Target.Database,
            ["JSOC_DBUSER"] = drms.Target.User,
            ["NETDRMS_SUMS_PORT"] = daemon.Port.ToString(System.Globalization.CultureInfo.InvariantCulture),
        };
    }

    public TestDatabase Drms { get; }

    public TestDatabase Sums => _sums;

    public string WorkFolder { get; }

    public int SumsPort => _daemon!.Port;

    public IReadOnlyDictionary<string, string> Environment { get; }

    /// <summary>Starts a site on a database, which it owns from then on.</summary>
    public static async Task<GoldenSite> StartAsync(TestDatabase drms)
    {
        string root = Directory.CreateTempSubdirectory("cli-site").FullName;
        Directory.CreateDirectory(Path.Combine(root, "work"));
        TestDatabase sums = await TestCluster.NewSumsDatabaseAsync();
        for (int i = 0; i < 2; i++)
        {
            string partition = Directory.CreateDirectory(Path.Combine(root, $"SUM{i}")).FullName;
            await sums.ExecuteAsync($"insert into sum_partn_avail (partn_name, total_bytes, avail_bytes, pds_set_num, pds_set_prime) values ({partition}, 0, 0, 0, 0)");
        }
        SumsDaemon daemon = await DaemonAsync(drms, sums, port: 0);
        return new GoldenSite(drms, sums, daemon, root);
    }

    public async Task StopDaemonAsync()
    {
        await _daemon!.DisposeAsync();
        _daemon = null;
    }

    public async Task StartDaemonAsync(int port) => _daemon = await DaemonAsync(Drms, _sums, port);

    private static Task<SumsDaemon> DaemonAsync(TestDatabase drms, TestDatabase sums, int port) =>
        SumsDaemon.StartAsync(new SumsOptions { Port = port, DrainSeconds = 1 }, sums.Target, drms.Target, NullLoggerFactory.Instance, null, CancellationToken.None);

    /// <summary>Runs a command in the working folder.</summary>
    public Task<TestRun> RunAsync(string program, IReadOnlyList<string> words, string? input = null, IReadOnlyDictionary<string, string>? environment = null, CancellationToken cancel = default)
    {
        Dictionary<string, string> all = new(Environment);
        foreach ((string name, string value) in environment ?? new Dictionary<string, string>())
            all[name] = value;
        return TestRun.OfAsync(program, words, input, all, WorkFolder, cancel: cancel);
    }

    /// <summary>Runs a statement that stands in for a command that is not built yet.</summary>
    public async Task ExecuteAsync(string sql)
    {
        SqlText text = new();
        text.AppendLiteral(sql);
        await using NpgsqlConnection connection = await Drms.DataSource.OpenConnectionAsync();
        await using NpgsqlCommand command = text.On(connection);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Numbers of the storage units that are there, in order.</summary>
    public async Task<IReadOnlyList<long>> UnitsAsync()
    {
        await using NpgsqlConnection connection = await _sums.SuperuserSource.OpenConnectionAsync();
        SqlText sql = $"select ds_index from sum_main order by ds_index";
        await using NpgsqlCommand command = sql.On(connection);
        await using NpgsqlDataReader row = await command.ExecuteReaderAsync();
        List<long> units = [];
        while (await row.ReadAsync())
            units.Add(row.GetInt64(0));
        return units;
    }

    /// <summary>A unit's files, relative to it, in order: <see cref="GoldenRow.FileText"/>.</summary>
    public async Task<string[]> FilesOfAsync(long unit)
    {
        string folder = (await _sums.ScalarAsync<string>($"select online_loc from sum_main where ds_index = {unit}"))!;
        return [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(f => GoldenRow.FileText(Path.GetRelativePath(folder, f), new FileInfo(f).Length)).Order(StringComparer.Ordinal)];
    }

    /// <summary>Folders that lie in the partitions: units, and whatever was left behind.</summary>
    public IReadOnlyList<string> UnitFolders() =>
        [.. Directory.EnumerateDirectories(_root, "SUM*").SelectMany(Directory.EnumerateDirectories).Order(StringComparer.Ordinal)];

    public async ValueTask DisposeAsync()
    {
        if (_daemon is not null)
            await _daemon.DisposeAsync();
        await Drms.DisposeAsync();
        await _sums.DisposeAsync();
        Directory.Delete(_root, recursive: true);
    }
}
