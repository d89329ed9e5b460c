namespace NetDrms.Sums.Archive.Administration;

/// <summary>A policy of a tape group. Spec 04 §5.2.</summary>
/// <param name="Group">Its number.</param>
/// <param name="CadenceDays">A run is due after so many days; 0 never.</param>
/// <param name="Name">Its name.</param>
/// <param name="Set">Partition set of its units.</param>
/// <param name="LastRun">When a run began last.</param>
/// <param name="PendingUnits">Units that wait.</param>
/// <param name="PendingBytes">Their size.</param>
public sealed record TapeGroup(int Group, int? CadenceDays, string Name, int? Set, DateTime? LastRun, long PendingUnits, long PendingBytes);
