using System.Globalization;
using NetDrms.Fits.Images;
using NetDrms.Model.Keywords;
using NetDrms.Model.Series;

namespace NetDrms.Drms.Segments;

/// <summary>The keywords that the system keeps for a segment: compression and scaling. Spec 02 §1.7.</summary>
internal static class SegmentKeywords
{
    /// <summary>Name of the keyword with the compression parameters.</summary>
    public static string Compression(SegmentDefinition segment) => string.Create(CultureInfo.InvariantCulture, $"cparms_sg{segment.Number:000}");

    /// <summary>Name of the keyword with the physical value of the stored 0.</summary>
    public static string Zero(SegmentDefinition segment) => segment.Name + "_bzero";

    /// <summary>Name of the keyword with the physical size of a stored step.</summary>
    public static string Scale(SegmentDefinition segment) => segment.Name + "_bscale";

    /// <summary>Compression parameters of the definition; empty for none.</summary>
    public static string CompressionOf(SeriesDefinition series, SegmentDefinition segment) =>
        series.TryGetKeyword(Compression(segment), out KeywordDefinition? keyword) ? keyword.Default.AsString : "";

    /// <summary>Scaling of the definition.</summary>
    public static SegmentScaling ScalingOf(SeriesDefinition series, SegmentDefinition segment) =>
        series.TryGetKeyword(Zero(segment), out KeywordDefinition? zero) && series.TryGetKeyword(Scale(segment), out KeywordDefinition? scale)
            ? new SegmentScaling(zero.Default.AsDouble, scale.Default.AsDouble)
            : SegmentScaling.None;
}
