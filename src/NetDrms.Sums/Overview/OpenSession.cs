namespace NetDrms.Sums.Overview;

/// <summary>An open session.</summary>
/// <param name="Session">Its number.</param>
/// <param name="Client">Whose.</param>
/// <param name="Seconds">Its age.</param>
/// <param name="Units">Units that it has allocated or put.</param>
/// <param name="Doing">The request it waits for; null between requests.</param>
public sealed record OpenSession(long Session, string Client, double Seconds, int Units, string? Doing);
