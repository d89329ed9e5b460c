using System.Globalization;
using System.Text;
using NetDrms.Database.Cluster;
using NetDrms.Drms.Segments;
using NetDrms.Fits.Images;
using NetDrms.Model.Series;
using NetDrms.Sums.Units;

namespace NetDrms.Drms.Sessions;

/// <summary>A storage unit that this session fills, slot by slot. Spec 02 §5.1, §6.2–6.3.</summary>
internal sealed class OpenUnit(AllocatedUnit unit, SeriesDefinition series)
{
    private const string RecordsFileName = "Records.txt";
    private readonly List<long> _recnums = [];   // by slot

    /// <summary>Number and directory.</summary>
    public AllocatedUnit Unit { get; } = unit;

    /// <summary>Series whose records it holds.</summary>
    public SeriesDefinition Series { get; } = series;

    /// <summary>True when no slot is left.</summary>
    public bool IsFull => _recnums.Count >= Math.Max(1, Series.UnitSize);

    /// <summary>Gives the next slot to a record and makes its folder.</summary>
    public int Take(long recnum)
    {
        int slot = _recnums.Count;
        if (!Series.Segments.All(static s => s.Protocol == SegmentProtocol.Tas))
        {
            string folder = SlotFolder(Unit.Path, slot);
            Directory.CreateDirectory(folder, FolderModes.Partition);
            File.SetUnixFileMode(folder, FolderModes.Partition);   // whatever the umask is; the group is the daemon's, which must remove what a killed session leaves
        }
        _recnums.Add(recnum);
        return slot;
    }

    /// <summary>Folder of a slot in a unit, <c>S00000</c>.</summary>
    public static string SlotFolder(string unitPath, int slot) => Path.Combine(unitPath, string.Create(CultureInfo.InvariantCulture, $"S{slot:00000}"));

    /// <summary>Makes the cubes of <c>tas</c> segments, one for all slots. Spec 02 §5.5.</summary>
    public void MakeCubes(TimeProvider clock)
    {
        foreach (SegmentDefinition segment in Cubes)
        {
            TasFile.Create(Path.Combine(Unit.Path, segment.DefaultFileName), segment, Math.Max(1, Series.UnitSize), SegmentKeywords.ScalingOf(Series, segment),
                SegmentKeywords.CompressionOf(Series, segment), clock);
        }
    }

    /// <summary>Removes the cubes into which nobody wrote.</summary>
    public void RemoveVirginCubes()
    {
        foreach (string cube in Cubes.Select(segment => Path.Combine(Unit.Path, segment.DefaultFileName)).Where(static path => File.Exists(TasFile.MarkerOf(path))))
        {
            File.Delete(cube);
            File.Delete(TasFile.MarkerOf(cube));
        }
    }

    private IEnumerable<SegmentDefinition> Cubes => Series.Segments.Where(static segment => segment.Protocol == SegmentProtocol.Tas && !segment.IsLinked);

    /// <summary>True if there is a file at any depth; a unit of empty folders is not worth keeping.</summary>
    public bool HasFiles() => Directory.EnumerateFiles(Unit.Path, "*", SearchOption.AllDirectories).Any();

    /// <summary>Writes which record is in which slot; the steward and the original's tools read it.</summary>
    public void WriteRecordsFile(int archive)
    {
        StringBuilder text = new();
        if (archive < 0)
            text.Append("DELETE_SLOTS_RECORDS\n");
        text.Append(CultureInfo.InvariantCulture, $"series={Series.Name}\nslot\trecord number\n");
        for (int slot = 0; slot < _recnums.Count; slot++)
            text.Append(CultureInfo.InvariantCulture, $"{slot}\t{_recnums[slot]}\n");
        DurableFile.Write(Path.Combine(Unit.Path, RecordsFileName), Encoding.UTF8.GetBytes(text.ToString()));
    }
}
