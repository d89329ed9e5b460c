using System.Collections.Concurrent;
using NetDrms.Model.Series;

namespace NetDrms.Drms.Catalog;

/// <summary>Definitions that a server remembers for a short time, so that a request need not ask for its series. Spec 06, "What better looks like" 2.</summary>
/// <param name="lifetime">How long one is remembered; what others change is seen after that time at the latest.</param>
/// <param name="clock">The clock.</param>
/// <remarks>Thread-safe. That a series does not exist is never remembered. All who share it must be the same role to the database.</remarks>
public sealed class CatalogCache(TimeSpan lifetime, TimeProvider clock)
{
    /// <summary>Most definitions that are remembered; one of 200 keywords takes about 100 kB.</summary>
    public const int MostSeries = 500;

    private readonly ConcurrentDictionary<string, (SeriesDefinition Series, long Read)> _known = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Gives a series as it was read at most <c>lifetime</c> ago, or reads it; null when it does not exist.</summary>
    /// <param name="name">Its name, in any case.</param>
    /// <param name="catalog">Reads it.</param>
    /// <param name="cancel">Stops waiting for the database.</param>
    public async ValueTask<SeriesDefinition?> FindAsync(SeriesName name, SeriesCatalog catalog, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        long asked = clock.GetTimestamp();
        if (_known.TryGetValue(name.Text, out (SeriesDefinition Series, long Read) known) && clock.GetElapsedTime(known.Read, asked) < lifetime)
            return known.Series;
        if (await catalog.FindAsync(name, cancel) is not SeriesDefinition series)
        {
            _known.TryRemove(name.Text, out _);
            return null;
        }
        if (_known.Count >= MostSeries)
            MakeRoom(asked);
        _known[name.Text] = (series, asked);
        return series;
    }

    private void MakeRoom(long now)
    {
        foreach ((string name, (_, long read)) in _known)
        {
            if (clock.GetElapsedTime(read, now) >= lifetime)
                _known.TryRemove(name, out _);
        }
        if (_known.Count >= MostSeries)
            _known.Clear();
    }
}
