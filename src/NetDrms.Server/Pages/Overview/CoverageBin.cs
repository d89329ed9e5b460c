namespace NetDrms.Server.Pages.Overview;

/// <summary>A stretch of time and how many records it has.</summary>
/// <param name="From">Its begin, as text.</param>
/// <param name="To">Its end.</param>
/// <param name="Records">Number of records, all versions; an estimate for a sampled series.</param>
public sealed record CoverageBin(string From, string To, long Records);
