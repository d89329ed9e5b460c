namespace NetDrms.Sums.Steward;

/// <summary>Work that several daemons over one SUMS database do one at a time. The numbers are second keys of advisory locks: never changed.</summary>
internal enum DutyKind
{
    /// <summary>Makes room on partitions. Spec 04 §4.4.</summary>
    Retention = 1,

    /// <summary>Reads stored units and compares them with their manifests. Spec 04, better 7.</summary>
    Verification = 2,

    /// <summary>Writes archive-pending units to volumes. Spec 04 §5.2.</summary>
    Archive = 3,

    /// <summary>Watches partitions: states, alarms. Spec 04, better 8.</summary>
    Watch = 4,
}
