using System.Diagnostics.Metrics;

namespace NetDrms.Sums.Daemon;

/// <summary>Measurements of the storage daemon; names are an interface.</summary>
internal sealed class SumsMetrics : IDisposable
{
    private readonly Meter _meter;
    private readonly Histogram<double> _requests;
    private readonly Counter<long> _sealedBytes;
    private readonly Counter<long> _settled;

    public SumsMetrics(IMeterFactory? meters, Func<int> sessions)
    {
        _meter = meters?.Create("NetDrms.Sums") ?? new Meter("NetDrms.Sums");
        _requests = _meter.CreateHistogram<double>("netdrms.sums.request.duration", "s", "Time from request to answer.");
        _sealedBytes = _meter.CreateCounter<long>("netdrms.sums.sealed", "By", "Bytes of storage units put.");
        _settled = _meter.CreateCounter<long>("netdrms.sums.settled", "{unit}", "Storage units settled by the reconciler, by outcome.");
        _meter.CreateObservableGauge("netdrms.sums.sessions", sessions, "{session}", "Sessions that have not ended.");
    }

    /// <summary>Counts an answered request.</summary>
    public void Answered(string type, string status, TimeSpan time) => _requests.Record(time.TotalSeconds, new("request", type), new("status", status));

    /// <summary>Counts bytes put.</summary>
    public void Sealed(long bytes) => _sealedBytes.Add(bytes);

    /// <summary>Counts a unit that the reconciler has settled.</summary>
    public void Settled(string outcome) => _settled.Add(1, new KeyValuePair<string, object?>("outcome", outcome));

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();
}
