namespace NetDrms.Sums.Overview;

/// <summary>Requests of one kind.</summary>
/// <param name="Type">As on the wire.</param>
/// <param name="PerSecond">How many a second.</param>
/// <param name="ErrorsPerSecond">How many of them failed.</param>
/// <param name="MedianMilliseconds">Half of them were faster.</param>
/// <param name="LateMilliseconds">One in a hundred was slower.</param>
public sealed record RequestRate(string Type, double PerSecond, double ErrorsPerSecond, double MedianMilliseconds, double LateMilliseconds);
