using NetDrms.Sums.Overview;

namespace NetDrms.Server.Monitor;

/// <summary>The page of the storage.</summary>
/// <param name="Site">Name of the site.</param>
/// <param name="State">Partitions and what waits.</param>
/// <param name="Expiries">What expires on the days ahead.</param>
/// <param name="Backlog">What waits for the archive.</param>
/// <param name="Daemons">The daemons.</param>
/// <param name="Uses">The series that use most.</param>
public sealed record StorageModel(
    string Site, StorageState State, IReadOnlyList<ExpiryDay> Expiries, IReadOnlyList<ArchiveBacklog> Backlog, IReadOnlyList<DaemonActivity> Daemons, IReadOnlyList<StorageUse> Uses)
{
    /// <summary>How far ahead expiries are shown, in days.</summary>
    public const int DaysAhead = 30;
}
