namespace NetDrms.Sums.Steward;

/// <summary>What a pass did on a partition.</summary>
/// <param name="Partition">The partition.</param>
/// <param name="State">How it was left.</param>
/// <param name="Before">Percent in use before.</param>
/// <param name="After">Percent in use after.</param>
/// <param name="WithPending">Percent in use once everything that has expired is removed.</param>
/// <param name="DoomedUnits">Units that have lost their rows.</param>
/// <param name="DoomedBytes">Their bytes.</param>
/// <param name="Removed">Units whose directories were removed.</param>
/// <param name="Trouble">Why nothing could be done; null when it could.</param>
internal sealed record PassResult(
    StoredPartition Partition, ScrubState State, double Before, double After, double WithPending, int DoomedUnits, long DoomedBytes, DoomedUnits.Removed Removed, string? Trouble)
{
    /// <summary>A partition about which nothing is known.</summary>
    public static PassResult Failed(StoredPartition partition, ScrubState state, string trouble) => new(partition, state, 0, 0, 0, 0, 0, default, trouble);
}
