using System.Buffers;
using System.Text.Json;

namespace NetDrms.Drms.Output.Tables;

/// <summary>
/// One JSON object: <c>{"table", "description", "recordSet", "columns": [{"name", "type", "unit", "description", …}], "rows": [{…}, …], "count", "next"}</c>.
/// Numbers are numbers, missing values null, times text.
/// </summary>
/// <param name="table">The table.</param>
/// <param name="output">Where the bytes go.</param>
public sealed class JsonTableWriter(TableDescription table, IBufferWriter<byte> output) : ITableWriter
{
    private readonly JsonRow _row = new(table);
    private readonly Utf8JsonWriter _json = new(output, JsonRow.Options);
    private long _count;

    /// <inheritdoc/>
    public int RowsOfBatch => BatchRows.ForText;

    /// <inheritdoc/>
    public void Begin()
    {
        _json.WriteStartObject();
        _json.WriteString("table"u8, table.Name);
        if (table.Description.Length > 0)
            _json.WriteString("description"u8, table.Description);
        if (table.RecordSet.Length > 0)
            _json.WriteString("recordSet"u8, table.RecordSet);
        _json.WriteStartArray("columns"u8);
        foreach (TableField field in table.Fields)
            WriteField(field);
        _json.WriteEndArray();
        _json.WriteStartArray("rows"u8);
        _json.Flush();
    }

    /// <inheritdoc/>
    public void Write(RowBatch rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        for (int i = 0; i < rows.Count; i++)
            _row.Write(_json, rows, i);
        _count += rows.Count;
        _json.Flush();
    }

    /// <inheritdoc/>
    public void End(string? next)
    {
        _json.WriteEndArray();
        _json.WriteNumber("count"u8, _count);
        if (next is null)
            _json.WriteNull("next"u8);
        else
            _json.WriteString("next"u8, next);
        _json.WriteEndObject();
        _json.Flush();
        output.Write("\n"u8);
    }

    /// <inheritdoc/>
    public void Dispose() => _json.Dispose();

    private void WriteField(TableField field)
    {
        _json.WriteStartObject();
        _json.WriteString("name"u8, field.Name);
        _json.WriteString("type"u8, field.Type.Name());
        if (field.Type == FieldType.Time)
            WriteClock(field);
        else if (field.Unit.Length > 0)
            _json.WriteString("unit"u8, field.Unit);
        if (field.Description.Length > 0)
            _json.WriteString("description"u8, field.Description);
        if (field.Ucd.Length > 0)
            _json.WriteString("ucd"u8, field.Ucd);
        _json.WriteEndObject();
    }

    private void WriteClock(TableField field)
    {
        switch (table.Times)
        {
            case TimeForm.Seconds:
                _json.WriteString("unit"u8, "s since 1977-01-01T00:00:00 TAI");
                break;
            case TimeForm.Iso:
                _json.WriteString("zone"u8, "ISO");
                break;
            default:
                _json.WriteString("zone"u8, field.Zone.Length > 0 ? field.Zone : "UTC");
                break;
        }
    }
}
