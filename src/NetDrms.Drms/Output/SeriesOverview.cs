using System.Globalization;
using System.Text;
using NetDrms.Model.Keywords;
using NetDrms.Model.Series;

namespace NetDrms.Drms.Output;

/// <summary>The listing of a definition for people, <c>show_info -l</c>. Spec 03 §2.5.</summary>
public static class SeriesOverview
{
    /// <summary>Makes the listing.</summary>
    public static string Of(SeriesDefinition series)
    {
        ArgumentNullException.ThrowIfNull(series);
        StringBuilder text = new();
        Keys(text, series);
        text.Append(CultureInfo.InvariantCulture, $"All Keywords for series {series.Name.Text}:\n");
        foreach (KeywordDefinition keyword in series.Keywords)
        {
            if (keyword.IsImplicit)
                continue;
            text.Append(CultureInfo.InvariantCulture, $"\t{keyword.Name,-10}\t");
            if (keyword.IsLinked)
                text.Append(CultureInfo.InvariantCulture, $"link through {keyword.LinkName}");
            else
                text.Append(CultureInfo.InvariantCulture, $"({keyword.Type.Name()})").Append(keyword.IsPerSegment ? ", per-segment" : "");
            text.Append('\t').Append(keyword.Description).Append('\n');
        }
        Segments(text, series);
        Links(text, series);
        return text.ToString();
    }

    private static void Keys(StringBuilder text, SeriesDefinition series)
    {
        text.Append(series.PrimeKeys.Count > 0 ? "Prime Keys are:\n" : "No Prime Keys are defined for this series.\n");
        foreach (KeywordDefinition key in series.PrimeKeys)
        {
            KeywordDefinition seen = series.External(key);
            text.Append('\t').Append(seen.Name);
            if (seen.Kind.IsSlotted())
                text.Append(CultureInfo.InvariantCulture, $" is slotted '{seen.Kind.Name()}' using {key.Name}");
            text.Append('\n');
        }
        if (series.DbIndex is not { } indexed)
        {
            text.Append("DB Index Keys are same as Prime Keys\n");
            return;
        }
        text.Append("DB Index Keys are:\n");
        foreach (string name in indexed)
            text.Append('\t').Append(name).Append('\n');
    }

    private static void Segments(StringBuilder text, SeriesDefinition series)
    {
        if (series.Segments.Count == 0)
            return;
        text.Append(CultureInfo.InvariantCulture, $"Segments for series {series.Name.Text}:\n");
        foreach (SegmentDefinition segment in series.Segments)
        {
            text.Append(CultureInfo.InvariantCulture, $"\t{segment.Name,-10}\t");
            if (segment.IsLinked)
                text.Append(CultureInfo.InvariantCulture, $"link through {segment.LinkName}");
            else
            {
                text.Append(CultureInfo.InvariantCulture, $"{segment.Unit,7}\t{segment.Protocol.Name(),7}");
                if (segment.Dimensions.Count > 0)
                    text.Append('\t').AppendJoin('x', segment.Dimensions.Select(d => d == 0 ? "VAR" : d.ToString(CultureInfo.InvariantCulture)));
            }
            text.Append('\t').Append(segment.Description).Append('\n');
        }
    }

    private static void Links(StringBuilder text, SeriesDefinition series)
    {
        if (series.Links.Count == 0)
            return;
        text.Append(CultureInfo.InvariantCulture, $"Links for series {series.Name.Text}:\n");
        foreach (LinkDefinition link in series.Links)
            text.Append(CultureInfo.InvariantCulture, $"\t{link.Name,-10}\t{(link.IsDynamic ? "DYNAMIC" : "STATIC")}\t{link.TargetSeries}\t{link.Description}\n");
    }
}
