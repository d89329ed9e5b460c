using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using NetDrms.Database.Sql;
using NetDrms.Sums.Archive;
using NetDrms.Sums.Daemon;

namespace NetDrms.Sums.Steward;

/// <summary>What the duties and tasks of a steward share.</summary>
internal sealed class StewardParts
{
    public required StewardOptions Options { get; init; }
    public required SumsDatabase Database { get; init; }
    public required DatabaseTarget? Drms { get; init; }
    public required ILogger Log { get; init; }
    public required IMeterFactory? Meters { get; init; }

    /// <summary>The archive; null when the site has none.</summary>
    public SiteArchive? Archive { get; init; }
}
