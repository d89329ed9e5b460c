namespace NetDrms.Database.Site;

/// <summary>Whether a change is made or only tried.</summary>
public enum Commitment
{
    /// <summary>The transaction is committed.</summary>
    Real,

    /// <summary>The transaction runs and is rolled back: what would happen is what did.</summary>
    DryRun,
}
