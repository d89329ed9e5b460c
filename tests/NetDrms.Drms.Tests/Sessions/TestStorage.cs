using Microsoft.Extensions.Logging.Abstractions;
using NetDrms.Database.Sql;
using NetDrms.Sums.Client;
using NetDrms.Sums.Daemon;
using NetDrms.Testing;
using Xunit;

namespace NetDrms.Drms.Tests.Sessions;

/// <summary>A DRMS database and a storage daemon of our own over it, with one partition in a temporary folder; nothing waits for time to pass.</summary>
internal sealed class TestStorage : IAsyncDisposable
{
    private readonly TestDatabase _sums;
    private readonly bool _ownsDrms;
    private SumsDaemon? _daemon;

    private TestStorage(TestDatabase drms, bool ownsDrms, TestDatabase sums, string root)
    {
        Drms = drms;
        _ownsDrms = ownsDrms;
        _sums = sums;
        Root = root;
    }

    /// <summary>The DRMS database.</summary>
    public TestDatabase Drms { get; }

    /// <summary>Folder of the only partition.</summary>
    public string Root { get; }

    /// <summary>Where the daemon listens; of the last one when it is stopped.</summary>
    public SumsAddress Address { get; private set; } = SumsAddress.Tcp("127.0.0.1", 1);

    public static async Task<TestStorage> StartAsync(TestDatabase? drms = null, string? partition = null)
    {
        string root = partition ?? Directory.CreateTempSubdirectory("netdrms-records-").FullName;
        TestStorage storage = new(drms ?? await TestCluster.NewDrmsDatabaseAsync(), drms is null, await TestCluster.NewSumsDatabaseAsync(), root);
        await storage._sums.ExecuteAsync($"insert into sum_partn_avail (partn_name, total_bytes, avail_bytes, pds_set_num) values ({root}, 0, 0, 0)");
        await storage.RunAsync();
        return storage;
    }

    public async Task RunAsync()
    {
        SumsOptions options = new() { Port = 0, AbandonedMinutes = 0, UnconfirmedHours = 0, SalvageDays = 0, DrainSeconds = 0, UserName = TestCluster.ProductionUser };
        _daemon = await SumsDaemon.StartAsync(options, _sums.Target, Drms.Target, NullLoggerFactory.Instance, meters: null, CancellationToken.None);
        Address = SumsAddress.Tcp("127.0.0.1", _daemon.Port);
    }

    public async Task StopAsync()
    {
        if (_daemon is not null)
            await _daemon.DisposeAsync();
        _daemon = null;
    }

    /// <summary>Waits until all sessions have ended and the daemon has settled what they left.</summary>
    public async Task SettleAsync()
    {
        while (_daemon!.SessionCount > 0)
            await Task.Delay(5, TestContext.Current.CancellationToken);
        await _daemon.ReconcileAsync(TestContext.Current.CancellationToken);
        // While older transactions run anywhere in the cluster, those of other tests, the daemon does not know whether a row may still appear.
        while (await SumsAsync($"select count(*)::text from netdrms.sums_unit") != "0")
        {
            await Task.Delay(20, TestContext.Current.CancellationToken);
            await _daemon.ReconcileAsync(TestContext.Current.CancellationToken);
        }
    }

    /// <summary>The files in the partition, as <c>D1/S00000/name</c>.</summary>
    public string[] Files() => [.. Directory.EnumerateFiles(Root, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(Root, path)).Order(StringComparer.Ordinal)];

    /// <summary>The unit directories in the partition.</summary>
    public string[] Units() => [.. Directory.EnumerateDirectories(Root).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    /// <summary>One value of the SUMS database.</summary>
    public Task<string?> SumsAsync(SqlText sql) => _sums.ScalarAsync<string>(sql);

    /// <summary>One value of the DRMS database.</summary>
    public Task<string?> DrmsAsync(SqlText sql) => Drms.ScalarAsync<string>(sql);

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await _sums.DisposeAsync();
        if (_ownsDrms)
            await Drms.DisposeAsync();
        if (Directory.Exists(Root))
            Directory.Delete(Root, recursive: true);
    }
}
