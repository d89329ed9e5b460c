using NetDrms.Drms.Catalog;
using NetDrms.Drms.Sessions;
using NetDrms.Model.RecordSets;
using NetDrms.Model.Series;
using NetDrms.Modules.Driver;

namespace NetDrms.Server.Pages;

/// <summary>What a page reads with: a stranger's session that cannot write, and the definitions it has met.</summary>
internal sealed class PageSession : IAsyncDisposable
{
    private readonly Dictionary<string, SeriesDefinition?> _known = new(StringComparer.OrdinalIgnoreCase);

    private PageSession(DrmsSession session)
    {
        Session = session;
        Catalog = new SeriesCatalog(session.Connection);
    }

    /// <summary>The session.</summary>
    public DrmsSession Session { get; }

    /// <summary>The catalog.</summary>
    public SeriesCatalog Catalog { get; }

    /// <summary>Takes a connection of the pool.</summary>
    public static async Task<PageSession> OpenAsync(SiteAccess site, CancellationToken cancel) => new(await DrmsSession.OpenAsync(new Drms.Sessions.SessionOptions
    {
        Database = site.Database,
        Connections = site.Connections,
        Sums = site.Sums,
        Trust = Trust.Stranger,
        Started = TimeProvider.System.GetUtcNow(),
    }, cancel));

    /// <summary>Finds a series, each once; null if there is none.</summary>
    public async Task<SeriesDefinition?> FindAsync(string name, CancellationToken cancel)
    {
        if (!_known.TryGetValue(name, out SeriesDefinition? series))
            _known[name] = series = await Catalog.FindAsync(name, cancel);
        return series;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Session.DisposeAsync();
}
