using System.Globalization;
using NetDrms.Database.Faults;
using NetDrms.Sums.Archive.Tar;
using NetDrms.Sums.Partitions;
using NetDrms.Sums.Units;

namespace NetDrms.Sums.Archive.Retrieval;

/// <summary>Where units that come back go: a plain <c>D641</c> on a partition with room, first under a temporary name. Spec 04 §5.6, §5.8.</summary>
internal static class UnitPlace
{
    private const int MaxPathLength = 80;   // varchar(80) of sum_main

    /// <summary>Chooses a place for a unit and counts its room as used.</summary>
    /// <param name="partitions">Open partitions; their free bytes are changed.</param>
    /// <returns>The folder, or why there is none.</returns>
    public static (string? Path, string? Why) Choose(WantedUnit unit, List<Candidate> partitions, long keepFreeBytes)
    {
        if (unit.IsRestore)
            return (unit.Location, null);
        List<Candidate> named = [.. partitions.Where(p => IsFree($"{p.Folder}/{unit.Name}") && p.Folder.Length + unit.Name.Length < MaxPathLength)];
        List<Candidate> room = PartitionChoice.WithRoom([.. named.Where(p => p.Set == unit.Set)], unit.Bytes, unit.Bytes, keepFreeBytes);
        if (room.Count == 0)
            room = PartitionChoice.WithRoom(named, unit.Bytes, unit.Bytes, keepFreeBytes);
        if (room.Count == 0)
        {
            return (null, named.Count < partitions.Count && named.Count == 0
                ? $"a folder {unit.Name} stands on every open partition already"
                : string.Create(CultureInfo.InvariantCulture, $"no open partition has room for {unit.Bytes} bytes"));
        }
        Candidate chosen = PartitionChoice.Choose(room, keepFreeBytes, Random.Shared.NextDouble());
        int index = partitions.FindIndex(p => p.Folder == chosen.Folder);
        partitions[index] = chosen with { Free = FreeBytes.Known(Math.Max(chosen.Free.Bytes - unit.Bytes, 0)) };
        return ($"{chosen.Folder}/{unit.Name}", null);
    }

    private static bool IsFree(string path) =>
        !Exists(path) && !Exists(path + WantedUnit.PartSuffix);

    private static bool Exists(string path) => Posix.TryStatus(Posix.CurrentFolder, Posix.Name(path), follow: false, out _);

    /// <summary>Removes what was read of a unit.</summary>
    public static void Discard(string path) => UnitTree.Remove(path + WantedUnit.PartSuffix);

    /// <summary>Makes what was read of a unit read-only and durable.</summary>
    /// <exception cref="TargetException">It cannot be.</exception>
    public static void Seal(string path, UnitOwner owner)
    {
        try
        {
            UnitSeal.Seal(path + WantedUnit.PartSuffix, owner);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new TargetException(failure.Message, failure);
        }
    }

    /// <summary>Gives a unit that was read whole its name; may be done again after a crash at any moment.</summary>
    /// <returns>False when there is nothing to give it to: it must be read again.</returns>
    /// <exception cref="TargetException">The name was taken in between.</exception>
    public static bool Take(string path, bool isRestore)
    {
        string part = path + WantedUnit.PartSuffix, damaged = path + WantedUnit.DamagedSuffix;
        try
        {
            if (Exists(part))
            {
                if (isRestore && Exists(path))
                {
                    UnitTree.Remove(damaged);   // of an earlier restore
                    Directory.Move(path, damaged);
                    Failpoint.Hit("sums.retrieve.moved-aside");
                }
                if (Exists(path))
                    throw new TargetException($"\"{path}\" came to be while the storage unit was read");
                Directory.Move(part, path);
                DurableFile.FlushFolder(Path.GetDirectoryName(path) ?? "/");
            }
            if (isRestore)
                UnitTree.Remove(damaged);
            return Exists(path);
        }
        catch (Exception failure) when (failure is IOException and not TargetException or UnauthorizedAccessException)
        {
            throw new TargetException(failure.Message, failure);
        }
    }
}
