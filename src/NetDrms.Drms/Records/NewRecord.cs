using NetDrms.Model.Errors;
using NetDrms.Model.Keywords;
using NetDrms.Model.Series;
using NetDrms.Model.Slots;

namespace NetDrms.Drms.Records;

/// <summary>A record that is being made: its values until <see cref="RecordWriter.AddAsync"/> takes them. Values start as the definition's defaults.</summary>
/// <remarks>What cannot be stored is refused when it is set, so that no single value can spoil a transaction. Spec 02 §4.3.</remarks>
public sealed class NewRecord
{
    private readonly RecordShape _shape;
    private readonly DrmsValue[] _values;

    internal NewRecord(RecordShape shape)
    {
        _shape = shape;
        _values = new DrmsValue[shape.Columns.Count];
        Reset();
    }

    /// <summary>The series.</summary>
    public SeriesDefinition Series => _shape.Series;

    /// <summary>Record number; 0 until it is known (<see cref="RecordWriter.AssignRecnumAsync"/>, or when the rows are sent).</summary>
    public long Recnum { get; internal set; }

    /// <summary>The record this is a new version of; 0 for a record of its own.</summary>
    public long ClonedFrom { get; internal set; }

    /// <summary>Storage unit; −1 without files.</summary>
    public long Sunum { get; internal set; }

    /// <summary>Slot in the storage unit.</summary>
    public int Slotnum { get; internal set; }

    /// <summary>Its folder in a storage unit of this session; null while it has none, or shares that of the record it clones.</summary>
    internal string? Folder { get; set; }

    internal ReadOnlySpan<DrmsValue> Values => _values;

    /// <summary>A keyword of the series by the name that users see.</summary>
    /// <exception cref="DrmsException">There is none; the hint has the nearest name.</exception>
    public RecordKeyword Keyword(string name) => _shape.Find(name).Keyword;

    /// <summary>Present value of a keyword that has a column, or of a constant.</summary>
    /// <exception cref="DrmsException">The keyword is linked.</exception>
    public DrmsValue Get(RecordKeyword keyword)
    {
        ArgumentNullException.ThrowIfNull(keyword);
        if (keyword.Definition.IsLinked)
            throw Refused(keyword, "is a link to another series' keyword");
        return keyword.Definition.HasColumn ? OrDefault(keyword, _values[_shape.Find(keyword).Column]) : keyword.Definition.Default;
    }

    /// <summary>Sets a keyword; the slot number of a slotted one follows.</summary>
    /// <param name="keyword">A keyword of this series.</param>
    /// <param name="value">A value; of another type it is converted.</param>
    /// <returns>How the conversion went; never out of range or unreadable, those are refused.</returns>
    /// <exception cref="DrmsException">The keyword cannot be set, or not to this value.</exception>
    public ConversionStatus Set(RecordKeyword keyword, DrmsValue value)
    {
        ArgumentNullException.ThrowIfNull(keyword);
        KeywordDefinition definition = keyword.Definition;
        if (definition.IsLinked)
            throw Refused(keyword, "is a link to another series' keyword", $"keyval bad, cant set  key val with keyname");
        DrmsValue converted = ValueConversion.Convert(value, definition.Type, out ConversionStatus status);
        if (status < 0)
            throw Refused(keyword, $"is {definition.Type.Name()}, which cannot hold {ValueText.Plain(value)}");
        if (!definition.HasColumn)
        {
            if (!converted.Equals(definition.Default) && !(converted.IsMissing && definition.Default.IsMissing))
                throw Refused(keyword, $"is constant: {ValueText.Plain(definition.Default)}");
            return status;
        }
        RecordShape.Place place = _shape.Find(keyword);
        if (ClonedFrom > 0 && converted != _values[place.Column] && IsPrime(definition))
            throw Refused(keyword, $"is a prime key, which a new version of record {ClonedFrom} cannot change", "Attempt to change prime key - not allowed");
        if (definition.Kind == KeywordKind.Index)
            throw Refused(keyword, "follows from its slotted keyword");
        DrmsValue stored = Storable(keyword, converted);
        if (place.IndexColumn >= 0)
            _values[place.IndexColumn] = DrmsValue.OfInteger(DrmsType.LongLong, SlotOf(place, converted));
        _values[place.Column] = stored;
        return status;
    }

    /// <summary>Points a static link to a record.</summary>
    /// <exception cref="DrmsException">The link is dynamic.</exception>
    public void SetLink(LinkDefinition link, long recnum)
    {
        ArgumentNullException.ThrowIfNull(link);
        if (link.IsDynamic)
            throw new DrmsException(ErrorCode.Argument, $"link \"{link.Name}\" is dynamic: it points to prime keys, not to a record number");
        _values[_shape.ColumnOf($"ln_{link.Name}")] = DrmsValue.OfInteger(DrmsType.LongLong, recnum);
    }

    /// <summary>Points a dynamic link to the newest record with the given prime key values.</summary>
    /// <param name="link">The link.</param>
    /// <param name="target">Definition of the series it points to.</param>
    /// <param name="keys">Values of the target's internal prime keys, in their order.</param>
    /// <exception cref="DrmsException">The link is static, or the values do not fit the target.</exception>
    public void SetLink(LinkDefinition link, SeriesDefinition target, ReadOnlySpan<DrmsValue> keys)
    {
        ArgumentNullException.ThrowIfNull(link);
        ArgumentNullException.ThrowIfNull(target);
        if (!link.IsDynamic || keys.Length != target.PrimeKeys.Count)
            throw new DrmsException(ErrorCode.Argument, $"link \"{link.Name}\" does not take the {keys.Length} prime keys of \"{target.Name}\"");
        _values[_shape.ColumnOf($"ln_{link.Name}_isset")] = DrmsValue.OfInteger(DrmsType.Int, 1);
        for (int i = 0; i < keys.Length; i++)
            _values[_shape.ColumnOf($"ln_{link.Name}_{target.PrimeKeys[i].Name}")] = keys[i];
    }

    /// <summary>File name of a segment; empty if none was written.</summary>
    public string FileOf(SegmentDefinition segment) => _values[_shape.ColumnOf(SegmentColumns.File(segment))].AsString;

    /// <summary>Prime keys that are still missing, by the names that users see.</summary>
    public IEnumerable<string> MissingPrimeKeys()
    {
        foreach (KeywordDefinition internalKey in Series.PrimeKeys)
        {
            KeywordDefinition key = Series.External(internalKey);
            RecordShape.Place place = _shape.Find(key.Name);
            if (place.Column >= 0 && OrDefault(place.Keyword, _values[place.Column]).IsMissing)
                yield return key.Name;
        }
    }

    internal void SetFile(SegmentDefinition segment, string name) => _values[_shape.ColumnOf(SegmentColumns.File(segment))] = DrmsValue.OfString(name);

    internal void SetAxis(SegmentDefinition segment, int axis, int length) =>
        _values[_shape.ColumnOf(SegmentColumns.Axis(segment, axis))] = DrmsValue.OfInteger(DrmsType.Int, length);

    internal void SetColumn(int column, DrmsValue value) => _values[column] = value;

    internal void Reset()
    {
        _shape.Template.CopyTo(_values);
        Recnum = ClonedFrom = 0;
        Sunum = -1;
        Slotnum = 0;
        Folder = null;
    }

    private bool IsPrime(KeywordDefinition keyword)
    {
        foreach (KeywordDefinition key in Series.PrimeKeys)
        {
            if (Same(key, keyword) || Same(Series.External(key), keyword))
                return true;
        }
        return false;
    }

    private static bool Same(KeywordDefinition left, KeywordDefinition right) => left.Name.Equals(right.Name, StringComparison.OrdinalIgnoreCase);

    private long SlotOf(RecordShape.Place place, DrmsValue value)
    {
        if (place.Values is not null)
            return place.Values.IndexOf(value);
        if (place.Axis is not SlotAxis axis)
            throw Refused(place.Keyword, $"is an enumeration without a list \"{place.Keyword.Name}_vals\" of its values", "Invalid rec scope '1002'.");
        double coordinate = value.Type.IsReal() ? value.AsDouble : value.AsInteger;
        try
        {
            return double.IsNaN(coordinate) ? long.MinValue : axis.IndexOf(coordinate);
        }
        catch (OverflowException error)
        {
            throw new DrmsException(new DrmsError(ErrorCode.Argument, $"keyword \"{place.Keyword.Name}\": {ValueText.Plain(value)} is too far from the base to have a slot"), error);
        }
    }

    private DrmsValue Storable(RecordKeyword keyword, DrmsValue value)
    {
        if (value.Type == DrmsType.String)
            CheckText(keyword, value.AsString);
        if (_shape.IsStorable(value))
            return value;
        if (value == keyword.Definition.Default)
            return default;
        throw new DrmsException(new DrmsError(ErrorCode.Argument, $"keyword \"{keyword.Name}\": a char of {value.AsInteger} cannot be stored in this database")
        {
            Detail = _shape.IsLatin1 ? "A char is kept as one character; 0 is none." : "A char is kept as one character; in a UTF-8 database only 1 to 127 can be.",
        });
    }

    // What is not stored, because the column could not hold it, reads back as the default.
    private static DrmsValue OrDefault(RecordKeyword keyword, DrmsValue stored) => stored == default ? keyword.Definition.Default : stored;

    private void CheckText(RecordKeyword keyword, string text)
    {
        if (!text.AsSpan().ContainsAnyInRange('\ud800', '\udfff') && !text.Contains('\0') && !_shape.IsLatin1)
            return;
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            bool isPair = char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]);
            if (c == '\0' || (char.IsSurrogate(c) && !isPair) || (_shape.IsLatin1 && c > '\u00ff'))
            {
                throw new DrmsException(new DrmsError(ErrorCode.Argument, $"keyword \"{keyword.Name}\": character {i + 1} of the text (U+{(int)c:X4}) cannot be stored in this database")
                {
                    Span = new SourceSpan(i, 1),
                    Source = text,
                });
            }
            if (isPair)
                i++;
        }
    }

    private DrmsException Refused(RecordKeyword keyword, string why, string? classic = null) =>
        new(new DrmsError(ErrorCode.Argument, $"keyword \"{keyword.Name}\" of \"{Series.Name}\" {why}") { ClassicMessage = classic });
}
