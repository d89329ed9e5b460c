using NetDrms.Model.Keywords;
using NetDrms.Model.Series;

namespace NetDrms.Drms.Tests.Records;

/// <summary>Definitions by hand, so that reading is tested without the catalog.</summary>
internal static class GoldSeries
{
    public static SeriesDefinition Magnetograms { get; } = MakeMagnetograms();

    public static SeriesDefinition Linked { get; } = new()
    {
        Name = Name("gold.linked"),
        Keywords = [Keyword("NAME", DrmsType.String), Link("MEANCOPY", "MDATA", "DATAMEAN"), Link("MEANFIX", "FIXED", "DATAMEAN"), Keyword("NOTE", DrmsType.String)],
        Links = [new LinkDefinition("FIXED", "gold.m_45s", false, ""), new LinkDefinition("MDATA", "gold.m_45s", true, "")],
        Segments = [new SegmentDefinition { Name = "magnetogram", Dimensions = [100, 100], LinkName = "MDATA", TargetSegment = "magnetogram" }],
        PrimeKeys = [Keyword("NAME", DrmsType.String)],
    };

    public static SeriesName Name(string text) => SeriesName.TryParse(text, out SeriesName name) ? name : throw new ArgumentException(text);

    public static KeywordDefinition Keyword(string name, DrmsType type) => new() { Name = name, Type = type, Default = DrmsValue.Missing(type) };

    public static KeywordDefinition Link(string name, string link, string target) => new() { Name = name, LinkName = link, TargetKeyword = target };

    public static Task<SeriesDefinition?> FindAsync(string name, CancellationToken cancel) => Task.FromResult(name switch
    {
        "gold.m_45s" => Magnetograms,
        "gold.linked" => Linked,
        _ => (SeriesDefinition?)null,
    });

    private static SeriesDefinition MakeMagnetograms()
    {
        KeywordDefinition slot = Keyword("T_REC_index", DrmsType.LongLong) with { Kind = KeywordKind.Index, IsImplicit = true };
        KeywordDefinition camera = Keyword("CAMERA", DrmsType.Int);
        return new SeriesDefinition
        {
            Name = Name("gold.m_45s"),
            Keywords =
            [
                Keyword("T_REC", DrmsType.Time) with { Kind = KeywordKind.TsEq }, camera, Keyword("DATAMEAN", DrmsType.Double),
                Keyword("DATARMS", DrmsType.Float), Keyword("QUALITY", DrmsType.Int), Keyword("NVALS", DrmsType.LongLong), Keyword("SHORTK", DrmsType.Short),
                Keyword("CHARK", DrmsType.Char), Keyword("CONTENT", DrmsType.String), Keyword("CRVAL1", DrmsType.Double),
                Keyword("TELESCOP", DrmsType.String) with { Kind = KeywordKind.Constant, Default = DrmsValue.OfString("SDO/HMI") }, slot,
                Keyword("T_REC_epoch", DrmsType.Time) with { Kind = KeywordKind.Constant, Default = DrmsValue.OfTime(504921600) },
                Keyword("T_REC_step", DrmsType.Double) with { Kind = KeywordKind.Constant, Default = DrmsValue.OfDouble(45) },
            ],
            Segments = [new SegmentDefinition { Name = "magnetogram", Type = DrmsType.Int, Dimensions = [100, 100], Protocol = SegmentProtocol.Fits }],
            PrimeKeys = [slot, camera],
        };
    }
}
