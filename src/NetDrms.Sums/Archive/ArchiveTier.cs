namespace NetDrms.Sums.Archive;

/// <summary>What holds the archive. Spec 04 §5.8.</summary>
public enum ArchiveTier
{
    /// <summary>Nothing: the site has no archive.</summary>
    None,

    /// <summary>A virtual tape library: a folder for each volume.</summary>
    Folder,

    /// <summary>SCSI drives and a changer, through <c>mt</c>, <c>mtx</c> and <c>dd</c>.</summary>
    Tape,
}
