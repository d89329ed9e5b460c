using System.Buffers;
using Apache.Arrow;
using Apache.Arrow.Ipc;

namespace NetDrms.Drms.Output.Tables;

/// <summary>An Arrow IPC stream: record batches of some ten thousand rows, null where a value is missing.</summary>
/// <remarks>
/// An instant is a timestamp of microseconds in UTC, which pandas and pyarrow take for what it is. Such a number counts no leap seconds, as POSIX does: an instant
/// inside a leap second has the number of the one a second later. What counts on, <see cref="TimeForm.Seconds"/> gives as a double.
/// </remarks>
public sealed class ArrowTableWriter : ITableWriter
{
    private readonly IReadOnlyList<TableField> _fields;
    private readonly ArrowColumn[] _columns;
    private readonly Schema _schema;
    private readonly ArrowStreamWriter _stream;

    /// <summary>Prepares the writing.</summary>
    /// <param name="table">The table.</param>
    /// <param name="output">Where the bytes go.</param>
    public ArrowTableWriter(TableDescription table, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(table);
        _fields = table.Fields;
        _columns = [.. table.Fields.Select(f => new ArrowColumn(f, table.Times))];
        _schema = new Schema(_columns.Select(c => c.Field), MetadataOf(table));
        _stream = new ArrowStreamWriter(new ByteSink(output), _schema, leaveOpen: true);
    }

    /// <inheritdoc/>
    public int RowsOfBatch => BatchRows.ForArrow(_fields.Count);

    /// <inheritdoc/>
    public void Begin() => _stream.WriteStart();

    /// <inheritdoc/>
    public void Write(RowBatch rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        if (rows.Count == 0)
            return;
        IArrowArray[] arrays = new IArrowArray[_columns.Length];
        for (int i = 0; i < arrays.Length; i++)
            arrays[i] = _columns[i].ArrayOf(rows[i]);
        _stream.WriteRecordBatch(new RecordBatch(_schema, arrays, rows.Count));
    }

    /// <inheritdoc/>
    public void End(string? next) => _stream.WriteEnd();

    /// <inheritdoc/>
    public void Dispose() => _stream.Dispose();

    private static Dictionary<string, string> MetadataOf(TableDescription table)
    {
        Dictionary<string, string> metadata = new() { ["table"] = table.Name };
        if (table.Description.Length > 0)
            metadata["description"] = table.Description;
        if (table.RecordSet.Length > 0)
            metadata["record_set"] = table.RecordSet;
        return metadata;
    }
}
