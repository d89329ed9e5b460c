namespace NetDrms.Sums.Steward;

/// <summary>How a pass over partitions is made.</summary>
/// <param name="LowWaterPercent">It stops when no more is in use.</param>
/// <param name="HighWaterPercent">It begins when more is in use.</param>
/// <param name="EmergencyWaterPercent">Above, directories go at once.</param>
/// <param name="ChunkSize">Most units of one transaction.</param>
/// <param name="UndeleteMinutes">How long directories stay; 0 removes at once, also those that wait.</param>
/// <param name="MayExpire">False when the clock is not believed: what has expired before still goes, nothing new does.</param>
/// <param name="Why">Who wants it, for the history.</param>
internal sealed record PassTerms(
    double LowWaterPercent, double HighWaterPercent, double EmergencyWaterPercent, int ChunkSize, double UndeleteMinutes, bool MayExpire, string Why)
{
    /// <summary>True when partitions that are exhausted are closed, and opened again: the waters are those of the site, not of one order.</summary>
    public bool OpensAndCloses { get; init; } = true;

    /// <summary>As the options say.</summary>
    public static PassTerms Of(RetentionOptions options, bool mayExpire) => new(
        options.LowWaterPercent, options.HighWaterPercent, options.EmergencyWaterPercent, options.ChunkSize, options.UndeleteMinutes, mayExpire, "room was needed");
}
