using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using NetDrms.Database.Sql;
using NetDrms.Model.Errors;
using NetDrms.Sums.Archive;
using NetDrms.Sums.Archive.Administration;
using NetDrms.Sums.Archive.Writing;
using NetDrms.Sums.Daemon;
using NetDrms.Sums.Integrity;

namespace NetDrms.Sums.Steward;

/// <summary>Role "steward": everything that SUMS does without being asked over the wire — room on partitions, verification, archive — and the tasks that commands ask for.</summary>
/// <remarks>Several may share one SUMS database: each duty is done by one of them, and by another when that one dies.</remarks>
public sealed class StewardService : IAsyncDisposable
{
    private readonly SumsDatabase _database;
    private readonly Duties _duties;
    private readonly TaskRunner _tasks;
    private readonly SiteArchive? _archive;
    private readonly IntegrityMetrics _metrics;
    private readonly CancellationTokenSource _stop = new();
    private Task _running = Task.CompletedTask;

    private StewardService(StewardParts parts)
    {
        _database = parts.Database;
        _duties = new(parts.Database.Target, parts.Log);
        _tasks = new(parts.Database, parts.Log);
        RetentionDuty retention = new(parts, TimeProvider.System);
        _duties.Add(DutyKind.Retention, retention.RunAsync);
        _tasks.Add(ExpireOrder.TaskKind, new ExpireTask(retention, parts.Options.Retention).DoAsync);
        _archive = parts.Archive;
        if (_archive is not null)
        {
            _duties.Add(DutyKind.Archive, new ArchiveDuty(_archive, TimeProvider.System).RunAsync);
            ArchiveTasks.AddTo(_tasks, _archive);
        }
        _metrics = new(parts.Meters);
        _duties.Add(DutyKind.Watch, new PartitionWatch(parts, _metrics).RunAsync);
        _duties.Add(DutyKind.Verification, new VerificationDuty(parts, _metrics, _archive is null ? null : _archive.Desk.RestoreAsync).RunAsync);
    }

    /// <summary>Starts.</summary>
    /// <param name="options">Section [steward].</param>
    /// <param name="sums">The SUMS database.</param>
    /// <param name="drms">The DRMS database, in which records of units with archive flag -1 are deleted; null when there is none.</param>
    /// <param name="logs">Where log lines go.</param>
    /// <param name="meters">Where measurements go; null for the process-wide ones.</param>
    /// <exception cref="DrmsException">The options are wrong.</exception>
    public static StewardService Start(StewardOptions options, DatabaseTarget sums, DatabaseTarget? drms, ILoggerFactory logs, IMeterFactory? meters)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(logs);
        foreach (DrmsError error in options.Check())
            throw new DrmsException(error);
        ILogger log = logs.CreateLogger("NetDrms.Sums.Steward");
        SumsDatabase database = new(sums, options.DatabaseConnections, log);
        StewardParts parts = new()
        {
            Options = options, Database = database, Drms = drms, Log = log, Meters = meters, Archive = SiteArchive.TryOpen(options.Archive, database, log),
        };
        StewardService service = new(parts);
        service._running = Task.WhenAll(
            service._duties.RunAsync(service._stop.Token), service._tasks.RunAsync(service._stop.Token), parts.Archive?.Retriever.RunAsync(service._stop.Token) ?? Task.CompletedTask);
        return service;
    }

    /// <summary>Ends all work at its next safe point.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _running;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await _duties.DisposeAsync();
        if (_archive is not null)
            await _archive.DisposeAsync();
        await _database.DisposeAsync();
        _metrics.Dispose();
        _stop.Dispose();
    }
}
