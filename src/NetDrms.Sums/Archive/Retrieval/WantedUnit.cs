namespace NetDrms.Sums.Archive.Retrieval;

/// <summary>A unit that is to come back from a file of a volume.</summary>
/// <param name="Sunum">Its number.</param>
/// <param name="IsRestore">It is on line, but damaged, and is replaced where it lies.</param>
/// <param name="IsOnline">It is on line.</param>
/// <param name="Location">Where it lies or lay.</param>
/// <param name="Set">Its partition set.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="SafeTape">Volume of the second copy; null when there is none.</param>
/// <param name="SafeFile">File there.</param>
internal sealed record WantedUnit(long Sunum, bool IsRestore, bool IsOnline, string Location, int Set, long Bytes, string? SafeTape, int SafeFile)
{
    /// <summary>Ending of its folder's name until it is whole.</summary>
    public const string PartSuffix = ".part";

    /// <summary>Ending of the name that a damaged folder has until its successor is in place.</summary>
    public const string DamagedSuffix = ".damaged";

    /// <summary>Its name in the archive.</summary>
    public string Name => new Units.Sunum(Sunum).DirectoryName;
}
