using Microsoft.Extensions.Logging;
using NetDrms.Database.Sql;
using NetDrms.Sums.Daemon;
using NetDrms.Sums.Integrity;

namespace NetDrms.Sums.Partitions;

/// <summary>What is known of partitions beside their free bytes: reservations of all daemons, work on their disks, recent errors. Spec 04, better 8.</summary>
/// <remarks>What other daemons and old grants hold is read in the background every few seconds; no request waits for it.</remarks>
internal sealed class Placement(SumsDatabase database, int instance, FreeSpace space, DiskWork disk, TimeProvider time, ILogger log)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5);
    private readonly Lock _gate = new();   // guards what follows; never held across an await
    private readonly Dictionary<string, PartitionErrors> _errors = new(StringComparer.Ordinal);
    private Dictionary<string, long> _others = new(StringComparer.Ordinal);
    private Task? _refreshing;
    private long _refreshedAt;
    private bool _isSeeded;

    /// <summary>Reservations of this daemon's open allocations.</summary>
    public Reservations Reservations { get; } = new();

    /// <summary>The partitions of a set with all that the choice needs.</summary>
    public async Task<List<Candidate>> CandidatesAsync(int set, IReadOnlyList<string> folders, CancellationToken cancel)
    {
        Refresh();
        FreeBytes[] free = await Task.WhenAll(folders.Select(folder => space.OfAsync(folder, cancel).AsTask()));
        DateTimeOffset now = time.GetUtcNow();
        lock (_gate)
        {
            return [.. folders.Select((folder, i) => new Candidate(folder, set, free[i])
            {
                Reserved = Reservations.On(folder) + _others.GetValueOrDefault(folder),
                Errors = _errors.GetValueOrDefault(folder).Now(now),
                Waiting = disk.WaitingOn(folder),
            })];
        }
    }

    /// <summary>Notes an error of a partition: for this daemon at once, for the others and for people in <c>netdrms.sums_partition</c>.</summary>
    public async Task FailedAsync(string folder, string why)
    {
        DateTimeOffset now = time.GetUtcNow();
        space.Forget(folder);
        lock (_gate)
            _errors[folder] = _errors.GetValueOrDefault(folder).Add(now);
        try
        {
            await database.ExecuteAsync(
                $"""
                insert into netdrms.sums_partition as p (partn_name, errors, last_error, last_error_at) values ({folder}, 1, {why}, now())
                on conflict (partn_name) do update set
                    errors = p.errors * power(0.5, extract(epoch from now() - p.errors_at) / {PartitionErrors.HalfLife.TotalSeconds}) + 1,
                    errors_at = now(), last_error = excluded.last_error, last_error_at = now()
                """,
                CancellationToken.None);
        }
        catch (SumsFailure lost)
        {
            log.PlacementUnknown(lost);
        }
    }

    private void Refresh()
    {
        lock (_gate)
        {
            if (_refreshing is { IsCompleted: false } || (_refreshedAt != 0 && time.GetElapsedTime(_refreshedAt) < Fresh))
                return;
            _refreshedAt = time.GetTimestamp();
            _refreshing = Task.Run(RefreshAsync);
        }
    }

    /// <summary>Waits for what is being read; at the end of the daemon.</summary>
    public Task EndAsync()
    {
        lock (_gate)
            return _refreshing ?? Task.CompletedTask;
    }

    private async Task RefreshAsync()
    {
        try
        {
            await SeedAsync();
            List<(string Folder, long Bytes)> others = await OthersAsync();
            List<(string Folder, PartitionErrors Errors)> errors = await database.ReadAsync(
                $"select partn_name, errors, errors_at from netdrms.sums_partition where errors > 0.01",
                static row => (row.GetString(0), new PartitionErrors(row.GetDouble(1), row.GetFieldValue<DateTimeOffset>(2))),
                CancellationToken.None);
            lock (_gate)
            {
                _others = others.ToDictionary(static one => one.Folder, static one => one.Bytes, StringComparer.Ordinal);
                _errors.Clear();
                foreach ((string folder, PartitionErrors noted) in errors)
                    _errors[folder] = noted;
            }
        }
        catch (SumsFailure lost)
        {
            log.PlacementUnknown(lost);
        }
    }

    private async Task SeedAsync()
    {
        if (_isSeeded)
            return;
        List<double> mean = await database.ReadAsync(
            $"select avg(bytes)::double precision from (select bytes from public.sum_main order by ds_index desc limit 100) recent having count(*) > 0", static row => row.GetDouble(0), CancellationToken.None);
        if (mean.Count > 0)
            Reservations.Seed(mean[0]);
        _isSeeded = true;
    }

    // Own open allocations are counted as they come and go; here are those of other daemons, and directories that wait for a put.
    private Task<List<(string Folder, long Bytes)>> OthersAsync()
    {
        long typical = Reservations.TypicalBytes;
        return database.ReadAsync(
            $"""
            select regexp_replace(path, '/[^/]*$', ''), sum(case asked_bytes when {Reservations.UsualAsk} then {typical} else asked_bytes end)::bigint
            from netdrms.sums_unit
            where step = 'granted' and expires > now() or step in ('making', 'allocated', 'sealing') and instance <> {instance}
            group by 1
            """,
            static row => (row.GetString(0), row.GetInt64(1)),
            CancellationToken.None);
    }
}
