using System.Globalization;
using NetDrms.Database.Sql;
using NetDrms.Model.Errors;
using NetDrms.Model.Keywords;
using NetDrms.Model.Series;
using NetDrms.Model.Slots;
using Npgsql;

namespace NetDrms.Drms.Records;

/// <summary>What a new record of a series consists of: the columns of the table, what fills each, and where a name finds its column.</summary>
internal sealed class RecordShape
{
    /// <summary>The columns that every series has; the session's, the storage unit's and the sequence's business.</summary>
    private static readonly string[] s_system = ["recnum", "sunum", "slotnum", "sessionid", "sessionns"];

    private readonly Dictionary<string, int> _columnOf = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, Place> _byName = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<RecordKeyword, Place> _byKeyword = new(ReferenceEqualityComparer.Instance);   // what callers hold on to; saves hashing names
    private readonly RecordKeyword?[] _keywordOf;
    private readonly DrmsValue[] _template;

    private RecordShape(SeriesDefinition series, TableColumn[] columns, string serverEncoding)
    {
        Series = series;
        Columns = columns;
        IsLatin1 = serverEncoding.StartsWith("LATIN1", StringComparison.OrdinalIgnoreCase);
        for (int i = 0; i < columns.Length; i++)
            _columnOf[columns[i].Name] = i;
        _keywordOf = new RecordKeyword?[columns.Length];
        _template = new DrmsValue[columns.Length];
        foreach (RecordKeyword keyword in RecordKeyword.All(series, withImplicit: true))
        {
            Place place = PlaceOf(keyword);
            _byName[keyword.Name] = _byKeyword[keyword] = place;
            if (place.Column < 0)
                continue;
            _keywordOf[place.Column] = keyword;
            _template[place.Column] = IsStorable(keyword.Definition.Default) ? keyword.Definition.Default : default;   // NULL reads as the default again
        }
        foreach (LinkDefinition link in series.Links)
            FillUnset(link);
        foreach (SegmentDefinition segment in series.Segments)
        {
            _template[ColumnOf(SegmentColumns.File(segment))] = DrmsValue.OfString("");
            for (int axis = 0; segment.Scope == SegmentScope.VarDim && axis < segment.Dimensions.Count; axis++)
                _template[ColumnOf(SegmentColumns.Axis(segment, axis))] = DrmsValue.OfInteger(DrmsType.Int, segment.Dimensions[axis]);
        }
    }

    /// <summary>The series.</summary>
    public SeriesDefinition Series { get; }

    /// <summary>The columns behind the five of every series, in the order of the COPY.</summary>
    public IReadOnlyList<TableColumn> Columns { get; }

    /// <summary>True for a database that can hold the characters 128 to 255 of a char, and no others than Latin-1 in a string.</summary>
    public bool IsLatin1 { get; }

    /// <summary>Reads the table's columns.</summary>
    public static async Task<RecordShape> ReadAsync(NpgsqlConnection connection, SeriesDefinition series, CancellationToken cancel)
    {
        IReadOnlyList<TableColumn> table = await TableColumn.ReadAsync(connection, series.Name, cancel);
        HashSet<string> known = new(StringComparer.Ordinal);
        foreach (RecordKeyword keyword in RecordKeyword.All(series, withImplicit: true))
            known.Add(keyword.Name.ToLowerInvariant());
        // A column that the catalog does not know is left to its own default.
        TableColumn[] columns = [.. table.Where(column => !s_system.Contains(column.Name)
            && (known.Contains(column.Name) || column.Name.StartsWith("ln_", StringComparison.Ordinal) || column.Name.StartsWith("sg_", StringComparison.Ordinal)))];
        return new RecordShape(series, columns, connection.PostgresParameters.TryGetValue("server_encoding", out string? encoding) ? encoding : "UTF8");
    }

    /// <summary>The COPY that takes the rows.</summary>
    public SqlText Copy()
    {
        SqlText sql = $"copy {SqlName.Of(Series.Name)} (recnum, sunum, slotnum, sessionid, sessionns";
        foreach (TableColumn column in Columns)
            sql.Append($", {SqlName.Exact(column.Name)}");
        return sql.Append($") from stdin (format binary)");
    }

    /// <summary>Values of a record that sets none; the default (not a missing value) of <see cref="DrmsValue"/> stands for NULL.</summary>
    public ReadOnlySpan<DrmsValue> Template => _template;

    /// <summary>The keyword whose value a column holds, null for columns of links and segments.</summary>
    public RecordKeyword? KeywordAt(int column) => _keywordOf[column];

    /// <summary>Position of a column that the definition promises.</summary>
    /// <exception cref="DrmsException">The table lacks it.</exception>
    public int ColumnOf(string name) => _columnOf.TryGetValue(name, out int column)
        ? column
        : throw new DrmsException(ErrorCode.Definition, $"table of series \"{Series.Name}\" has no column \"{name.ToLowerInvariant()}\"");

    /// <summary>Finds a keyword by the name that users see.</summary>
    /// <exception cref="DrmsException">There is none.</exception>
    public Place Find(string name) => _byName.TryGetValue(name, out Place? place)
        ? place
        : throw new DrmsException(new DrmsError(ErrorCode.UnknownKeyword, $"series \"{Series.Name}\" has no keyword \"{name}\"") { Hint = NearestName.Hint(name, _byName.Keys) });

    /// <summary>Where a keyword's value goes.</summary>
    /// <exception cref="DrmsException">It is not of this series.</exception>
    public Place Find(RecordKeyword keyword)
    {
        if (!_byKeyword.TryGetValue(keyword, out Place? place))
            _byKeyword[keyword] = place = Find(keyword.Name);
        return place;
    }

    /// <summary>Whether the column of a value can hold it: a char is one character of text in the database's encoding. Spec 02 §4.3.</summary>
    public bool IsStorable(DrmsValue value) => value.Type != DrmsType.Char || (IsLatin1 ? value.AsInteger != 0 : value.AsInteger is >= 1 and <= 127);

    private Place PlaceOf(RecordKeyword keyword)
    {
        KeywordDefinition definition = keyword.Definition;
        if (!definition.HasColumn)
            return new Place(keyword, -1);
        int column = ColumnOf(keyword.Name);
        if (!definition.Kind.IsSlotted())
            return new Place(keyword, column);
        Place place = new(keyword, column) { IndexColumn = ColumnOf(definition.IndexName) };
        if (definition.Kind != KeywordKind.Enum)
            return place with { Axis = SlotAxis.For(Series, definition) };
        return EnumSlots.TryFor(Series, definition, out EnumSlots? values) ? place with { Values = values } : place;
    }

    // As the original: −1, or not set and zero keys; but NULL for a key that is text, where the original crashes. Spec 02 §6.2.
    private void FillUnset(LinkDefinition link)
    {
        if (!link.IsDynamic)
        {
            _template[ColumnOf($"ln_{link.Name}")] = DrmsValue.OfInteger(DrmsType.LongLong, -1);
            return;
        }
        string isSet = $"ln_{link.Name}_isset".ToLowerInvariant();
        _template[ColumnOf(isSet)] = DrmsValue.OfInteger(DrmsType.Int, 0);
        string prefix = $"ln_{link.Name}_".ToLowerInvariant();
        for (int i = 0; i < Columns.Count; i++)
        {
            if (Columns[i].Name.StartsWith(prefix, StringComparison.Ordinal) && Columns[i].Name != isSet && Columns[i].Storage != ColumnStorage.Text && !BelongsToLongerLink(link, Columns[i].Name))
                _template[i] = Columns[i].Storage.IsInteger() ? DrmsValue.OfInteger(DrmsType.LongLong, 0) : DrmsValue.OfDouble(0);
        }
    }

    // Links "a" and "a_b" share the beginning of their columns' names.
    private bool BelongsToLongerLink(LinkDefinition link, string column)
    {
        foreach (LinkDefinition other in Series.Links)
        {
            if (other.Name.Length > link.Name.Length && column.StartsWith(string.Create(CultureInfo.InvariantCulture, $"ln_{other.Name}").ToLowerInvariant(), StringComparison.Ordinal))
                return true;
        }
        return false;
    }

    /// <summary>Where a keyword's value goes.</summary>
    /// <param name="Keyword">The keyword.</param>
    /// <param name="Column">Its column; −1 for a constant or linked one.</param>
    public sealed record Place(RecordKeyword Keyword, int Column)
    {
        /// <summary>Column of its slot number; −1 if it is not slotted.</summary>
        public int IndexColumn { get; init; } = -1;

        /// <summary>The slots of a slotted keyword that is no enumeration.</summary>
        public SlotAxis? Axis { get; init; }

        /// <summary>The values of an enumeration; null if the definition has no list.</summary>
        public EnumSlots? Values { get; init; }
    }
}
