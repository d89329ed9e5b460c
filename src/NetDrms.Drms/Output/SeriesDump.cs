using System.Globalization;
using System.Text;
using NetDrms.Drms.Records;
using NetDrms.Model.Keywords;
using NetDrms.Model.Series;

namespace NetDrms.Drms.Output;

/// <summary>The dump of a series' record template, as <c>describe_series</c> prints it. Spec 03 §4.</summary>
public static class SeriesDump
{
    private static readonly string s_line = new('=', 80);

    /// <summary>Makes the dump.</summary>
    public static string Of(SeriesDefinition series)
    {
        ArgumentNullException.ThrowIfNull(series);
        StringBuilder text = new();
        text.Append(s_line).Append('\n');
        Head(text, series);
        foreach (RecordKeyword keyword in RecordKeyword.All(series, withImplicit: true))
            Keyword(text, series, keyword);
        foreach (LinkDefinition link in series.Links)
            Link(text, link);
        foreach (SegmentDefinition segment in series.Segments)
            Segment(text, segment);
        return text.Append(s_line).Append('\n').ToString();
    }

    private static void Head(StringBuilder text, SeriesDefinition series)
    {
        Line(text, "Series name      :", series.Name.Text);
        Line(text, "Version          :", series.Version);
        Line(text, "Record #         :", "0");
        Line(text, "Storage unit #   :", "-1");
        Line(text, "Storage unit slot #:", "0");
        Line(text, "Session ID       :", "0");
        Line(text, "Session Namespace:", "(null)");
        Line(text, "Readonly         :", "0");
        Line(text, "Description      :", series.Description);
        Line(text, "Author           :", series.Author);
        Line(text, "Owner            :", series.Owner);
        Line(text, "Unitsize         :", Number(series.UnitSize));
        Line(text, "Archive          :", Number(series.Archive));
        Line(text, "Retention        :", Number(series.RetentionDays));
        Line(text, "Retention_perm   :", series.Segments.Count > 0 ? "1" : "0");
        Line(text, "Tapegroup        :", Number(series.TapeGroup));
        for (int i = 0; i < series.PrimeKeys.Count; i++)
            Line(text, $"Internal primary index {Number(i)}:", series.PrimeKeys[i].Name);
        for (int i = 0; i < series.PrimeKeys.Count; i++)
            Line(text, $"External primary index {Number(i)}:", series.External(series.PrimeKeys[i]).Name);
        for (int i = 0; i < series.DbIndex?.Count; i++)
            Line(text, string.Create(CultureInfo.InvariantCulture, $"DB index         {i,2}:"), series.DbIndex[i]);
    }

    private static void Keyword(StringBuilder text, SeriesDefinition series, RecordKeyword keyword)
    {
        KeywordDefinition definition = keyword.Definition;
        Title(text, "Keyword", keyword.Name, 14);
        Line(text, "\tname         :", $"'{keyword.Name}'");
        Line(text, "\tislink       :", definition.IsLinked ? "1" : "0");
        if (definition.IsLinked)
        {
            Line(text, "\tlinkname     :", definition.LinkName!);
            Line(text, "\ttarget keyword:", definition.TargetKeyword ?? "");
            Line(text, "\tdescription  :", $"'{definition.Description}'");
            text.Append('\n');
            return;
        }
        bool isInternal = series.PrimeKeys.Contains(definition);
        bool isExternal = series.PrimeKeys.Any(key => ReferenceEquals(series.External(key), definition));
        Line(text, "\ttype         :", $"'{definition.Type.Name()}'");
        Line(text, "\tformat       :", $"'{definition.Format}'");
        Line(text, "\tunit         :", $"'{definition.Unit}'");
        Line(text, "\tdescription  :", $"'{definition.Description}'");
        Line(text, "\trecordscope  :", Number((int)definition.Kind));
        Line(text, "\tper_segment  :", definition.IsPerSegment ? "1" : "0");
        Line(text, "\tintprime     :", isInternal ? "1" : "0");
        Line(text, "\textprime     :", isExternal ? "1" : "0");
        Line(text, "\tvalue        :", KeywordFormat.Parse(definition.Type, definition.Format, definition.Unit).Print(definition.Default));
    }

    private static void Link(StringBuilder text, LinkDefinition link)
    {
        Title(text, "Link", link.Name, 14);
        Line(text, "\tName         :", $"'{link.Name}'");
        Line(text, "\tTarget series:", $"'{link.TargetSeries}'");
        Line(text, "\tDescription  :", link.Description);
        Line(text, "\tType         :", link.IsDynamic ? "DYNAMIC_LINK" : "STATIC_LINK");
        if (link.IsDynamic)
            Line(text, "\tPidx_num     :", "-1");
        Line(text, "\tRecnum       :", "-1");
    }

    private static void Segment(StringBuilder text, SegmentDefinition segment)
    {
        Title(text, "Segment", segment.Name, 18);
        Line(text, "\tname         :", $"'{segment.Name}'");
        Line(text, "\tsegnum       :", Number(segment.Number));
        Line(text, "\tdescription  :", segment.Description);
        if (segment.IsLinked)
        {
            Line(text, "\tlinkname     :", segment.LinkName!);
            Line(text, "\ttarget segment:", segment.TargetSegment ?? "");
        }
        else
        {
            Line(text, "\tscope        :", segment.Scope switch
            {
                SegmentScope.Constant => "'CONSTANT'", SegmentScope.VarDim => "'VARIABLE DIMENSION'", _ => "'VARIABLE'",
            });
            Line(text, "\tunit         :", $"'{segment.Unit}'");
            Line(text, "\ttype                  :", $"'{segment.Type.Name()}'");
            Line(text, "\tprotocol     :", $"'{segment.Protocol.Name()}'");
        }
        Line(text, "\tnaxis                 :", Number(segment.Dimensions.Count));
        for (int i = 0; i < segment.Dimensions.Count; i++)
            Line(text, string.Create(CultureInfo.InvariantCulture, $"\taxis              [{i,2}]:"), Number(segment.Dimensions[i]));
    }

    private static void Title(StringBuilder text, string kind, string name, int width) =>
        text.Append(kind.PadRight(width)).Append('\'').Append(name).Append("':\n");

    private static void Line(StringBuilder text, string label, string value) => text.Append(label).Append('\t').Append(value).Append('\n');

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
