using System.Diagnostics;
using NetDrms.Database.Site;

namespace NetDrms.Server.Web.Turns;

/// <summary>Slows an address down that sends more requests a second than it may: a token bucket each, kept as the time at which the bucket is full again.</summary>
/// <param name="options">Rate and burst.</param>
/// <remarks>Thread-safe. What it remembers of addresses that are idle is given up.</remarks>
internal sealed class AddressPace(WebOptions options)
{
    private const int SweepAt = 10_000;

    private readonly Lock _lock = new();   // guards _full and _sweepAt
    private readonly Dictionary<string, double> _full = new(StringComparer.Ordinal);
    private int _sweepAt = SweepAt;

    /// <summary>Counts a request.</summary>
    /// <param name="address">Who sends it.</param>
    /// <returns>How long it has to wait; null when that is longer than requests wait here, and it is not counted.</returns>
    public TimeSpan? Take(string address) => Take(address, Stopwatch.GetTimestamp() / (double)Stopwatch.Frequency);

    /// <summary>Counts a request at a moment, in seconds.</summary>
    internal TimeSpan? Take(string address, double now)
    {
        if (options.RequestsPerSecond <= 0)
            return TimeSpan.Zero;
        double cost = 1 / options.RequestsPerSecond;
        lock (_lock)
        {
            double full = Math.Max(_full.GetValueOrDefault(address), now) + cost;
            double wait = Math.Max(0, full - now - (options.RequestBurst * cost));
            if (wait > options.WaitSeconds)
                return null;
            _full[address] = full;
            if (_full.Count >= _sweepAt)
                Sweep(now);
            return TimeSpan.FromSeconds(wait);
        }
    }

    private void Sweep(double now)
    {
        foreach ((string address, double full) in _full)
        {
            if (full <= now)
                _full.Remove(address);   // allowed while enumerating
        }
        _sweepAt = Math.Max(SweepAt, 2 * _full.Count);
    }
}
