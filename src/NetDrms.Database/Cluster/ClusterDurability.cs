namespace NetDrms.Database.Cluster;

/// <summary>What a private cluster may lose.</summary>
public enum ClusterDurability
{
    /// <summary>Nothing that was committed: for a site.</summary>
    Durable,

    /// <summary>Everything, at a crash of the machine: for tests, which throw the cluster away.</summary>
    Disposable,
}
