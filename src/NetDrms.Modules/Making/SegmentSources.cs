using NetDrms.Fits.Images;
using NetDrms.Model.Series;

namespace NetDrms.Modules.Making;

/// <summary>The files that go into a record's segments, read but not yet stored.</summary>
internal sealed class SegmentSources : IDisposable
{
    /// <summary>Files for generic segments, in order; of a list the segment remembers the last.</summary>
    public List<(SegmentDefinition Segment, string Path)> Files { get; } = [];

    /// <summary>Images for segments that hold images.</summary>
    public List<(SegmentDefinition Segment, string Path, FitsImage Image)> Images { get; } = [];

    /// <summary>True when nothing is to be stored.</summary>
    public bool IsEmpty => Files.Count == 0 && Images.Count == 0;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach ((_, _, FitsImage image) in Images)
            image.Dispose();
        Images.Clear();
    }
}
