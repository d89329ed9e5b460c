namespace NetDrms.Sums.Overview;

/// <summary>A request that took long.</summary>
/// <param name="Type">As on the wire.</param>
/// <param name="Status">Its answer's.</param>
/// <param name="Client">Who asked.</param>
/// <param name="Milliseconds">How long it took.</param>
/// <param name="At">When it was answered, UTC.</param>
public sealed record SlowRequest(string Type, string Status, string Client, double Milliseconds, DateTime At);
