using NetDrms.Drms.Links;
using NetDrms.Drms.Records;
using NetDrms.Drms.Segments;
using NetDrms.Model.Series;
using NetDrms.Sums.Units;

namespace NetDrms.Drms.Json;

/// <summary>Where a segment's file of one row is, until the storage daemon was asked.</summary>
/// <param name="Definition">The segment that has the file; null when a link leads to none.</param>
/// <param name="Place">Its unit, slot and file name.</param>
internal readonly record struct HeldSegment(SegmentDefinition? Definition, SegmentPlace Place)
{
    /// <summary>Takes it from a row.</summary>
    public static HeldSegment Of(RecordRow row, int segment)
    {
        SegmentColumn column = row.Columns.Segments[segment];
        bool isBroken = column.Effective is null || (column.Segment.IsLinked && row.StateOfSegment(segment) != LinkState.Found);
        return isBroken ? default : new HeldSegment(column.Effective, row.Segment(segment));
    }

    /// <summary>The file's path; null when the unit is off line, or the segment was never written.</summary>
    public string? Path(StorageUnit? unit)
    {
        if (Definition is null || !UnitFacts.IsOnline(unit))
            return null;
        string path = SegmentPaths.File(Definition, unit!.Location, Place);
        // Only a file under its default name may not be there; the disk of a mirror's unit need not be mounted on a web server.
        return Place.File.Length > 0 || File.Exists(path) || Directory.Exists(path) ? path : null;
    }
}
