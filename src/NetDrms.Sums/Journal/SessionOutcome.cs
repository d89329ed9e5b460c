using NetDrms.Sums.Access;

namespace NetDrms.Sums.Journal;

/// <summary>What a session that closes leaves.</summary>
/// <param name="Session">Its number in the journal.</param>
/// <param name="Sumid">Its number in the original's tables.</param>
/// <param name="Put">Units that were put: they become visible.</param>
/// <param name="Kept">Directories that stay for a put in another session.</param>
/// <param name="Dropped">Directories that are removed.</param>
/// <param name="DeletedSeries">Series whose units expire.</param>
/// <param name="Caller">Whose session it is.</param>
internal sealed record SessionOutcome(long Session, long Sumid, long[] Put, long[] Kept, long[] Dropped, IReadOnlyList<string> DeletedSeries, Caller Caller);
