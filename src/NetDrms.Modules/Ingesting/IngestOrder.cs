using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using NetDrms.Fits.Images;
using NetDrms.Fits.Naming;
using NetDrms.Model.Errors;
using NetDrms.Model.Series;
using NetDrms.Modules.Arguments;
using NetDrms.Modules.Driver;

namespace NetDrms.Modules.Ingesting;

/// <summary>What the user wants of an ingest.</summary>
/// <param name="Series">The series.</param>
/// <param name="Segment">The segment that files go to.</param>
/// <param name="Map">Names of headers to keywords, or null.</param>
/// <param name="Values">Values for every record.</param>
/// <param name="Replaces">Files that differ from the stored ones become new versions.</param>
/// <param name="Settings">Everything that makes records beside the files, as one text.</param>
internal sealed record IngestOrder(SeriesDefinition Series, SegmentDefinition Segment, KeywordMap? Map, IReadOnlyList<GivenValue> Values, bool Replaces, string Settings)
{
    /// <summary>Reads the arguments.</summary>
    /// <exception cref="DrmsException">The series has no such segment, or several that it can mean; the mapping file cannot be read.</exception>
    public static IngestOrder Of(ModuleContext context, SeriesDefinition series)
    {
        SegmentDefinition segment = SegmentOf(series, context.Arguments.Text("segment"));
        string mapping = "";
        KeywordMap? map = null;
        if (context.Arguments.Text("map") is { Length: > 0 } name)
        {
            string path = context.FullPath(name);
            map = KeywordMap.Read(path);
            mapping = Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path)));
        }
        StringBuilder settings = new($"{segment.Name}\n{mapping}");
        foreach (GivenValue value in context.Arguments.Others.OrderBy(v => v.Name, StringComparer.OrdinalIgnoreCase))
            settings.Append(CultureInfo.InvariantCulture, $"\n{value.Name.ToUpperInvariant()}={value.Text}");
        return new IngestOrder(series, segment, map, [.. context.Arguments.Others], context.Arguments.Flag("replace"), settings.ToString());
    }

    // The one that is named; else the only one for images; else the only generic one.
    private static SegmentDefinition SegmentOf(SeriesDefinition series, string name)
    {
        SegmentDefinition[] images = [.. series.Segments.Where(static s => !s.IsLinked && s.Protocol is SegmentProtocol.Fits or SegmentProtocol.Fitz)];
        SegmentDefinition[] generic = [.. series.Segments.Where(static s => !s.IsLinked && s.Protocol == SegmentProtocol.Generic)];
        SegmentDefinition[] all = [.. images, .. generic];
        if (name.Length > 0)
        {
            return Array.Find(all, s => s.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
                ?? throw new DrmsException(new DrmsError(ErrorCode.UnknownSegment, $"series \"{series.Name}\" has no segment \"{name}\" that takes files") { Hint = Those(all) });
        }
        SegmentDefinition[] usual = images.Length > 0 ? images : generic;
        return usual.Length == 1 ? usual[0] : throw new DrmsException(new DrmsError(ErrorCode.UnknownSegment,
            usual.Length == 0 ? $"series \"{series.Name}\" has no segment that takes files" : string.Create(CultureInfo.InvariantCulture, $"series \"{series.Name}\" has {usual.Length} segments that take files"))
        {
            Hint = Those(usual),
        });
    }

    private static string? Those(SegmentDefinition[] segments) =>
        segments.Length == 0 ? null : $"Name one with --segment: {string.Join(", ", segments.Select(static s => s.Name))}.";
}
