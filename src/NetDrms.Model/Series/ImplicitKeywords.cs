using System.Globalization;
using NetDrms.Model.Keywords;

namespace NetDrms.Model.Series;

/// <summary>The keywords that the system makes. Spec 02 §1.7.</summary>
public static class ImplicitKeywords
{
    /// <summary>What a <c>fitz</c> segment is compressed with, as the original stores it.</summary>
    public const string FitzCompression = "compress";

    /// <summary>Name of the keyword that holds a segment's compression.</summary>
    public static string CparmsName(int segmentNumber) => string.Create(CultureInfo.InvariantCulture, $"cparms_sg{segmentNumber:D3}");

    /// <summary>Name of the keyword that holds a segment's zero point.</summary>
    public static string BzeroName(string segment) => segment + "_bzero";

    /// <summary>Name of the keyword that holds a segment's scale.</summary>
    public static string BscaleName(string segment) => segment + "_bscale";

    /// <summary>The keywords of a segment, ranks still to be given.</summary>
    public static IEnumerable<KeywordDefinition> Of(SegmentDefinition segment, string cparms, double bzero, double bscale)
    {
        ArgumentNullException.ThrowIfNull(segment);
        if (segment.IsLinked)
            yield break;
        SegmentFields fields = SegmentFields.Of(segment.Protocol, segment.Type, segment.IsRaw);
        if (fields.MakesCparms)
        {
            yield return new KeywordDefinition
            {
                Name = CparmsName(segment.Number), Type = DrmsType.String, IsImplicit = true, Default = DrmsValue.OfString(cparms), Format = "%s", Unit = "none",
            };
        }
        if (fields.MakesScaling)
        {
            yield return Scaling(BzeroName(segment.Name), bzero);
            yield return Scaling(BscaleName(segment.Name), bscale);
        }
    }

    /// <summary>The index keyword of a slotted one, its rank still to be given.</summary>
    public static KeywordDefinition IndexOf(KeywordDefinition slotted)
    {
        ArgumentNullException.ThrowIfNull(slotted);
        return new KeywordDefinition
        {
            Name = slotted.IndexName, Type = DrmsType.LongLong, Kind = KeywordKind.Index, IsImplicit = true,
            Default = DrmsValue.OfInteger(DrmsType.LongLong, 0), Format = "%lld", Unit = "none",
            Description = $"Index keyword associated with {slotted.Name}",
        };
    }

    private static KeywordDefinition Scaling(string name, double value) =>
        new() { Name = name, Type = DrmsType.Double, IsImplicit = true, Default = DrmsValue.OfDouble(value), Format = "%g", Unit = "none" };
}
