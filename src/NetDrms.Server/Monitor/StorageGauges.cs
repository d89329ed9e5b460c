using System.Diagnostics.Metrics;
using NetDrms.Server.Roles;
using NetDrms.Sums.Overview;
using Npgsql;

namespace NetDrms.Server.Monitor;

/// <summary>Gauges of what stands in the SUMS database, read every 15 s: partitions, unsettled and damaged units, archive backlog. Spec 04, better 12.</summary>
internal sealed class StorageGauges : BackgroundService
{
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(15);
    private readonly StorageReading _reading;
    private readonly ILogger<StorageGauges> _log;
    private volatile StorageState _state = new([], [], 0);
    private volatile IReadOnlyList<ArchiveBacklog> _backlog = [];

    /// <summary>Makes the instruments.</summary>
    public StorageGauges(StorageReading reading, IMeterFactory meters, ILogger<StorageGauges> log)
    {
        _reading = reading;
        _log = log;
        Meter meter = meters.Create("NetDrms.Storage");
        meter.CreateObservableGauge("netdrms.storage.partition.free", () => _state.Partitions.Select(p => Of(p.FreeBytes, p)), "By", "free bytes of partitions");
        meter.CreateObservableGauge("netdrms.storage.partition.size", () => _state.Partitions.Select(p => Of(p.TotalBytes, p)), "By", "size of partitions");
        meter.CreateObservableGauge("netdrms.storage.partition.set", () => _state.Partitions.Select(p => Of(p.Set, p)), null, "set in which a partition is written; -1 = closed");
        meter.CreateObservableGauge("netdrms.storage.partition.errors", () => _state.Partitions.Select(p => Of(p.Errors, p)), "{error}", "errors seen on partitions");
        meter.CreateObservableGauge("netdrms.storage.unsettled", () => _state.Unsettled.Select(static u => new Measurement<long>(u.Units, new KeyValuePair<string, object?>("step", u.Step))), "{unit}", "units in the journal");
        meter.CreateObservableGauge("netdrms.storage.damaged", () => _state.Damaged, "{unit}", "units that verification found damaged");
        meter.CreateObservableGauge("netdrms.storage.archive.backlog", () => _backlog.Sum(static b => b.Units), "{unit}", "units that wait for the archive");
        meter.CreateObservableGauge("netdrms.storage.archive.backlog.bytes", () => _backlog.Sum(static b => b.Bytes), "By", "bytes that wait for the archive");
    }

    private static Measurement<long> Of(long value, PartitionUse partition) => new(value, new KeyValuePair<string, object?>("partition", partition.Folder));

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(s_pause);
        do
        {
            try
            {
                await using NpgsqlConnection connection = await _reading.OpenAsync(stoppingToken);
                _state = await StorageState.ReadAsync(connection, stoppingToken);
                _backlog = await StorageOutlook.BacklogAsync(connection, stoppingToken);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)   // whatever it is: measuring never ends the daemon
            {
                _log.NotWell(failure);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}
