namespace NetDrms.Drms.Output.Tables;

/// <summary>Some rows of a table, column by column: what a reader fills and a writer writes, again and again.</summary>
public sealed class RowBatch
{
    private const int LongestText = 16 * 1024 * 1024;

    private readonly FieldValues[] _fields;
    private int _textBytes;

    /// <summary>Makes an empty batch.</summary>
    /// <param name="fields">The table's columns.</param>
    /// <param name="capacity">Rows that fit in.</param>
    public RowBatch(IReadOnlyList<TableField> fields, int capacity)
    {
        ArgumentNullException.ThrowIfNull(fields);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        Capacity = capacity;
        _fields = [.. fields.Select(f => new FieldValues(f.Type, capacity))];
    }

    /// <summary>Rows that fit in.</summary>
    public int Capacity { get; }

    /// <summary>Rows that are in.</summary>
    public int Count { get; private set; }

    /// <summary>True when no further row fits in, or the texts have become long.</summary>
    public bool IsFull => Count == Capacity || _textBytes >= LongestText;

    /// <summary>Values of a column, by its place among the fields.</summary>
    public FieldValues this[int field] => _fields[field];

    /// <summary>Says that one more row is in; columns that are looked up for many rows at once may follow later.</summary>
    public void EndRow()
    {
        Count++;
        _textBytes = 0;
        foreach (FieldValues field in _fields)
            _textBytes += field.TextBytes;
    }

    /// <summary>Makes sure that every column has a value for every row, before they are written.</summary>
    /// <exception cref="InvalidOperationException">One has not, or has too many.</exception>
    public void Check()
    {
        foreach (FieldValues field in _fields)
        {
            if (field.Count != Count)
                throw new InvalidOperationException($"a column has {field.Count} values for {Count} rows");
        }
    }

    /// <summary>Forgets all rows; their memory is kept.</summary>
    public void Clear()
    {
        Count = 0;
        _textBytes = 0;
        foreach (FieldValues field in _fields)
            field.Clear();
    }
}
