using System.Globalization;
using NetDrms.Model.Series;

namespace NetDrms.Drms.Records;

/// <summary>Names of the columns that a segment has in its series' table. Spec 02 §3.1.</summary>
public static class SegmentColumns
{
    /// <summary>What all of them begin with, <c>sg_000</c>.</summary>
    public static string Prefix(SegmentDefinition segment)
    {
        ArgumentNullException.ThrowIfNull(segment);
        return string.Create(CultureInfo.InvariantCulture, $"sg_{segment.Number:000}");
    }

    /// <summary>The file name, <c>sg_000_file</c>.</summary>
    public static string File(SegmentDefinition segment) => Prefix(segment) + "_file";

    /// <summary>A dimension of a vardim segment, <c>sg_000_axis000</c>.</summary>
    public static string Axis(SegmentDefinition segment, int axis) => string.Create(CultureInfo.InvariantCulture, $"{Prefix(segment)}_axis{axis:000}");
}
