using System.Diagnostics.Metrics;

namespace NetDrms.Sums.Steward;

/// <summary>Measurements of retention; names are an interface.</summary>
internal sealed class RetentionMetrics
{
    private readonly Counter<long> _units;
    private readonly Counter<long> _bytes;

    public RetentionMetrics(IMeterFactory? meters)
    {
        Meter meter = meters?.Create("NetDrms.Sums.Steward") ?? new Meter("NetDrms.Sums.Steward");
        _units = meter.CreateCounter<long>("netdrms.sums.expired.units", "{unit}", "Storage units that have expired, by step.");
        _bytes = meter.CreateCounter<long>("netdrms.sums.expired", "By", "Bytes of storage units that have expired, by step.");
    }

    /// <summary>Counts what a pass did.</summary>
    public void Count(PassResult result)
    {
        Add("doomed", result.DoomedUnits, result.DoomedBytes);
        Add("removed", result.Removed.Units, result.Removed.Bytes);
    }

    private void Add(string step, int units, long bytes)
    {
        if (units == 0)
            return;
        _units.Add(units, new KeyValuePair<string, object?>("step", step));
        _bytes.Add(bytes, new KeyValuePair<string, object?>("step", step));
    }
}
