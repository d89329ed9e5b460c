using System.Globalization;
using NetDrms.Sums.Units;

namespace NetDrms.Drms.Json;

/// <summary>What listings for the web say of a storage unit. Spec 06 §2.4.</summary>
internal static class UnitFacts
{
    public const string Unknown = "NA";
    public const string NoDirectory = "NoDataDirectory";

    private const int WaitsForArchive = 4;
    private const int ArchiveThenDelete = 128;

    /// <summary>True when the unit's files can be read.</summary>
    public static bool IsOnline(StorageUnit? unit) => unit is { IsOnline: true };

    /// <summary><c>Y</c>, <c>N</c>, <c>NA</c>.</summary>
    public static string Online(StorageUnit? unit) => unit?.OnlineStatus ?? Unknown;

    /// <summary>The day until which it is kept.</summary>
    public static string Retain(StorageUnit? unit)
    {
        if (unit is null)
            return Unknown;
        string date = unit.EffectiveDate;
        return !unit.IsOnline || date.Length < 8 || !date.All(char.IsAsciiDigit) ? "N/A" : $"{date[..4]}.{date[4..6]}.{date[6..8]}";
    }

    /// <summary><c>Y</c>, <c>N</c>, <c>Pending</c>, <c>NA</c>.</summary>
    public static string Archive(StorageUnit? unit) =>
        unit is null ? Unknown : unit.Status == WaitsForArchive && unit.Substatus == ArchiveThenDelete ? "Pending" : unit.ArchiveStatus;

    /// <summary>The record's directory.</summary>
    public static string Directory(StorageUnit? unit, int slot) =>
        IsOnline(unit) ? string.Create(CultureInfo.InvariantCulture, $"{unit!.Location}/S{slot:00000}") : NoDirectory;

    /// <summary>When the record's directory was changed.</summary>
    public static string DirectoryTime(StorageUnit? unit, int slot)
    {
        if (!IsOnline(unit))
            return Unknown;
        DirectoryInfo folder = new(Directory(unit, slot));
        return folder.Exists ? folder.LastWriteTimeUtc.ToString("yyyy.MM.dd_HH:mm:ss'_UT'", CultureInfo.InvariantCulture) : Unknown;
    }
}
