using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using NetDrms.Sums.Access;
using NetDrms.Sums.Archive;
using NetDrms.Sums.Journal;
using NetDrms.Sums.Partitions;
using NetDrms.Sums.Units;

namespace NetDrms.Sums.Daemon;

/// <summary>What the requests of all connections share.</summary>
internal sealed class SumsParts
{
    public required SumsOptions Options { get; init; }
    public required SumsDatabase Database { get; init; }
    public required SumsTables Tables { get; init; }
    public required UnitLeases Leases { get; init; }
    public required UnitJournal Journal { get; init; }
    public required UnitRows Rows { get; init; }
    public required DiskWork Disk { get; init; }
    public required Placement Placement { get; init; }
    public required UnitOwner Owner { get; init; }
    public required SumsMetrics Metrics { get; init; }
    public required SeriesOwners Owners { get; init; }
    public required AuditTrail Audit { get; init; }

    /// <summary>What is told with the heartbeat.</summary>
    public Activity Activity { get; } = new(TimeProvider.System);

    public required ILogger Log { get; init; }

    /// <summary>The archive; null when the site has none, or only says that units wait for one.</summary>
    public SiteArchive? Archive { get; init; }

    /// <summary>Sessions of this daemon that have not ended, by their number in the journal; the reconciler leaves their units alone.</summary>
    public ConcurrentDictionary<long, Session> Sessions { get; } = new();

    /// <summary>Called when a session leaves units for the reconciler.</summary>
    public Action Nudge { get; set; } = static () => { };
}
