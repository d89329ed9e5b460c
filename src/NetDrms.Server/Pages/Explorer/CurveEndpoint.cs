using System.Text.Json;
using NetDrms.Drms.Links;
using NetDrms.Drms.Output;
using NetDrms.Drms.Queries;
using NetDrms.Drms.Records;
using NetDrms.Model.Errors;
using NetDrms.Model.Keywords;
using NetDrms.Model.Series;
using NetDrms.Server.Pages.Records;

namespace NetDrms.Server.Pages.Explorer;

/// <summary>Values of keywords against time, for the plot: parameters ds, y (once a keyword), n. Rows are <c>[clock, group, values…]</c>; a group has the same other prime keys.</summary>
internal static class CurveEndpoint
{
    private const int MaxRows = 20_000;
    private const int MaxCurves = 6;
    private const int FlushRows = 500;

    /// <summary>Answers.</summary>
    public static async Task SendAsync(HttpContext http, PageSession session)
    {
        ExplorerRequest request = ExplorerRequest.Of(http.Request.Query);
        RecordQuery query = (await RecordSetReading.OpenAsync(session, request.RecordSet, [], http.RequestAborted))[0];
        PlotTime time = PlotTime.Of(query.Series) ?? throw new DrmsException(ErrorCode.Argument, $"series \"{query.Series.Name}\" has no keyword of time");
        List<RecordKeyword> curves = Curves(query.Series, [.. http.Request.Query["y"].OfType<string>()]);
        IReadOnlyList<KeywordDefinition> others = [.. new RecordQueryWriter(query.Series).Keys.Where(key => key != time.Keyword.Definition)];
        RecordColumns columns = await RecordColumns.BindAsync(query.Series, new RecordRequest
        {
            Parts = RecordParts.None,
            Keywords = [time.Keyword, .. curves, .. others.Select(key => new RecordKeyword(key, null))],
        }, session.FindAsync, http.RequestAborted);
        RecordLimit limit = request.Count < 0 ? RecordLimit.Last(-request.Count) : RecordLimit.First(MaxRows + 1);
        await using RecordReader reader = await RecordReader.OpenAsync(session.Session.Connection, query, columns, limit, http.RequestAborted);
        http.Response.ContentType = "application/json";
        await WriteAsync(http, reader, time, columns, curves.Count);
    }

    private static List<RecordKeyword> Curves(SeriesDefinition series, IReadOnlyList<string> names)
    {
        List<RecordKeyword> curves = [];
        foreach (string name in names.Take(MaxCurves))
        {
            if (!RecordKeyword.TryFind(series, name, out RecordKeyword? keyword))
            {
                throw new DrmsException(new DrmsError(ErrorCode.UnknownKeyword, $"series \"{series.Name}\" has no keyword \"{Excerpt.Of(name)}\"")
                {
                    Hint = NearestName.Hint(name, RecordKeyword.All(series, withImplicit: false).Select(k => k.Name)),
                });
            }
            curves.Add(keyword);
        }
        return curves;
    }

    private static async Task WriteAsync(HttpContext http, RecordReader reader, PlotTime time, RecordColumns columns, int curves)
    {
        CancellationToken cancel = http.RequestAborted;
        Dictionary<string, int> groups = new(StringComparer.Ordinal);
        await using Utf8JsonWriter json = new(http.Response.BodyWriter);
        json.WriteStartObject();
        json.WriteString("time", time.Keyword.Name);
        json.WriteString("zone", time.Zone);
        json.WriteStartArray("curves");
        for (int i = 1; i <= curves; i++)
        {
            json.WriteStartObject();
            json.WriteString("name", columns.Keywords[i].Keyword.Name);
            json.WriteString("unit", columns.Keywords[i].Effective?.Unit is { } unit && unit != "none" ? unit : "");
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartArray("rows");
        int rows = 0;
        while (rows < MaxRows && await reader.ReadAsync(cancel))
        {
            if (!TryWriteRow(json, reader.Row, time, curves, groups))
                continue;
            if (++rows % FlushRows == 0)
                await json.FlushAsync(cancel);
        }
        json.WriteEndArray();
        json.WriteStartArray("groups");
        foreach (string group in groups.Keys)   // in the order of their numbers
            json.WriteStringValue(group);
        json.WriteEndArray();
        json.WriteBoolean("isCut", rows == MaxRows);
        json.WriteEndObject();
        await json.FlushAsync(cancel);
    }

    private static bool TryWriteRow(Utf8JsonWriter json, RecordRow row, PlotTime time, int curves, Dictionary<string, int> groups)
    {
        DrmsValue when = row.Keyword(0);
        if (row.StateOfKeyword(0) != LinkState.Found || when.IsMissing)
            return false;
        json.WriteStartArray();
        json.WriteNumberValue(time.Clock(when.AsTime));
        json.WriteNumberValue(GroupOf(row, curves + 1, groups));
        for (int i = 1; i <= curves; i++)
        {
            if (row.StateOfKeyword(i) == LinkState.Found && NumberOf(row.Keyword(i)) is double number)
                json.WriteNumberValue(number);
            else
                json.WriteNullValue();
        }
        json.WriteEndArray();
        return true;
    }

    private static int GroupOf(RecordRow row, int first, Dictionary<string, int> groups)
    {
        string name = string.Join(' ', Enumerable.Range(first, row.Columns.Keywords.Count - first).Select(i => Text(row, i)));
        if (!groups.TryGetValue(name, out int group))
            groups.Add(name, group = groups.Count);
        return group;
    }

    private static string Text(RecordRow row, int keyword)
    {
        KeywordDefinition definition = row.Columns.Keywords[keyword].Effective ?? row.Columns.Keywords[keyword].Keyword.Definition;
        return $"{definition.Name} {KeywordFormat.Parse(definition.Type, definition.Format, definition.Unit).Print(row.Keyword(keyword)).Trim()}";
    }

    private static double? NumberOf(DrmsValue value) => value.IsMissing || value.Type == DrmsType.String ? null
        : value.Type is DrmsType.Float or DrmsType.Double or DrmsType.Time ? (double.IsFinite(value.AsDouble) ? value.AsDouble : null)
        : value.AsInteger;
}
