using System.Text;
using NetDrms.Drms.Links;
using NetDrms.Drms.Output;
using NetDrms.Drms.Records;
using NetDrms.Model.Keywords;
using NetDrms.Model.Series;

namespace NetDrms.Drms.Json;

/// <summary>A definition as <c>series_struct</c> tells it. Spec 06 §2.2.</summary>
/// <param name="json">Where to; an object is open.</param>
/// <param name="find">Finds the targets of links.</param>
public sealed class SeriesStructure(JsonWriter json, SeriesLookup find)
{
    private const int UsualRetentionDays = 3;
    private const string Broken = "error following link";

    private readonly LinkGraph _links = new(find);

    /// <summary>The owner, too.</summary>
    public bool WithOwner { get; init; }

    /// <summary>Keywords under the names of FITS headers, without implicit ones and second names.</summary>
    public bool WithFitsNames { get; init; }

    /// <summary>Of linked segments the target's facts.</summary>
    public bool FollowsSegments { get; init; }

    /// <summary>How values are written.</summary>
    public ListingValues Values { get; init; }

    /// <summary>Follows the links of a definition, as long as the database can be asked.</summary>
    public async Task<IReadOnlyList<(KeywordDefinition Keyword, LinkRoute<RecordKeyword> Route)>> KeywordsAsync(SeriesDefinition series, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(series);
        List<(KeywordDefinition, LinkRoute<RecordKeyword>)> keywords = new(series.Keywords.Count);
        foreach (KeywordDefinition keyword in series.Keywords)
        {
            if (!(WithFitsNames && keyword.IsImplicit))
                keywords.Add((keyword, await _links.FollowAsync(series, new RecordKeyword(keyword, null), cancel)));
        }
        return keywords;
    }

    /// <summary>The segments that are shown, each with the one whose facts are.</summary>
    public async Task<IReadOnlyList<(SegmentDefinition Segment, SegmentDefinition? Facts)>> SegmentsAsync(SeriesDefinition series, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(series);
        List<(SegmentDefinition, SegmentDefinition?)> segments = [];
        foreach (SegmentDefinition segment in series.Segments)
        {
            if (segment.IsLinked && !FollowsSegments)
                segments.Add((segment, null));
            else if ((await _links.FollowAsync(series, segment, cancel)).End is SegmentDefinition end)
                segments.Add((segment, end));
        }
        return segments;
    }

    /// <summary>Writes what comes before the keywords.</summary>
    public void Head(SeriesDefinition series)
    {
        ArgumentNullException.ThrowIfNull(series);
        json.Member("note", series.Description);
        json.Member("retention", series.RetentionDays);
        json.Member("stagingretention", series.StagingRetentionDays == 0 ? UsualRetentionDays : series.StagingRetentionDays);
        json.Member("unitsize", series.UnitSize);
        json.Member("archive", series.Archive);
        json.Member("tapegroup", series.TapeGroup);
        if (WithOwner)
            json.Member("owner", series.Owner);
        KeywordDefinition[] keys = [.. series.PrimeKeys.Select(series.External)];
        Names("primekeys", [.. keys.Select(k => k.Name)]);
        json.Name("primekeysinfo");
        json.BeginArray();
        foreach (KeywordDefinition key in keys)
            PrimeKey(series, key);
        json.EndArray();
        Names("dbindex", [.. (series.DbIndex ?? []).Select(name => series.TryGetKeyword(name, out KeywordDefinition? key) ? series.External(key).Name : name)]);
    }

    /// <summary>Writes the keywords.</summary>
    public void Keywords(IReadOnlyList<(KeywordDefinition Keyword, LinkRoute<RecordKeyword> Route)> keywords)
    {
        ArgumentNullException.ThrowIfNull(keywords);
        json.Name("keywords");
        json.BeginArray();
        FitsNameList names = new();
        foreach ((KeywordDefinition keyword, LinkRoute<RecordKeyword> route) in keywords)
        {
            Keyword(WithFitsNames ? names.Next(keyword, null) : keyword.Name, keyword, route.End?.Definition);
            if (!WithFitsNames && KeywordAlias.Of(keyword) is string alias)
                Keyword(alias, keyword, route.End?.Definition);
        }
        json.EndArray();
    }

    /// <summary>Writes the segments.</summary>
    public void Segments(IReadOnlyList<(SegmentDefinition Segment, SegmentDefinition? Facts)> segments)
    {
        ArgumentNullException.ThrowIfNull(segments);
        json.Name("segments");
        json.BeginArray();
        foreach ((SegmentDefinition segment, SegmentDefinition? facts) in segments)
        {
            json.BeginObject();
            json.Member("name", segment.Name);
            json.Member("type", (facts ?? segment).Type.Name());
            json.Member("units", facts?.Unit);
            json.Member("protocol", facts?.Protocol.Name() ?? $"link via {segment.LinkName}");
            json.Member("dims", facts is null ? null : Dimensions(facts));
            json.Member("note", facts is null || !IsBlank(segment.Description) ? segment.Description : facts.Description);
            json.EndObject();
        }
        json.EndArray();
    }

    /// <summary>Writes the links.</summary>
    public void Links(SeriesDefinition series)
    {
        ArgumentNullException.ThrowIfNull(series);
        json.Name("links");
        json.BeginArray();
        foreach (LinkDefinition link in series.Links)
        {
            json.BeginObject();
            json.Member("name", link.Name);
            json.Member("target", link.TargetSeries);
            json.Member("kind", link.IsDynamic ? "DYNAMIC" : "STATIC");
            json.Member("note", link.Description);
            json.EndObject();
        }
        json.EndArray();
    }

    /// <summary>Writes the ends.</summary>
    /// <param name="interval">The ends.</param>
    /// <param name="hasShadow">Whether there is a shadow table; null to say nothing.</param>
    public void Interval(SeriesInterval interval, bool? hasShadow)
    {
        ArgumentNullException.ThrowIfNull(interval);
        json.Name("Interval");
        json.BeginObject();
        End("First", interval.First);
        End("Last", interval.Last);
        json.Member("MaxRecnum", interval.HighestRecnum);
        if (hasShadow is bool shadow)
            json.Member("HasShadow", shadow ? "yes" : "no");
        json.EndObject();
    }

    private void PrimeKey(SeriesDefinition series, KeywordDefinition key)
    {
        json.BeginObject();
        json.Member("name", key.Name);
        json.Member("slotted", key.Kind.IsSlotted() ? 1 : 0);
        if (key.Kind.IsSlotted() && series.TryGetKeyword(key.Name + "_step", out KeywordDefinition? step))
            json.Member("step", Formatted(step));
        json.EndObject();
    }

    private void Keyword(string name, KeywordDefinition keyword, KeywordDefinition? end)
    {
        json.BeginObject();
        json.Member("name", name);
        if (keyword.IsLinked && !WithFitsNames)
            json.Member("linkinfo", $"{keyword.LinkName}->{keyword.TargetKeyword}");
        json.Member("type", end?.Type.Name() ?? "link");
        json.Member("recscope", end is null ? Broken : end.IsPerSegment ? "segment" : end.Kind.Name());
        json.Member("defval", end is null ? Broken : Formatted(end));
        json.Member("units", end is null ? Broken : end.Unit);
        json.Member("note", end is null || !IsBlank(keyword.Description) ? keyword.Description : end.Description);
        json.EndObject();
    }

    private void End(string which, SeriesEnd? end)
    {
        json.Member(which + "Record", end?.Query ?? "NA");
        if (end is null)
            json.Member(which + "Recnum", "NA");
        else
            json.Member(which + "Recnum", end.Recnum);
    }

    private void Names(string member, string[] names)
    {
        json.Name(member);
        json.BeginArray();
        foreach (string name in names)
            json.Value(name);
        if (names.Length == 0)
            json.Value(null);
        json.EndArray();
    }

    private static string Dimensions(SegmentDefinition segment) =>
        string.Join('x', segment.Dimensions.Select(d => segment.Scope == SegmentScope.VarDim ? "VAR" : d.ToString(System.Globalization.CultureInfo.InvariantCulture)));

    private string Formatted(KeywordDefinition keyword)
    {
        OutputBuffer text = new(null, 64);
        new ValueCell(keyword, Values).Write(text, keyword.Default);
        return Encoding.UTF8.GetString(text.Held);
    }

    private static bool IsBlank(string note) => note.Length == 0 || note[0] == ' ';
}
