using System.Collections.Concurrent;
using NetDrms.Drms.Catalog;
using NetDrms.Model.Errors;
using NetDrms.Model.Series;
using Npgsql;

namespace NetDrms.Server.Pages.Catalog;

/// <summary>Reads the list of series and what each holds; what was looked up is kept for a while.</summary>
/// <param name="clock">Tells how old it is.</param>
internal sealed class SeriesIndex(TimeProvider clock)
{
    private const int MaxShown = 1000;
    private const int MaxLookedUp = 100;   // two short statements each
    private const int MaxKept = 10_000;
    private static readonly TimeSpan s_fresh = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, (SeriesLine Line, DateTimeOffset Read)> _kept = new(StringComparer.Ordinal);

    /// <summary>Lists the series that have all words of a search in name or description.</summary>
    public async Task<IndexModel> ReadAsync(PageSession session, string search, CancellationToken cancel)
    {
        string[] words = search.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        List<SeriesLine> lines = [];
        int total = 0;
        int found = 0;
        await foreach (SeriesListing listing in session.Catalog.ListAsync(null, cancel))
        {
            total++;
            if (!words.All(word => listing.Name.Contains(word, StringComparison.OrdinalIgnoreCase) || listing.Description.Contains(word, StringComparison.OrdinalIgnoreCase)))
                continue;
            if (++found <= MaxShown)
                lines.Add(new SeriesLine(listing.Name, listing.Description, "", "", ""));
        }
        for (int i = 0; i < lines.Count && i < MaxLookedUp; i++)
            lines[i] = await CompleteAsync(session, lines[i], cancel);
        return new IndexModel(search, [.. lines.GroupBy(NamespaceOf, StringComparer.OrdinalIgnoreCase).Select(group => new NamespaceGroup(group.Key, [.. group]))], found, total, lines.Count);
    }

    private async Task<SeriesLine> CompleteAsync(PageSession session, SeriesLine line, CancellationToken cancel)
    {
        DateTimeOffset now = clock.GetUtcNow();
        if (_kept.TryGetValue(line.Name, out (SeriesLine Line, DateTimeOffset Read) kept) && now - kept.Read < s_fresh && kept.Line.Description == line.Description)
            return kept.Line;
        if (_kept.Count > MaxKept)
            _kept.Clear();
        SeriesLine whole = await LookUpAsync(session, line, cancel);
        _kept[line.Name] = (whole, now);
        return whole;
    }

    private static async Task<SeriesLine> LookUpAsync(PageSession session, SeriesLine line, CancellationToken cancel)
    {
        try
        {
            if (await session.FindAsync(line.Name, cancel) is not SeriesDefinition series)
                return line;
            TimeKey? key = TimeKey.Of(series);
            SeriesSpan span = await SeriesSpan.ReadAsync(session.Session.Connection, series, key, cancel);
            return line with
            {
                Records = span.IsAtLeast ? $"≈ {Wording.Number(span.Rows)}" : Wording.Number(span.Records),
                First = span.First is double first ? key!.Text(key.InstantOf(first)) : "",
                Last = span.Last is double last ? key!.Text(key.InstantOf(last)) : "",
            };
        }
        catch (PostgresException)
        {
            return line;   // one broken or private series does not hide the others
        }
        catch (DrmsException)
        {
            return line;
        }
    }

    private static string NamespaceOf(SeriesLine line) => line.Name[..line.Name.LastIndexOf('.')].ToLowerInvariant();
}
