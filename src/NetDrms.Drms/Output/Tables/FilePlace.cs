using System.Globalization;
using NetDrms.Drms.Links;
using NetDrms.Drms.Records;
using NetDrms.Drms.Segments;
using NetDrms.Model.Series;

namespace NetDrms.Drms.Output.Tables;

/// <summary>A segment's file: its storage unit, and its path there.</summary>
/// <param name="Sunum">The unit; −1 for none.</param>
/// <param name="Path">Path below the unit's directory, with a slash before it.</param>
public readonly record struct FilePlace(long Sunum, string Path)
{
    /// <summary>No file.</summary>
    public static FilePlace None { get; } = new(-1, "");

    /// <summary>The file of a segment of a record; of the record behind its link for a linked segment.</summary>
    public static FilePlace Of(RecordRow row, int segment)
    {
        ArgumentNullException.ThrowIfNull(row);
        if (row.StateOfSegment(segment) != LinkState.Found || row.Columns.Segments[segment].Effective is not SegmentDefinition definition)
            return None;
        SegmentPlace place = row.Segment(segment);
        if (place.Sunum < 0)
            return None;
        string name = SegmentPaths.FileName(definition, place.File);
        return new FilePlace(place.Sunum, definition.Protocol == SegmentProtocol.Tas ? $"/{name}" : string.Create(CultureInfo.InvariantCulture, $"/S{place.Slotnum:00000}/{name}"));
    }
}
