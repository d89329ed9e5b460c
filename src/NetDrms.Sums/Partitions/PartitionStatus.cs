namespace NetDrms.Sums.Partitions;

/// <summary>A partition as an administrator sees it.</summary>
/// <param name="Folder">Its folder.</param>
/// <param name="Set">The set in which new units are written there; −1 when it is closed.</param>
/// <param name="HomeSet">The set that it belongs to; the steward looks at this one.</param>
/// <param name="State">In one word.</param>
/// <param name="Why">Why it is not open; null when it is.</param>
public sealed record PartitionStatus(string Folder, int Set, int HomeSet, PartitionState State, string? Why)
{
    /// <summary>All bytes; null when not known.</summary>
    public long? TotalBytes { get; init; }

    /// <summary>Free bytes; null when not known.</summary>
    public long? FreeBytes { get; init; }

    /// <summary>Bytes that open allocations asked for; what a module always asks counts as what units come to.</summary>
    public long ReservedBytes { get; init; }

    /// <summary>Recent errors; each counts half after ten minutes.</summary>
    public double Errors { get; init; }

    /// <summary>The last error.</summary>
    public string? LastError { get; init; }

    /// <summary>When that was.</summary>
    public DateTimeOffset? LastErrorAt { get; init; }

    /// <summary>Used part in percent; null when not known.</summary>
    public double? UsedPercent => TotalBytes is > 0 && FreeBytes is long free ? 100.0 * (TotalBytes.Value - free) / TotalBytes.Value : null;
}
