using System.Buffers;

namespace NetDrms.Drms.Output.Tables;

/// <summary>A VOTable 1.4 of the IVOA with its rows as XML (TABLEDATA). A missing value is an empty cell.</summary>
/// <param name="table">The table.</param>
/// <param name="output">Where the bytes go.</param>
public sealed class VoTableWriter(TableDescription table, IBufferWriter<byte> output) : ITableWriter
{
    private readonly VoTableHeader _header = new(table, output);
    private readonly TimeText[] _times = Times(new VoTableHeader(table, output), table.Fields.Count);

    /// <inheritdoc/>
    public int RowsOfBatch => BatchRows.ForText;

    /// <inheritdoc/>
    public void Begin()
    {
        _header.Begin();
        output.Write("<TABLEDATA>\n"u8);
    }

    /// <inheritdoc/>
    public void Write(RowBatch rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        for (int row = 0; row < rows.Count; row++)
        {
            output.Write("<TR>"u8);
            for (int i = 0; i < _times.Length; i++)
            {
                if (rows[i].IsMissing(row))
                {
                    output.Write("<TD/>"u8);
                    continue;
                }
                output.Write("<TD>"u8);
                WriteValue(i, rows[i], row);
                output.Write("</TD>"u8);
            }
            output.Write("</TR>\n"u8);
        }
    }

    /// <inheritdoc/>
    public void End(string? next)
    {
        output.Write("</TABLEDATA>\n"u8);
        _header.End(next);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    internal static TimeText[] Times(VoTableHeader header, int fields) => [.. Enumerable.Range(0, fields).Select(header.TimeOf)];

    private void WriteValue(int field, FieldValues values, int row)
    {
        switch (values.Type)
        {
            case FieldType.Text:
                XmlText.Write(output, values.Utf8(row));
                break;
            case FieldType.Boolean:
                output.Write(values.Boolean(row) ? "T"u8 : "F"u8);
                break;
            case FieldType.Time when table.Times != TimeForm.Seconds:
                _times[field].Write(output, values.Real(row));
                break;
            case FieldType.Single or FieldType.Double or FieldType.Time:
                WriteReal(values.Real(row), values.Type);
                break;
            default:
                NumberText.Write(output, values.Integer(row));
                break;
        }
    }

    private void WriteReal(double value, FieldType type)
    {
        if (double.IsFinite(value))
            NumberText.Write(output, value, type);
        else
            output.Write(value > 0 ? "+Inf"u8 : "-Inf"u8);
    }
}
