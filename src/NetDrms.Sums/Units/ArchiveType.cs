namespace NetDrms.Sums.Units;

/// <summary>What shall become of a unit after its retention. Spec 04 §1, §2.1.</summary>
public enum ArchiveType
{
    /// <summary>Deleted when it has expired: <c>temporary+noarchive</c>, archive flags 0 and −1 of a series.</summary>
    TemporaryNoArchive,
    /// <summary>Archived, then deleted when it has expired: <c>temporary+archive</c>, archive flag 1.</summary>
    TemporaryArchive,
    /// <summary>Archived and never deleted: <c>permanent+archive</c>.</summary>
    PermanentArchive,
}

/// <summary>Spelling of the archive types.</summary>
public static class ArchiveTypes
{
    /// <summary>The spelling on the wire.</summary>
    public static string ToWire(this ArchiveType type) => type switch
    {
        ArchiveType.TemporaryNoArchive => "temporary+noarchive",
        ArchiveType.TemporaryArchive => "temporary+archive",
        ArchiveType.PermanentArchive => "permanent+archive",
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "no such archive type"),
    };

    /// <summary>Reads the spelling on the wire; anything else counts as not archived, as in the original.</summary>
    public static ArchiveType FromWire(string text) => text switch
    {
        "temporary+archive" => ArchiveType.TemporaryArchive,
        "permanent+archive" => ArchiveType.PermanentArchive,
        _ => ArchiveType.TemporaryNoArchive,
    };

    /// <summary>The type that a series' archive flag (−1, 0, 1) asks for.</summary>
    public static ArchiveType FromFlag(int archive) => archive > 0 ? ArchiveType.TemporaryArchive : ArchiveType.TemporaryNoArchive;
}
