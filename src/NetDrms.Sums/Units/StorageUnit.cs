namespace NetDrms.Sums.Units;

/// <summary>What SUMS knows of a storage unit: the answer to <c>info</c>. Spec 04 §3.4.</summary>
/// <param name="Sunum">Its number.</param>
/// <param name="Location">Directory, where it lies or lay when it is off line.</param>
/// <param name="OnlineStatus"><c>Y</c> on disk, <c>N</c> not.</param>
/// <param name="ArchiveStatus"><c>Y</c> when a copy is archived.</param>
/// <param name="OffsiteAck"><c>Y</c> when the copy elsewhere was verified.</param>
/// <param name="HistoryComment">Free text.</param>
/// <param name="OwningSeries">Series that it was put for.</param>
/// <param name="StorageGroup">Tape group; −1 for an unknown unit.</param>
/// <param name="Bytes">Size as counted at put.</param>
/// <param name="CreateSumid">Session that put it; −1 for an unknown unit.</param>
/// <param name="CreationDate"><c>YYYY-MM-DD HH:MM:SS</c>, local time of the database.</param>
/// <param name="Username">User of the daemon that put it.</param>
/// <param name="ArchiveTape">Volume, <c>N/A</c> when none.</param>
/// <param name="ArchiveTapeFile">File on the volume.</param>
/// <param name="ArchiveTapeDate">When it was archived; 1958-01-01 when it is not.</param>
/// <param name="SafeTape">Volume of the second copy.</param>
/// <param name="SafeTapeFile">File there.</param>
/// <param name="SafeTapeDate">When the second copy was made.</param>
/// <param name="EffectiveDate"><c>YYYYMMDDHHMM</c>: may be deleted afterwards; <c>0</c> at once; <c>N/A</c> for an unknown unit.</param>
/// <param name="Status">Status number of spec 04 §1, 0 when none.</param>
/// <param name="Substatus">Substatus number, 0 when none.</param>
public sealed record StorageUnit(
    Sunum Sunum,
    string Location,
    string OnlineStatus,
    string ArchiveStatus,
    string OffsiteAck,
    string HistoryComment,
    string OwningSeries,
    int StorageGroup,
    long Bytes,
    long CreateSumid,
    string CreationDate,
    string Username,
    string ArchiveTape,
    int ArchiveTapeFile,
    string ArchiveTapeDate,
    string SafeTape,
    int SafeTapeFile,
    string SafeTapeDate,
    string EffectiveDate,
    int Status,
    int Substatus)
{
    private const string NoDate = "1966-12-25 00:54";

    /// <summary>The answer for a number that SUMS does not know.</summary>
    public static StorageUnit Unknown(Sunum sunum) =>
        new(sunum, "", "", "", "", "", "", -1, 0, -1, NoDate, "", "", -1, NoDate, "", -1, NoDate, "N/A", 0, 0);

    /// <summary>False for a number that SUMS does not know.</summary>
    public bool IsKnown => Location.Length > 0;

    /// <summary>True when the unit is on disk.</summary>
    public bool IsOnline => OnlineStatus == "Y";

    /// <summary>True when a copy is archived.</summary>
    public bool IsArchived => ArchiveStatus == "Y";
}
