using System.Text.Json;

namespace NetDrms.Sums.Daemon;

/// <summary>Times of one kind of request in an interval: how many, how many failed, median and the time that one in a hundred exceeds. Thread-safe.</summary>
internal sealed class RequestTimes
{
    private const double Step = 1.25;         // each bucket is so much longer than the one before
    private const double ShortestMs = 0.01;
    private const int Buckets = 96;           // up to half a day
    private readonly Lock _gate = new();
    private readonly long[] _counts = new long[Buckets];
    private long _count;
    private long _errors;

    /// <summary>Counts a request.</summary>
    public void Add(TimeSpan time, bool isError)
    {
        int bucket = (int)Math.Clamp(Math.Ceiling(Math.Log(Math.Max(time.TotalMilliseconds, ShortestMs) / ShortestMs, Step)), 0, Buckets - 1);
        lock (_gate)
        {
            _counts[bucket]++;
            _count++;
            _errors += isError ? 1 : 0;
        }
    }

    /// <summary>Tells the interval and begins the next; nothing when nothing was counted.</summary>
    public void Take(Utf8JsonWriter json, string type)
    {
        lock (_gate)
        {
            if (_count == 0)
                return;
            json.WriteStartObject();
            json.WriteString("type", type);
            json.WriteNumber("count", _count);
            json.WriteNumber("errors", _errors);
            json.WriteNumber("median_ms", Quantile(0.5));
            json.WriteNumber("late_ms", Quantile(0.99));
            json.WriteEndObject();
            Array.Clear(_counts);
            _count = _errors = 0;
        }
    }

    private double Quantile(double share)
    {
        long wanted = (long)Math.Ceiling(_count * share);
        int bucket = 0;
        for (long seen = _counts[0]; seen < wanted; seen += _counts[bucket])
            bucket++;
        return Math.Round(ShortestMs * Math.Pow(Step, bucket), 3);
    }
}
