using System.Diagnostics.Metrics;
using NetDrms.Sums.Partitions;

namespace NetDrms.Sums.Integrity;

/// <summary>Measurements of partitions and of verification; names are an interface.</summary>
internal sealed class IntegrityMetrics : IDisposable
{
    private readonly Meter _meter;
    private readonly Counter<long> _verified;
    private readonly Counter<long> _verifiedBytes;
    private volatile IReadOnlyList<(PartitionStatus Status, bool IsAlarmed)> _partitions = [];

    public IntegrityMetrics(IMeterFactory? meters)
    {
        _meter = meters?.Create("NetDrms.Sums.Steward") ?? new Meter("NetDrms.Sums.Steward");
        _verified = _meter.CreateCounter<long>("netdrms.sums.verified.units", "{unit}", "Storage units read and compared with their manifests, by outcome.");
        _verifiedBytes = _meter.CreateCounter<long>("netdrms.sums.verified", "By", "Bytes of storage units read for that.");
        _meter.CreateObservableGauge("netdrms.sums.partition.free", () => Each(static p => p.Status.FreeBytes), "By", "Free bytes of a partition.");
        _meter.CreateObservableGauge("netdrms.sums.partition.size", () => Each(static p => p.Status.TotalBytes), "By", "All bytes of a partition.");
        _meter.CreateObservableGauge("netdrms.sums.partition.reserved", () => Each(static p => p.Status.ReservedBytes), "By", "Bytes that open allocations will take.");
        _meter.CreateObservableGauge("netdrms.sums.partition.alarm", () => Each(static p => p.IsAlarmed ? 1 : 0), "{alarm}", "1 while a partition fills up.");
        _meter.CreateObservableGauge("netdrms.sums.partition.usable", () => Each(static p => p.Status.State is PartitionState.Open or PartitionState.Closed ? 1 : 0), "{partition}", "1 while a partition can be read and has room.");
    }

    /// <summary>Takes what the watch saw; this process shows it while it has the duty.</summary>
    public void Saw(IReadOnlyList<(PartitionStatus Status, bool IsAlarmed)> partitions) => _partitions = partitions;

    /// <summary>Counts a unit that was read.</summary>
    public void Verified(string outcome, long bytes)
    {
        _verified.Add(1, new KeyValuePair<string, object?>("outcome", outcome));
        _verifiedBytes.Add(bytes);
    }

    private IEnumerable<Measurement<long>> Each(Func<(PartitionStatus Status, bool IsAlarmed), long?> value) =>
        from partition in _partitions
        let number = value(partition)
        where number is not null
        select new Measurement<long>(number.Value, new KeyValuePair<string, object?>("partition", partition.Status.Folder));

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();
}
