using System.Text.Json;
using NetDrms.Model.Keywords;
using NetDrms.Model.Series;

namespace NetDrms.Server.Api;

/// <summary>Writes the members of a definition as JSON: what the catalog knows, in the words of the .jsd.</summary>
internal static class SeriesJson
{
    /// <summary>Writes the members.</summary>
    public static void Write(Utf8JsonWriter json, SeriesDefinition series)
    {
        json.WriteString("name", series.Name.Text);
        json.WriteString("description", series.Description);
        json.WriteString("author", series.Author);
        json.WriteString("owner", series.Owner);
        json.WriteString("version", series.Version);
        json.WriteString("created", series.Created);
        json.WriteNumber("unitSize", series.UnitSize);
        json.WriteNumber("archive", series.Archive);
        json.WriteNumber("retentionDays", series.RetentionDays);
        json.WriteNumber("stagingRetentionDays", series.StagingRetentionDays);
        json.WriteNumber("tapeGroup", series.TapeGroup);
        json.WriteStartArray("primeKeys");
        foreach (KeywordDefinition key in series.PrimeKeys)
            WritePrimeKey(json, series, key);
        json.WriteEndArray();
        json.WriteStartArray("dbIndex");
        foreach (string name in series.DbIndex ?? [])
            json.WriteStringValue(name);
        json.WriteEndArray();
        json.WriteStartArray("keywords");
        foreach (KeywordDefinition keyword in series.Keywords)
            WriteKeyword(json, keyword);
        json.WriteEndArray();
        json.WriteStartArray("segments");
        foreach (SegmentDefinition segment in series.Segments)
            WriteSegment(json, segment);
        json.WriteEndArray();
        json.WriteStartArray("links");
        foreach (LinkDefinition link in series.Links)
            WriteLink(json, link);
        json.WriteEndArray();
    }

    private static void WritePrimeKey(Utf8JsonWriter json, SeriesDefinition series, KeywordDefinition key)
    {
        KeywordDefinition external = series.External(key);
        json.WriteStartObject();
        json.WriteString("name", external.Name);
        json.WriteBoolean("isSlotted", external != key);
        if (external != key && series.TryGetKeyword(external.Name + "_step", out KeywordDefinition? step))
            json.WriteString("step", KeywordFormat.Parse(step.Type, step.Format, step.Unit).Print(step.Default) + (step.Unit.Length > 0 ? " " + step.Unit : ""));
        json.WriteEndObject();
    }

    private static void WriteKeyword(Utf8JsonWriter json, KeywordDefinition keyword)
    {
        json.WriteStartObject();
        json.WriteString("name", keyword.Name);
        if (keyword.IsLinked)
        {
            json.WriteString("link", keyword.LinkName);
            json.WriteString("target", keyword.TargetKeyword);
            json.WriteString("description", keyword.Description);
            json.WriteEndObject();
            return;
        }
        json.WriteString("type", keyword.Type.Name());
        json.WriteString("kind", keyword.Kind.Name());
        json.WriteBoolean("isPerSegment", keyword.IsPerSegment);
        json.WriteBoolean("isImplicit", keyword.IsImplicit);
        if (keyword.Default.IsMissing)
            json.WriteNull("default");
        else
            json.WriteString("default", KeywordFormat.Parse(keyword.Type, keyword.Format, keyword.Unit).Print(keyword.Default).Trim());
        json.WriteString("format", keyword.Format);
        json.WriteString("unit", keyword.Unit);
        json.WriteString("description", keyword.Description);
        json.WriteEndObject();
    }

    private static void WriteSegment(Utf8JsonWriter json, SegmentDefinition segment)
    {
        json.WriteStartObject();
        json.WriteString("name", segment.Name);
        json.WriteNumber("number", segment.Number);
        if (segment.IsLinked)
        {
            json.WriteString("link", segment.LinkName);
            json.WriteString("target", segment.TargetSegment);
        }
        else
        {
            json.WriteString("scope", segment.Scope.Name());
            json.WriteString("type", segment.IsRaw ? "raw" : segment.Type.Name());
            json.WriteString("protocol", segment.Protocol.Name());
            json.WriteString("unit", segment.Unit);
        }
        json.WriteStartArray("dimensions");
        foreach (int length in segment.Dimensions)
            json.WriteNumberValue(length);
        json.WriteEndArray();
        json.WriteString("description", segment.Description);
        json.WriteEndObject();
    }

    private static void WriteLink(Utf8JsonWriter json, LinkDefinition link)
    {
        json.WriteStartObject();
        json.WriteString("name", link.Name);
        json.WriteString("target", link.TargetSeries);
        json.WriteString("kind", link.IsDynamic ? "dynamic" : "static");
        json.WriteString("description", link.Description);
        json.WriteEndObject();
    }
}
