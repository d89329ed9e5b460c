using System.Globalization;
using System.Text;
using NetDrms.Model.Keywords;
using NetDrms.Model.Series.Writing;

namespace NetDrms.Model.Series;

/// <summary>Writes a definition as <c>describe_series -j</c> does, so that it reads back to the same definition. Spec 02 §1.9.</summary>
/// <remarks>
/// The layout is the original's; a default is written with the keyword's format when that loses nothing, else in full. Not written, because the text has no
/// place for it: creation date, record numbers of constant segments. A staging retention of 0 is written as the 3 days it means.
/// </remarks>
public static class DefinitionWriter
{
    private const int LabelWidth = 17;
    private const int StandardRetentionDays = 3;

    /// <summary>Writes a definition; every line ends with a line feed.</summary>
    public static string Write(SeriesDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        StringBuilder text = new(4096);
        WriteHeader(text, definition);
        text.Append("\n#=====Links=====\n");
        foreach (LinkDefinition link in definition.Links)
            text.Append(CultureInfo.InvariantCulture, $"Link: {link.Name}, {link.TargetSeries}, {(link.IsDynamic ? "dynamic" : "static")}, {QuotedText.Of(link.Description)}\n");
        text.Append("\n#=====Keywords=====\n");
        foreach (KeywordDefinition keyword in definition.Keywords)
        {
            if (!keyword.IsImplicit)
                WriteKeyword(text, keyword);
        }
        text.Append("\n#=====Segments=====\n");
        foreach (SegmentDefinition segment in definition.Segments)
            WriteSegment(text, segment, definition);
        return text.ToString();
    }

    /// <summary>Writes one keyword line as <see cref="Write"/> does.</summary>
    public static string WriteKeyword(KeywordDefinition keyword)
    {
        StringBuilder text = new();
        WriteKeyword(text, keyword);
        return text.ToString();
    }

    private static void WriteHeader(StringBuilder text, SeriesDefinition definition)
    {
        text.Append("#=====General Series Information=====\n");
        Label(text, "Seriesname", definition.Name.Text);
        if (definition.Author.Length > 0)   // an empty author cannot be read back, also not by the original
            Label(text, "Author", QuotedText.Of(definition.Author));
        if (definition.Owner.Length > 0)
            Label(text, "Owner", QuotedText.WordOrQuoted(definition.Owner));
        Label(text, "Unitsize", Number(definition.UnitSize));
        Label(text, "Archive", Number(definition.Archive));
        Label(text, "Retention", Number(definition.RetentionDays));
        Label(text, "StagingRetention", Number(definition.StagingRetentionDays == 0 ? StandardRetentionDays : definition.StagingRetentionDays));
        Label(text, "Tapegroup", Number(definition.TapeGroup));
        if (definition.PrimeKeys.Count > 0)
            Label(text, "PrimeKeys", string.Join(", ", definition.PrimeKeys.Select(key => definition.External(key).Name)));
        if (definition.DbIndex is { Count: > 0 } indexes)
            Label(text, "DBIndex", string.Join(", ", indexes.Select(name => definition.TryGetKeyword(name, out KeywordDefinition? key) ? definition.External(key).Name : name)));
        Label(text, "Description", QuotedText.Of(definition.Description));
        if (definition.CreateShadow)
            Label(text, "CreateShadow", "1");
    }

    private static void WriteKeyword(StringBuilder text, KeywordDefinition keyword)
    {
        if (keyword.IsLinked)
        {
            text.Append(CultureInfo.InvariantCulture, $"Keyword:{keyword.Name}, link, {keyword.LinkName}, {keyword.TargetKeyword}, {QuotedText.Of(keyword.Description)}\n");
            return;
        }
        string scope = keyword.IsPerSegment ? "segment" : "record";
        text.Append(CultureInfo.InvariantCulture, $"Keyword:{keyword.Name}, {keyword.Type.Name()}, {keyword.Kind.Name()}, {scope}, {WrittenDefault.Of(keyword)}, ");
        text.Append(CultureInfo.InvariantCulture, $"{QuotedText.Of(keyword.Format)}, {QuotedText.Of(keyword.Unit)}, {QuotedText.Of(keyword.Description)}\n");
    }

    private static void WriteSegment(StringBuilder text, SegmentDefinition segment, SeriesDefinition definition)
    {
        text.Append(CultureInfo.InvariantCulture, $"Data: {segment.Name}, ");
        if (segment.IsLinked)
            text.Append(CultureInfo.InvariantCulture, $"link, {segment.LinkName}, {segment.TargetSegment}");
        else
            text.Append(CultureInfo.InvariantCulture, $"{segment.Scope.Name()}, {(segment.IsRaw ? "raw" : segment.Type.Name())}");
        text.Append(CultureInfo.InvariantCulture, $", {segment.Dimensions.Count}");
        foreach (int dimension in segment.Dimensions)
            text.Append(CultureInfo.InvariantCulture, $", {dimension}");
        if (!segment.IsLinked)
        {
            text.Append(CultureInfo.InvariantCulture, $", {QuotedText.Of(segment.Unit)}, {segment.Protocol.Name()}");
            SegmentFields fields = SegmentFields.Of(segment.Protocol, segment.Type, segment.IsRaw);
            if (fields.HasCparmsField)
                text.Append(", ").Append(QuotedText.Of(Implicit(definition, ImplicitKeywords.CparmsName(segment.Number), DrmsValue.OfString("")).AsString));
            if (fields.HasScalingFields)
            {
                text.Append(", ").Append(WrittenDefault.Scaling(Implicit(definition, ImplicitKeywords.BzeroName(segment.Name), DrmsValue.OfDouble(0)).AsDouble));
                text.Append(", ").Append(WrittenDefault.Scaling(Implicit(definition, ImplicitKeywords.BscaleName(segment.Name), DrmsValue.OfDouble(1)).AsDouble));
            }
        }
        text.Append(CultureInfo.InvariantCulture, $", {QuotedText.Of(segment.Description)}\n");
    }

    // An implicit keyword may be missing, or of another type, in a catalog that somebody changed by hand.
    private static DrmsValue Implicit(SeriesDefinition definition, string name, DrmsValue otherwise) =>
        definition.TryGetKeyword(name, out KeywordDefinition? keyword) && keyword.Default.Type == otherwise.Type ? keyword.Default : otherwise;

    private static void Label(StringBuilder text, string tag, string value) =>
        text.Append((tag + ":").PadRight(LabelWidth)).Append('\t').Append(value).Append('\n');

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
