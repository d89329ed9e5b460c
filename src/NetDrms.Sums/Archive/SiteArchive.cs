using Microsoft.Extensions.Logging;
using NetDrms.Model.Errors;
using NetDrms.Sums.Archive.Catalog;
using NetDrms.Sums.Archive.Retrieval;
using NetDrms.Sums.Archive.Writing;
using NetDrms.Sums.Daemon;
using NetDrms.Sums.Partitions;
using NetDrms.Sums.Units;

namespace NetDrms.Sums.Archive;

/// <summary>The archive of a site as a process of it has it: libraries, catalog, reading and writing.</summary>
internal sealed class SiteArchive : IAsyncDisposable
{
    private SiteArchive(ArchiveOptions options, SumsDatabase database, ILogger log)
    {
        Options = options;
        Database = database;
        Owner = UnitOwner.OfGroup(options.UnitGroup);
        Log = log;
        Main = new(database, ArchiveTiers.Open(options, database.Target), "main", options.CapacityBlocks, log);
        Safe = options.SafeFolder is string folder ? new(database, new FolderLibrary(folder, 'S'), "safe", options.CapacityBlocks, log) : null;
        RetrievalRows = new(database);
        Retriever = new(this);
        Desk = new(this);
        Writer = new(database, Main, options, TimeProvider.System, log);
        Copier = Safe is null ? null : new(database, Main, Safe, TimeProvider.System, log);
    }

    /// <summary>Opens the archive.</summary>
    /// <returns>Null when the site has none.</returns>
    /// <exception cref="DrmsException">The options are wrong.</exception>
    public static SiteArchive? TryOpen(ArchiveOptions options, SumsDatabase database, ILogger log)
    {
        foreach (DrmsError error in options.Check())
            throw new DrmsException(error);
        return options.IsConfigured ? new(options, database, log) : null;
    }

    public ArchiveOptions Options { get; }

    public SumsDatabase Database { get; }

    /// <summary>Whose units that come back are.</summary>
    public UnitOwner Owner { get; }

    public ILogger Log { get; }

    /// <summary>The library that everything is archived to.</summary>
    public VolumeCatalog Main { get; }

    /// <summary>The library of second copies; null when there is none.</summary>
    public VolumeCatalog? Safe { get; }

    public FreeSpace FreeSpace { get; } = new(TimeProvider.System);

    public RetrievalRows RetrievalRows { get; }

    public Retriever Retriever { get; }

    public RetrievalDesk Desk { get; }

    public ArchiveWriter Writer { get; }

    /// <summary>Makes second copies; null when there is no library for them.</summary>
    public SafeCopier? Copier { get; }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Main.Library.DisposeAsync();
        if (Safe is not null)
            await Safe.Library.DisposeAsync();
    }
}
