namespace NetDrms.Sums.Partitions;

/// <summary>What can be said of a partition in one word.</summary>
public enum PartitionState
{
    /// <summary>New units are written there.</summary>
    Open,
    /// <summary>An administrator or the steward closed it: it is read, not written.</summary>
    Closed,
    /// <summary>It has no room for what modules usually ask for.</summary>
    Full,
    /// <summary>Its folder does not exist: not mounted, perhaps.</summary>
    Vanished,
    /// <summary>It does not answer.</summary>
    Slow,
    /// <summary>Its file system is mounted read-only.</summary>
    ReadOnly,
    /// <summary>It answers with an error.</summary>
    Failing,
}

/// <summary>Spelling of the states.</summary>
public static class PartitionStates
{
    /// <summary>The word for people, JSON and table <c>netdrms.sums_partition</c>.</summary>
    public static string ToText(this PartitionState state) => state switch
    {
        PartitionState.Open => "open",
        PartitionState.Closed => "closed",
        PartitionState.Full => "full",
        PartitionState.Vanished => "vanished",
        PartitionState.Slow => "slow",
        PartitionState.ReadOnly => "read-only",
        PartitionState.Failing => "failing",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "no such state"),
    };
}
