using NetDrms.Drms.Links;
using NetDrms.Drms.Records;
using NetDrms.Model.Errors;
using NetDrms.Model.Series;

namespace NetDrms.Drms.Output.Tables;

/// <summary>A table of the records of one or more series: its columns, and how each series fills them.</summary>
/// <remarks>
/// A column that several series have is the first one's; values of another type are converted, and a series that lacks it has none. A value that a link does not
/// lead to is missing. A keyword whose definitions lead nowhere is a text column without values.
/// </remarks>
public sealed class RecordTable
{
    private readonly Dictionary<string, RecordTablePart> _parts;

    private RecordTable(IReadOnlyList<TableField> fields, Dictionary<string, RecordTablePart> parts)
    {
        Fields = fields;
        _parts = parts;
    }

    /// <summary>The columns.</summary>
    public IReadOnlyList<TableField> Fields { get; }

    /// <summary>How the records of a series fill the table.</summary>
    public RecordTablePart Of(SeriesDefinition series)
    {
        ArgumentNullException.ThrowIfNull(series);
        return _parts[series.Name.Key];
    }

    /// <summary>Binds a request to series.</summary>
    /// <param name="series">Series of the subsets, in order; the same one may come twice.</param>
    /// <param name="request">The columns.</param>
    /// <param name="find">Finds the targets of links.</param>
    /// <param name="cancel">Cancels the look-ups.</param>
    /// <exception cref="DrmsException">No series has a keyword or segment of a name that was asked for.</exception>
    public static async Task<RecordTable> BindAsync(IReadOnlyList<SeriesDefinition> series, RecordTableRequest request, SeriesLookup find, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(series);
        ArgumentNullException.ThrowIfNull(request);
        SeriesDefinition[] different = [.. series.DistinctBy(s => s.Name.Key)];
        RecordTableColumn[] columns = Columns(different, request);
        TableField?[] fields = new TableField?[columns.Length];
        Dictionary<string, RecordTablePart> parts = [];
        foreach (SeriesDefinition one in different)
        {
            RecordTablePart part = await RecordTablePart.BindAsync(one, columns, find, cancel);
            parts[one.Name.Key] = part;
            for (int i = 0; i < fields.Length; i++)
                fields[i] ??= part.FieldOf(i);
        }
        TableField[] known = [.. fields.Select((field, i) => field ?? new TableField(columns[i].Name, FieldType.Text))];
        foreach (RecordTablePart part in parts.Values)
            part.Use(known);
        return new RecordTable(known, parts);
    }

    private static RecordTableColumn[] Columns(SeriesDefinition[] series, RecordTableRequest request)
    {
        List<RecordTableColumn> columns = [];
        HashSet<string> taken = new(StringComparer.OrdinalIgnoreCase);
        foreach (string key in request.Keys)
        {
            foreach (RecordTableColumn column in key == RecordTableRequest.All ? AllKeywords(series) : [Key(series, key)])
            {
                if (taken.Add(column.Name))
                    columns.Add(column);
            }
        }
        foreach (string segment in request.Segments)
        {
            foreach (string name in segment == RecordTableRequest.All ? series.SelectMany(s => s.Segments).Select(s => s.Name) : [Segment(series, segment)])
            {
                string unique = taken.Contains(name) ? name + "_url" : name;   // a keyword may be called as a segment is
                if (taken.Add(unique))
                    columns.Add(new RecordTableColumn(unique, FieldSource.Segment, name));
            }
        }
        return [.. columns];
    }

    private static IEnumerable<RecordTableColumn> AllKeywords(SeriesDefinition[] series) =>
        series.SelectMany(s => RecordKeyword.All(s, withImplicit: false)).Select(k => new RecordTableColumn(k.Name, FieldSource.Keyword, k.Name));

    private static RecordTableColumn Key(SeriesDefinition[] series, string name)
    {
        FieldSource? pseudo = name.ToLowerInvariant() switch { "recnum" => FieldSource.Recnum, "sunum" => FieldSource.Sunum, "record" => FieldSource.Record, _ => null };
        foreach (SeriesDefinition one in series)
        {
            if (RecordKeyword.TryFind(one, name, out RecordKeyword? keyword))
                return new RecordTableColumn(keyword.Name, FieldSource.Keyword, keyword.Name);
        }
        return pseudo is FieldSource source
            ? new RecordTableColumn(name.ToLowerInvariant(), source, name)
            : throw Unknown(ErrorCode.UnknownKeyword, "keyword", name, series, s => RecordKeyword.All(s, withImplicit: true).Select(k => k.Name).Concat(RecordTableRequest.PseudoNames));
    }

    private static string Segment(SeriesDefinition[] series, string name)
    {
        foreach (SeriesDefinition one in series)
        {
            if (one.TryGetSegment(name, out SegmentDefinition? segment))
                return segment.Name;
        }
        throw Unknown(ErrorCode.UnknownSegment, "segment", name, series, s => s.Segments.Select(g => g.Name));
    }

    private static DrmsException Unknown(ErrorCode code, string kind, string name, SeriesDefinition[] series, Func<SeriesDefinition, IEnumerable<string>> having) =>
        new(new DrmsError(code, $"series {string.Join(", ", series.Select(s => $"\"{s.Name}\""))} has no {kind} \"{Excerpt.Of(name)}\"") { Hint = NearestName.Hint(name, series.SelectMany(having)) });
}
