using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Extensions.Logging;
using NetDrms.Database.Sql;
using NetDrms.Sums.Client;
using NetDrms.Sums.Daemon;
using NetDrms.Sums.Tests.Units;
using NetDrms.Sums.Units;
using Npgsql;

namespace NetDrms.Sums.Tests.Daemon;

/// <summary>A SUMS database of its own, partitions in a temporary folder, and a daemon in this process.</summary>
internal sealed class TestSums : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();

    private TestSums(TestDatabase database, TestDatabase? drms)
    {
        Database = database;
        Drms = drms;
    }

    public TestDatabase Database { get; }

    public TestDatabase? Drms { get; }

    public TestLog Log { get; } = new();

    public SumsOptions Options { get; private set; } = new();

    /// <summary>The daemon; null while stopped.</summary>
    public SumsDaemon? Daemon { get; private set; }

    public SumsAddress Address => SumsAddress.Tcp("127.0.0.1", Daemon!.Port);

    /// <summary>The folder that holds the partitions.</summary>
    public string Root => _folder.Path;

    /// <summary>Folder of a partition.</summary>
    public string Partition(string name) => _folder[name];

    /// <summary>Options that a test changes: a free port, and nothing waits for time to pass.</summary>
    public static SumsOptions Quick { get; } = new()
    {
        Port = 0, GrantHours = 24, AbandonedMinutes = 0, UnconfirmedHours = 0, SalvageDays = 0, DrainSeconds = 0, UserName = "netdrms_production",
    };

    /// <summary>Makes it, with partitions /SUM8 and /SUM9 in set 0.</summary>
    public static async Task<TestSums> StartAsync(SumsOptions? options = null, bool withDrms = false, bool run = true)
    {
        TestSums sums = new(await TestCluster.NewSumsDatabaseAsync(), withDrms ? await TestCluster.NewDrmsDatabaseAsync() : null) { Options = options ?? Quick };
        await sums.AddPartitionAsync("SUM8", 0);
        await sums.AddPartitionAsync("SUM9", 0);
        if (run)
            await sums.RunAsync();
        return sums;
    }

    /// <summary>Makes it as new, for a test that shares it: a database costs more than most conversations.</summary>
    public async Task ClearAsync()
    {
        await SettleAsync();
        await Database.ExecuteAsync($"truncate sum_main, sum_open, sum_partn_alloc, sum_partn_avail, sum_arch_group, netdrms.sums_unit");
        foreach (string folder in System.IO.Directory.GetFileSystemEntries(Root))
            UnitTree.Remove(folder);
        await AddPartitionAsync("SUM8", 0);
        await AddPartitionAsync("SUM9", 0);
    }

    /// <summary>Starts a daemon, also again.</summary>
    public async Task RunAsync(SumsOptions? options = null)
    {
        Options = options ?? Options;
        Daemon = await SumsDaemon.StartAsync(Options, Database.Target, Drms?.Target, Log, meters: null, CancellationToken.None);
    }

    /// <summary>Stops the daemon.</summary>
    public async Task StopAsync()
    {
        if (Daemon is not null)
            await Daemon.DisposeAsync();
        Daemon = null;
    }

    public async Task AddPartitionAsync(string name, int set, bool make = true)
    {
        if (make)
            Directory.CreateDirectory(Partition(name));
        await Database.ExecuteAsync($"insert into sum_partn_avail (partn_name, total_bytes, avail_bytes, pds_set_num) values ({Partition(name)}, 0, 0, {set})");
    }

    /// <summary>Opens a session with our client.</summary>
    public Task<SumsClient> OpenAsync() => SumsClient.OpenAsync(Address, TestContext.Current.CancellationToken);

    /// <summary>Waits until all sessions have ended and what they left is settled.</summary>
    public async Task SettleAsync()
    {
        while (Daemon!.SessionCount > 0)
            await Task.Delay(5, TestContext.Current.CancellationToken);
        // Transactions of other tests, in other databases of the cluster, hold a decision up as well.
        for (int i = 0; await Daemon.ReconcileAsync(TestContext.Current.CancellationToken) > 0 && i < 300; i++)
            await Task.Delay(100, TestContext.Current.CancellationToken);
    }

    /// <summary>Reads rows as text, columns separated by bars.</summary>
    public async Task<List<string>> RowsAsync(SqlText sql)
    {
        await using NpgsqlConnection connection = await Database.DataSource.OpenConnectionAsync();
        await using NpgsqlCommand command = sql.On(connection);
        await using NpgsqlDataReader row = await command.ExecuteReaderAsync();
        List<string> rows = [];
        while (await row.ReadAsync())
            rows.Add(string.Join('|', Enumerable.Range(0, row.FieldCount).Select(i => row.IsDBNull(i) ? "null" : Convert.ToString(row.GetValue(i), CultureInfo.InvariantCulture))));
        return rows;
    }

    /// <summary>Number and step of each entry of the journal.</summary>
    public Task<List<string>> JournalAsync() => RowsAsync($"select sunum, step from netdrms.sums_unit order by 1");

    /// <summary>The unit directories that exist.</summary>
    public string[] Directories() => [.. System.IO.Directory.GetDirectories(Root).SelectMany(System.IO.Directory.GetDirectories).Select(path => Path.GetRelativePath(Root, path)).Order(StringComparer.Ordinal)];

    /// <summary>Fills a unit as a module does: 16384 bytes in slot 0, and Records.txt.</summary>
    public static void Fill(AllocatedUnit unit)
    {
        System.IO.Directory.CreateDirectory(Path.Combine(unit.Path, "S00000"));
        File.WriteAllBytes(Path.Combine(unit.Path, "S00000", "file.dat"), new byte[16384]);
        File.WriteAllText(Path.Combine(unit.Path, "Records.txt"), "series=h04.t\nslot\trecord numb");
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await Database.DisposeAsync();
        if (Drms is not null)
            await Drms.DisposeAsync();
        _folder.Dispose();
    }
}

/// <summary>Keeps log lines, so that a test can look for one.</summary>
internal sealed class TestLog : ILoggerFactory, ILogger
{
    public ConcurrentQueue<(LogLevel Level, string Text)> Lines { get; } = new();

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider)
    {
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Lines.Enqueue((logLevel, exception is null ? formatter(state, exception) : $"{formatter(state, exception)}: {exception}"));

    public void Dispose()
    {
    }
}
