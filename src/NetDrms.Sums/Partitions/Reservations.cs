using System.Collections.Concurrent;

namespace NetDrms.Sums.Partitions;

/// <summary>What open allocations of this daemon will take on each partition. Spec 04, better 8.</summary>
internal sealed class Reservations
{
    /// <summary>What a module asks whatever it needs (spec 04 §3.6): no statement about its unit.</summary>
    public const long UsualAsk = 104_857_600;

    private const long LeastTypical = 1 << 20;
    private const double Weight = 1.0 / 16;   // of the newest unit in the mean
    private readonly ConcurrentDictionary<long, (string Partition, long Bytes)> _units = new();
    private readonly ConcurrentDictionary<string, StrongLong> _sums = new(StringComparer.Ordinal);
    private double _mean = UsualAsk / 2.0;    // until units tell: a module's word

    private sealed class StrongLong
    {
        public long Value;
    }

    /// <summary>Size that units come to for which a module asked the usual number: twice the mean of the recent ones.</summary>
    public long TypicalBytes => Math.Clamp((long)(2 * Volatile.Read(ref _mean)), LeastTypical, UsualAsk);

    /// <summary>What a unit is expected to take.</summary>
    public long Expected(long askedBytes) => askedBytes == UsualAsk ? TypicalBytes : askedBytes;

    /// <summary>Counts a unit that was allocated; one that is known is counted anew.</summary>
    public void Add(long sunum, string partition, long bytes)
    {
        Release(sunum);
        if (_units.TryAdd(sunum, (partition, bytes)))
            Interlocked.Add(ref _sums.GetOrAdd(partition, static _ => new()).Value, bytes);
    }

    /// <summary>Ends a reservation; one that is not there is no error.</summary>
    public void Release(long sunum)
    {
        if (_units.TryRemove(sunum, out (string Partition, long Bytes) unit))
            Interlocked.Add(ref _sums[unit.Partition].Value, -unit.Bytes);
    }

    /// <summary>Learns what a unit came to for which so much was asked.</summary>
    public void Learn(long askedBytes, long bytes)
    {
        if (askedBytes == UsualAsk)
            Volatile.Write(ref _mean, _mean + ((bytes - _mean) * Weight));   // a lost update of two at once does no harm
    }

    /// <summary>Begins with what stored units came to.</summary>
    public void Seed(double meanBytes) => Volatile.Write(ref _mean, meanBytes);

    /// <summary>Sum of a partition's reservations.</summary>
    public long On(string partition) => _sums.TryGetValue(partition, out StrongLong? sum) ? Math.Max(0, Interlocked.Read(ref sum.Value)) : 0;
}
