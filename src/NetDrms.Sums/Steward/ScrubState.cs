namespace NetDrms.Sums.Steward;

/// <summary>What the steward does with a partition. Spec 04 §4.4.</summary>
internal enum ScrubState
{
    /// <summary>There is room enough.</summary>
    Idle,

    /// <summary>Expired units go until the low water is reached.</summary>
    Scrubbing,

    /// <summary>It is too full and nothing more can go.</summary>
    Exhausted,
}
