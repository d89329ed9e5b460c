using NetDrms.Drms.Catalog;
using NetDrms.Drms.Json;
using NetDrms.Drms.Sessions;
using NetDrms.Model.Errors;
using NetDrms.Model.Keywords;
using NetDrms.Model.Series;
using NetDrms.Modules.Arguments;
using NetDrms.Modules.Driver;
using Npgsql;

namespace NetDrms.Modules.Listing;

/// <summary><c>series_info</c>: attributes, keywords, segments and links of series, as the original's export page asks for them. Spec 06 §3.6.</summary>
internal sealed class SeriesInfo : IModule
{
    private const int MostSeries = 100;
    private const string All = "*";

    /// <inheritdoc/>
    public ModuleDefinition Definition { get; } = new()
    {
        Name = "series_info",
        Summary = "Prints attributes, keywords, segments and links of series as JSON.",
        Arguments =
        [
            new("series", ArgumentType.String, "", "series, with commas between"),
            new("atts", ArgumentType.String, "0", "1: attributes"),
            new("keys", ArgumentType.String, "", "keywords, with commas between; * for all"),
            new("segs", ArgumentType.String, "", "segments, or *"),
            new("links", ArgumentType.String, "", "links, or *"),
            new("QUERY_STRING", ArgumentType.String, "", "the same arguments in the form of a web request") { FromEnvironment = true },
        ],
        Examples = ["series_info series=hmi.m_45s atts=1 keys=T_REC,CAMERA segs=*"],
    };

    /// <inheritdoc/>
    public async Task<int> RunAsync(ModuleContext context, CancellationToken cancel)
    {
        IReadOnlyList<(string Name, string Value)>? form = WebForm.OfRequest(context);
        string Text(string name) => form is null ? context.Arguments.Text(name) : WebForm.First(form, name) ?? "";
        context.Out.Text("Content-type: application/json\n\n");
        try
        {
            await using DrmsSession session = await context.OpenSessionAsync(cancel);
            IReadOnlyList<SeriesDefinition> all = await FindAsync(new SeriesCatalog(session.Connection), Text("series"), cancel);
            JsonWriter json = new(context.Out);
            json.BeginObject();
            foreach (SeriesDefinition series in all)
            {
                json.Name(series.Name.Key);
                json.BeginObject();
                if (Text("atts") is not ("" or "0"))
                    Attributes(json, series);
                Each(json, "keywords", Chosen(series.Keywords.Where(k => !k.IsImplicit), k => k.Name, Text("keys")), Keyword);
                Each(json, "segments", Chosen(series.Segments, s => s.Name, Text("segs")), Segment);
                Each(json, "links", Chosen(series.Links, l => l.Name, Text("links")), Link);
                json.EndObject();
            }
            json.Member("errMsg", "");
            json.EndObject();
            context.Out.EndLine();
            return ExitCode.Ok;
        }
        catch (DrmsException failure)
        {
            return Failed(context, failure.Error);
        }
        catch (NpgsqlException failure)
        {
            return Failed(context, DatabaseFailure.Describe(failure));
        }
    }

    private static async Task<IReadOnlyList<SeriesDefinition>> FindAsync(SeriesCatalog catalog, string list, CancellationToken cancel)
    {
        string[] names = [.. list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.OrdinalIgnoreCase)];
        if (names.Length is 0 or > MostSeries)
            throw new DrmsException(ErrorCode.Argument, names.Length == 0 ? "Missing required argument 'series'." : $"series names more than {MostSeries} series");
        List<SeriesDefinition> found = [];
        foreach (string name in names)
            found.Add(await catalog.GetAsync(name, cancel));
        return found;
    }

    // Null when none were asked for: then there is no such member.
    private static T[]? Chosen<T>(IEnumerable<T> all, Func<T, string> name, string list)
    {
        if (list.Length == 0)
            return null;
        HashSet<string> names = new(list.Split(',', StringSplitOptions.TrimEntries), StringComparer.OrdinalIgnoreCase);
        return [.. all.Where(item => names.Contains(All) || names.Contains(name(item)))];
    }

    private static void Each<T>(JsonWriter json, string member, T[]? items, Action<JsonWriter, T> write)
    {
        if (items is null)
            return;
        json.Name(member);
        json.BeginObject();
        foreach (T item in items)
            write(json, item);
        json.EndObject();
    }

    private static void Attributes(JsonWriter json, SeriesDefinition series)
    {
        json.Name("attributes");
        json.BeginObject();
        json.Member("series", series.Name.Text);
        json.Member("author", series.Author);
        json.Member("owner", series.Owner);
        json.Member("unitsize", series.UnitSize);
        json.Member("archive", series.Archive);
        json.Member("retention", series.RetentionDays);
        json.Member("tapegroup", series.TapeGroup);
        Names(json, "drmsprimekey", series.PrimeKeys.Select(key => series.External(key).Name));
        Names(json, "dbindex", series.DbIndex ?? series.PrimeKeys.Select(key => key.Name));
        json.Member("created", series.Created);
        json.Member("description", series.Description);
        json.EndObject();
    }

    private static void Keyword(JsonWriter json, KeywordDefinition keyword)
    {
        json.Name(keyword.Name);
        json.BeginObject();
        json.Member("data-type", keyword.IsLinked ? "link" : keyword.Type.Name());
        json.Member("constant-value", keyword.Kind == KeywordKind.Constant ? KeywordFormat.Parse(keyword.Type, keyword.Format, keyword.Unit).Print(keyword.Default) : null);
        json.Member("physical-unit", keyword.Unit);
        json.Member("rank", keyword.Rank);
        json.Member("description", keyword.Description);
        json.EndObject();
    }

    private static void Segment(JsonWriter json, SegmentDefinition segment)
    {
        json.Name(segment.Name);
        json.BeginObject();
        json.Member("data-type", segment.IsLinked ? "link" : segment.Type.Name());
        json.Member("segment-number", segment.Number);
        json.Member("scope", segment.Scope.Name());
        json.Member("number-axes", segment.Dimensions.Count);
        json.Member("dimensions", string.Join('x', segment.Dimensions));
        json.Member("physical-unit", segment.Unit);
        json.Member("protocol", segment.Protocol.Name());
        json.Member("description", segment.Description);
        json.EndObject();
    }

    private static void Link(JsonWriter json, LinkDefinition link)
    {
        json.Name(link.Name);
        json.BeginObject();
        json.Member("target-series", link.TargetSeries);
        json.Member("kind", link.IsDynamic ? "dynamic" : "static");
        json.Member("description", link.Description);
        json.EndObject();
    }

    private static void Names(JsonWriter json, string member, IEnumerable<string> names)
    {
        json.Name(member);
        json.BeginArray();
        foreach (string name in names)
            json.Value(name);
        json.EndArray();
    }

    private static int Failed(ModuleContext context, DrmsError error)
    {
        context.Error.Print(error);
        JsonWriter json = new(context.Out);
        json.BeginObject();
        json.Member("errMsg", error.Message);
        json.EndObject();
        context.Out.EndLine();
        return ExitCode.Error;
    }
}
