using System.Buffers;
using System.Text.Json;

namespace NetDrms.Drms.Output.Tables;

/// <summary>A JSON object a line and row; nothing before, between and behind. Numbers are numbers, missing values null, times text.</summary>
/// <param name="table">The table.</param>
/// <param name="output">Where the bytes go.</param>
public sealed class NdjsonTableWriter(TableDescription table, IBufferWriter<byte> output) : ITableWriter
{
    private readonly JsonRow _row = new(table);
    private readonly Utf8JsonWriter _json = new(output, JsonRow.Options);

    /// <inheritdoc/>
    public int RowsOfBatch => BatchRows.ForText;

    /// <inheritdoc/>
    public void Begin()
    {
    }

    /// <inheritdoc/>
    public void Write(RowBatch rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        for (int i = 0; i < rows.Count; i++)
        {
            _row.Write(_json, rows, i);
            _json.Flush();
            _json.Reset();
            output.Write("\n"u8);
        }
    }

    /// <inheritdoc/>
    public void End(string? next)
    {
    }

    /// <inheritdoc/>
    public void Dispose() => _json.Dispose();
}
