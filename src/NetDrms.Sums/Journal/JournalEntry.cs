using NetDrms.Sums.Units;

namespace NetDrms.Sums.Journal;

/// <summary>A row of the journal, as far as settling it needs.</summary>
/// <param name="Sunum">The unit.</param>
/// <param name="Path">Its directory, made by a daemon of ours.</param>
/// <param name="Step">Where it stands.</param>
/// <param name="Session">The session that it belongs to.</param>
/// <param name="IsGiven">Its number was chosen by the client.</param>
/// <param name="Series">Series that it was put for, once it was.</param>
/// <param name="IsDue">Its time to wait is over, or it has none.</param>
/// <param name="Fence">Transactions of the DRMS database from this number on began after the put; null when not asked yet.</param>
internal sealed record JournalEntry(Sunum Sunum, string Path, JournalStep Step, long Session, bool IsGiven, string? Series, bool IsDue, long? Fence);
