namespace NetDrms.Sums.Overview;

/// <summary>What the use of storage is added up by.</summary>
public enum StorageUseKey
{
    /// <summary>The series that owns the units.</summary>
    Series,

    /// <summary>The user that stored them, as SUMS knows it (the daemon's, for units of an original).</summary>
    User,

    /// <summary>Their tape group.</summary>
    Group,

    /// <summary>The partition that they lie in.</summary>
    Partition,
}
