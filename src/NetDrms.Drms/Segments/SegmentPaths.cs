using NetDrms.Drms.Sessions;
using NetDrms.Model.Series;

namespace NetDrms.Drms.Segments;

/// <summary>Where the files of records lie in a storage unit. Spec 02 §5.1.</summary>
public static class SegmentPaths
{
    /// <summary>The folder of a record, <c>D641/S00000</c>.</summary>
    public static string RecordFolder(string unitPath, int slotnum) => OpenUnit.SlotFolder(unitPath, slotnum);

    /// <summary>Name of a segment's file in a record's folder: the one in the record's column, or the segment's default.</summary>
    public static string FileName(SegmentDefinition segment, string column)
    {
        ArgumentNullException.ThrowIfNull(segment);
        return string.IsNullOrEmpty(column) ? segment.DefaultFileName : column;
    }

    /// <summary>The file of a segment; that of a <c>tas</c> segment stands in the unit, not in the slot.</summary>
    public static string File(SegmentDefinition segment, string unitPath, SegmentPlace place)
    {
        ArgumentNullException.ThrowIfNull(segment);
        string folder = segment.Protocol == SegmentProtocol.Tas ? unitPath : RecordFolder(unitPath, place.Slotnum);
        return Path.Combine(folder, FileName(segment, place.File));
    }
}
