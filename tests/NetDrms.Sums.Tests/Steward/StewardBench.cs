using System.Diagnostics;
using NetDrms.Database.Sql;
using NetDrms.Sums.Client;
using NetDrms.Sums.Daemon;
using NetDrms.Sums.Steward;
using NetDrms.Sums.Tests.Daemon;
using NetDrms.Sums.Units;

namespace NetDrms.Sums.Tests.Steward;

/// <summary>A daemon with units in its partitions, and the retention of a steward whose passes a test makes one by one.</summary>
internal sealed class StewardBench : IAsyncDisposable
{
    private readonly SumsDatabase _database;
    private readonly Dictionary<string, ScrubState> _states = [];
    private readonly List<string> _mounts = [];
    private bool _isTwin;

    private StewardBench(TestSums sums, RetentionOptions options)
    {
        Sums = sums;
        Options = options;
        _database = new(sums.Database.Target, 4, sums.Log);
        Journal = new(_database);
        Retention = new(
            new StewardParts { Options = new() { Retention = options }, Database = _database, Drms = sums.Drms?.Target, Log = sums.Log, Meters = null }, TimeProvider.System);
    }

    /// <summary>Everything that has expired goes, at once.</summary>
    public static RetentionOptions Everything { get; } = new() { LowWaterPercent = 0, HighWaterPercent = 0, EmergencyWaterPercent = 100, UndeleteMinutes = 0 };

    /// <summary>Everything that has expired loses its rows, its directories wait for an hour.</summary>
    public static RetentionOptions Waiting { get; } = Everything with { UndeleteMinutes = 60 };

    public TestSums Sums { get; }

    public RetentionOptions Options { get; }

    public RetentionDuty Retention { get; }

    public ExpiryJournal Journal { get; }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task<StewardBench> StartAsync(RetentionOptions? options = null, bool withDrms = false, SumsOptions? daemon = null)
    {
        TestSums sums = await TestSums.StartAsync(daemon, withDrms);
        if (withDrms)
            await sums.Drms!.ExecuteAsync($"create schema h04; create table h04.t (recnum bigint primary key, sunum bigint); grant usage on schema h04 to public; grant select on h04.t to public; grant delete on h04.t to sumsadmin");
        return new(sums, options ?? Everything);
    }

    /// <summary>Another steward over the same database.</summary>
    public StewardBench Twin() => new(Sums, Options) { _isTwin = true };

    /// <summary>Puts units of 24605 bytes.</summary>
    public async Task<AllocatedUnit[]> PutAsync(int count, string series = "h04.t", Action<AllocatedUnit>? fill = null)
    {
        await using SumsClient client = await Sums.OpenAsync();
        AllocatedUnit[] units = new AllocatedUnit[count];
        for (int i = 0; i < count; i++)
        {
            units[i] = await client.AllocAsync(1000, 0, Cancel);
            (fill ?? TestSums.Fill)(units[i]);
        }
        await client.PutAsync(units, series, 10, ArchiveType.TemporaryNoArchive, Cancel);
        await client.CloseAsync(Cancel);
        return units;
    }

    /// <summary>Sets the effective date of a unit.</summary>
    public Task DateAsync(AllocatedUnit unit, string? date) => Sums.Database.ExecuteAsync($"update sum_partn_alloc set effective_date = {date} where ds_index = {unit.Sunum.Value}");

    /// <summary>One pass over all partitions.</summary>
    public Task<List<PassResult>> PassAsync(RetentionOptions? options = null) =>
        Retention.PassAsync(PassTerms.Of(options ?? Options, mayExpire: true), Retention.IsLookedAfter, _states, Cancel);

    /// <summary>Numbers of the units that are on line.</summary>
    public async Task<long[]> OnLineAsync() => [.. (await Sums.RowsAsync($"select ds_index from sum_main where online_status = 'Y' order by 1")).Select(long.Parse)];

    /// <summary>Number and step of all entries of the steward's journal.</summary>
    public Task<List<string>> EntriesAsync() => Sums.RowsAsync($"select sunum, step from netdrms.sums_expiry order by entry");

    /// <summary>Fails unless rows and directories tell of the same units.</summary>
    public async Task AgreeAsync() =>
        Assert.Equal((await Sums.RowsAsync($"select online_loc from sum_main where online_status = 'Y'")).Select(path => Path.GetRelativePath(Sums.Root, path)).Order(StringComparer.Ordinal), Sums.Directories());

    /// <summary>Makes SUM8 the only partition, a file system of so many bytes; skips the test where that cannot be done.</summary>
    public async Task<string> MountAsync(string size)
    {
        if (!Environment.IsPrivilegedProcess)
            Assert.Skip("only root can mount a small file system");
        string folder = Sums.Partition("SUM8");
        using Process mount = Process.Start("mount", ["-t", "tmpfs", "-o", $"size={size}", "tmpfs", folder]);
        await mount.WaitForExitAsync(Cancel);
        if (mount.ExitCode != 0)
            Assert.Skip("file systems cannot be mounted here");
        _mounts.Add(folder);
        await Sums.Database.ExecuteAsync($"delete from sum_partn_avail where partn_name <> {folder}");
        return folder;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (string folder in _mounts)
        {
            using Process unmount = Process.Start("umount", ["-l", folder]);
            await unmount.WaitForExitAsync(CancellationToken.None);
        }
        await _database.DisposeAsync();
        if (!_isTwin)
            await Sums.DisposeAsync();
    }
}
