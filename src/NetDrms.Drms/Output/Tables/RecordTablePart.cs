using System.Buffers;
using NetDrms.Drms.Links;
using NetDrms.Drms.Records;
using NetDrms.Drms.Segments;
using NetDrms.Model.Keywords;
using NetDrms.Model.Series;
using NetDrms.Model.Time;

namespace NetDrms.Drms.Output.Tables;

/// <summary>How the records of one series fill a table: what is read, and which of it goes into which column.</summary>
public sealed class RecordTablePart
{
    private readonly RecordTableColumn[] _columns;
    private readonly int[] _places;   // position in the request; −1 when the series has no such thing
    private readonly int[] _keys;
    private readonly RecordQueryWriter _query;
    private readonly ArrayBufferWriter<byte> _text = new();
    private FieldFill[] _fills = [];

    private RecordTablePart(RecordTableColumn[] columns, int[] places, int[] keys, RecordQueryWriter query, RecordColumns record)
    {
        _columns = columns;
        _places = places;
        _keys = keys;
        _query = query;
        Columns = record;
    }

    /// <summary>What the statement selects.</summary>
    public RecordColumns Columns { get; }

    internal static async Task<RecordTablePart> BindAsync(SeriesDefinition series, RecordTableColumn[] columns, SeriesLookup find, CancellationToken cancel)
    {
        List<RecordKeyword> keywords = [];
        List<SegmentDefinition> segments = [];
        int[] places = new int[columns.Length];
        for (int i = 0; i < columns.Length; i++)
        {
            places[i] = columns[i].Source switch
            {
                FieldSource.Keyword => RecordKeyword.TryFind(series, columns[i].Of, out RecordKeyword? keyword) ? Add(keywords, keyword) : -1,
                FieldSource.Segment => series.TryGetSegment(columns[i].Of, out SegmentDefinition? segment) ? Add(segments, segment) : -1,
                _ => 0,
            };
        }
        RecordQueryWriter query = new(series);
        int[] keys = Array.Exists(columns, c => c.Source == FieldSource.Record) ? [.. query.Keys.Select(key => Add(keywords, new RecordKeyword(key, null)))] : [];
        RecordRequest request = new() { Parts = RecordParts.Recnum | RecordParts.Sunum, Keywords = keywords, Segments = segments };
        return new RecordTablePart(columns, places, keys, query, await RecordColumns.BindAsync(series, request, find, cancel));
    }

    /// <summary>The column as this series has it; null when it has not, or when the definitions of a link lead nowhere.</summary>
    internal TableField? FieldOf(int column)
    {
        (string name, FieldSource source, int place) = (_columns[column].Name, _columns[column].Source, _places[column]);
        return source switch
        {
            FieldSource.Recnum => new TableField(name, FieldType.Int64) { Description = "Record number", Ucd = UcdNames.Of(name, FieldType.Int64) },
            FieldSource.Sunum => new TableField(name, FieldType.Int64) { Description = "Number of the storage unit", Ucd = UcdNames.Of(name, FieldType.Int64) },
            FieldSource.Record => new TableField(name, FieldType.Text) { Description = "Record set that is this record", Ucd = UcdNames.Of(name, FieldType.Text) },
            FieldSource.Segment => place < 0 ? null : new TableField(name, FieldType.Text) { Description = $"Address of the file of segment {Columns.Segments[place].Segment.Name}", Ucd = "meta.ref.url" },
            _ => place < 0 || Columns.Keywords[place].Effective is not KeywordDefinition effective ? null : KeywordField(name, Columns.Keywords[place].Keyword.Definition, effective),
        };
    }

    /// <summary>Takes the columns that all series agreed on.</summary>
    internal void Use(IReadOnlyList<TableField> fields) => _fills = [.. fields.Select((field, i) => FillOf(field, i))];

    /// <summary>Adds a record; the addresses of files, which are looked up for many records at once, are left to the caller.</summary>
    public void Add(RecordRow row, RowBatch batch)
    {
        ArgumentNullException.ThrowIfNull(row);
        ArgumentNullException.ThrowIfNull(batch);
        for (int i = 0; i < _columns.Length; i++)
        {
            switch (_columns[i].Source)
            {
                case FieldSource.Recnum:
                    batch[i].Add(row.Recnum);
                    break;
                case FieldSource.Sunum when row.Sunum < 0:
                    batch[i].AddMissing();
                    break;
                case FieldSource.Sunum:
                    batch[i].Add(row.Sunum);
                    break;
                case FieldSource.Record:
                    _text.ResetWrittenCount();
                    _query.WriteRow(_text, row, _keys);
                    batch[i].Add(_text.WrittenSpan);
                    break;
                case FieldSource.Keyword when _places[i] < 0:
                    batch[i].AddMissing();
                    break;
                case FieldSource.Keyword:
                    AddKeyword(row, _places[i], batch[i], _fills[i]);
                    break;
            }
        }
        batch.EndRow();
    }

    /// <summary>Columns of files' addresses.</summary>
    public IEnumerable<int> SegmentFields => Enumerable.Range(0, _columns.Length).Where(i => _columns[i].Source == FieldSource.Segment);

    /// <summary>Name of the segment whose files' addresses a column shows.</summary>
    public string SegmentName(int field) => _columns[field].Of;

    /// <summary>True when the series has that segment.</summary>
    public bool HasSegment(int field) => _places[field] >= 0;

    /// <summary>Where the file of a column is; number −1 when this record has none.</summary>
    public FilePlace SegmentFile(RecordRow row, int field)
    {
        ArgumentNullException.ThrowIfNull(row);
        return _places[field] < 0 ? FilePlace.None : FilePlace.Of(row, _places[field]);
    }

    private static void AddKeyword(RecordRow row, int place, FieldValues target, FieldFill fill)
    {
        if (fill.Kind == FillKind.Text && row.TryGetUtf8(place, out ReadOnlySpan<byte> utf8))
        {
            if (row.StateOfKeyword(place) == LinkState.Found)
                target.Add(utf8);
            else
                target.AddMissing();
            return;
        }
        if (fill.Kind == FillKind.Real && row.TryGetReal(place, out double real))
        {
            AddReal(target, real, fill);
            return;
        }
        if (row.StateOfKeyword(place) != LinkState.Found)
        {
            target.AddMissing();
            return;
        }
        DrmsValue value = row.Keyword(place);
        if (value.Type != fill.Type)
            value = ValueConversion.Convert(value, fill.Type, out _);
        if (value.IsMissing)
            target.AddMissing();
        else if (fill.Kind == FillKind.Text)
            target.Add(value.AsString);
        else if (fill.Kind == FillKind.Integer)
            target.Add(value.AsInteger);
        else
            AddReal(target, value.AsDouble, fill);
    }

    private static void AddReal(FieldValues target, double value, FieldFill fill)
    {
        if (fill.Type == DrmsType.Time && (new DrmsTime(value).IsMissing || !double.IsFinite(value)))
            target.AddMissing();
        else
            target.Add(value / fill.Scale);
    }

    private FieldFill FillOf(TableField field, int column)
    {
        DrmsType type = field.Type switch
        {
            FieldType.Int8 => DrmsType.Char,
            FieldType.Int16 => DrmsType.Short,
            FieldType.Int32 => DrmsType.Int,
            FieldType.Int64 => DrmsType.LongLong,
            FieldType.Single => DrmsType.Float,
            FieldType.Double => DrmsType.Double,
            FieldType.Time => DrmsType.Time,
            _ => DrmsType.String,
        };
        double scale = 1;
        if (field.Type == FieldType.Double && _columns[column].Source == FieldSource.Keyword && _places[column] >= 0 && Columns.Keywords[_places[column]].Effective is { Type: DrmsType.Time } keyword
            && TimeInterval.TryGetScale(keyword.Unit, out double interval))
            (type, scale) = (DrmsType.Time, interval);   // a length, not an instant
        FillKind kind = type == DrmsType.String ? FillKind.Text : type.IsInteger() ? FillKind.Integer : FillKind.Real;
        return new FieldFill(kind, type, scale);
    }

    private static TableField KeywordField(string name, KeywordDefinition own, KeywordDefinition effective)
    {
        string description = own.Description.Trim() is { Length: > 0 } text ? text : effective.Description.Trim();
        FieldType type = FieldTypes.Of(effective.Type);
        if (type != FieldType.Time)
            return new TableField(name, type) { Unit = effective.Unit is "none" ? "" : effective.Unit, Description = description, Ucd = UcdNames.Of(name, type) };
        if (TimeInterval.TryGetScale(effective.Unit, out _))
            return new TableField(name, FieldType.Double) { Unit = effective.Unit, Description = description, Ucd = UcdNames.Of(name, FieldType.Double) };
        return new TableField(name, type)
        {
            Zone = effective.Unit,
            Precision = KeywordFormat.LeadingInteger(effective.Format) ?? 0,
            Description = description,
            Ucd = UcdNames.Of(name, type),
        };
    }

    private static int Add<T>(List<T> list, T thing)
        where T : notnull
    {
        int at = list.IndexOf(thing);
        if (at >= 0)
            return at;
        list.Add(thing);
        return list.Count - 1;
    }

    private enum FillKind
    {
        Text,
        Integer,
        Real,
    }

    private readonly record struct FieldFill(FillKind Kind, DrmsType Type, double Scale);
}
