namespace NetDrms.Sums.Archive.Catalog;

/// <summary>What the catalog knows of a volume. Spec 04 §5.3.</summary>
/// <param name="TapeId">Its name.</param>
/// <param name="NextFile">Number of the next file to be written.</param>
/// <param name="Group">Tape group, −1 when it has none yet.</param>
/// <param name="AvailableBlocks">Blocks of 512 bytes left.</param>
/// <param name="Closed">−1 new, 1 active, 2 closed, −2 cleaning tape.</param>
internal sealed record VolumeRow(string TapeId, int NextFile, int Group, long AvailableBlocks, int Closed)
{
    public const int New = -1;
    public const int Active = 1;
    public const int Full = 2;
    public const int Cleaning = -2;
}
