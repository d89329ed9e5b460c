using System.Globalization;

namespace NetDrms.Modules.Driver;

/// <summary>The queries of a web server that can be stopped by their handle. Spec 06 §1, §2.1: <c>userhandle</c>, <c>jsoc_WebRequestID</c>, <c>jsoc_userkill</c>.</summary>
/// <remarks>
/// Handles are serial numbers and easily guessed, so a query is stopped from the address that it came from only. They live as long as the process.
/// Thread-safe.
/// </remarks>
internal sealed class RunningQueries
{
    /// <summary>Longest handle that is taken.</summary>
    public const int LongestHandle = 64;

    private readonly Lock _gate = new();   // guards the fields below; never held across an await
    private readonly Dictionary<(string Handle, string Address), List<RunningQuery>> _running = [];
    private DateOnly _day;
    private int _serial;

    /// <summary>How many queries run under a handle.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
                return _running.Values.Sum(list => list.Count);
        }
    }

    /// <summary>Gives a new handle, <c>YYYYMMDD_NNNNN</c>.</summary>
    public string NextHandle(DateTimeOffset now)
    {
        DateOnly day = DateOnly.FromDateTime(now.UtcDateTime);
        lock (_gate)
        {
            _serial = day == _day ? _serial + 1 : 1;
            _day = day;
            return string.Create(CultureInfo.InvariantCulture, $"{day:yyyyMMdd}_{_serial:00000}");
        }
    }

    /// <summary>Registers a query until it is disposed.</summary>
    /// <param name="handle">The caller's handle; a missing one, or one that cannot be a handle, cannot be stopped by it.</param>
    /// <param name="address">Where the query came from.</param>
    /// <param name="cancel">What else stops it.</param>
    public RunningQuery Begin(string? handle, string address, CancellationToken cancel)
    {
        bool isKnown = handle is { Length: > 0 and <= LongestHandle };
        RunningQuery query = new(isKnown ? this : null, (handle ?? "", address), cancel);
        if (!isKnown)
            return query;
        lock (_gate)
        {
            if (!_running.TryGetValue(query.Key, out List<RunningQuery>? list))
                _running[query.Key] = list = [];
            list.Add(query);
        }
        return query;
    }

    /// <summary>Stops the queries of a handle.</summary>
    /// <returns>How many there were.</returns>
    public int Stop(string handle, string address)
    {
        RunningQuery[] stopped;
        lock (_gate)
            stopped = _running.TryGetValue((handle, address), out List<RunningQuery>? list) ? [.. list] : [];
        foreach (RunningQuery query in stopped)
            query.Stop();
        return stopped.Length;
    }

    internal void End(RunningQuery query)
    {
        lock (_gate)
        {
            if (_running.TryGetValue(query.Key, out List<RunningQuery>? list) && list.Remove(query) && list.Count == 0)
                _running.Remove(query.Key);
        }
    }
}
