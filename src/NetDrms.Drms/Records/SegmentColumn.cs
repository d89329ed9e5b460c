using NetDrms.Drms.Links;
using NetDrms.Model.Series;

namespace NetDrms.Drms.Records;

/// <summary>A segment that is read, and where its file is.</summary>
public sealed class SegmentColumn
{
    internal SegmentColumn(SegmentDefinition segment, LinkRoute<SegmentDefinition> route, SeriesDefinition series, int join)
    {
        Owner = route.Steps.Count > 0 ? route.Steps[^1].Target : series;
        Segment = segment;
        Route = route;
        Join = join;
    }

    /// <summary>The segment as asked for.</summary>
    public SegmentDefinition Segment { get; }

    /// <summary>The links it is read through; none for a plain segment.</summary>
    public LinkRoute<SegmentDefinition> Route { get; }

    /// <summary>The definition that gives protocol, type and dimensions: of the link's target for a linked segment. Null if the definitions lead nowhere.</summary>
    public SegmentDefinition? Effective => Route.End;

    /// <summary>The series that has the file.</summary>
    public SeriesDefinition Owner { get; }

    /// <summary>The join that the links lead to; its state decides whether the segment is there.</summary>
    internal int Join { get; }

    /// <summary>Positions of recnum, sunum, slotnum and file name; −1 if not read.</summary>
    internal int Recnum { get; init; } = -1;

    internal int Sunum { get; init; } = -1;

    internal int Slotnum { get; init; } = -1;

    internal int File { get; init; } = -1;

    /// <summary>Positions of the dimensions of a vardim segment.</summary>
    internal int[] Axes { get; init; } = [];
}
