using System.Diagnostics;
using System.Diagnostics.Metrics;
using NetDrms.Server.Web.Turns;

namespace NetDrms.Server.Web.Requests;

/// <summary>Measurements of the web role: meter <c>NetDrms.Web</c>. Spec 06, "What better looks like" 12.</summary>
internal sealed class WebMetrics
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "NetDrms.Web";

    private readonly Histogram<double> _duration;
    private readonly Counter<long> _bytes;

    /// <summary>Makes the instruments.</summary>
    public WebMetrics(IMeterFactory meters, FairQueue queue)
    {
        Meter meter = meters.Create(MeterName);
        _duration = meter.CreateHistogram<double>("netdrms.web.request.duration", "s", "time of a request, its wait included");
        _bytes = meter.CreateCounter<long>("netdrms.web.response.bytes", "By", "bytes of answers");
        meter.CreateObservableGauge("netdrms.web.queries.running", () => queue.Running, "{query}", "queries that run");
        meter.CreateObservableGauge("netdrms.web.queries.waiting", () => queue.Waiting, "{request}", "requests that wait for their turn");
    }

    /// <summary>Counts an answer.</summary>
    public void Add(string program, int status, TimeSpan time, long bytes)
    {
        if (!_duration.Enabled && !_bytes.Enabled)
            return;
        TagList tags = new() { { "program", program }, { "status", status } };
        _duration.Record(time.TotalSeconds, tags);
        _bytes.Add(bytes, tags);
    }
}
