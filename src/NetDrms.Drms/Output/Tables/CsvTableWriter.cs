using System.Buffers;
using System.Text;

namespace NetDrms.Drms.Output.Tables;

/// <summary>Comma-separated values with a header line. RFC 4180: CRLF, quotes where they are needed, doubled inside. Missing values are empty fields, infinities <c>inf</c> and <c>-inf</c>.</summary>
/// <param name="table">The table.</param>
/// <param name="output">Where the bytes go.</param>
public sealed class CsvTableWriter(TableDescription table, IBufferWriter<byte> output) : ITableWriter
{
    private static readonly SearchValues<byte> s_special = SearchValues.Create(",\"\r\n"u8);

    private readonly TimeText[] _times = [.. table.Fields.Select(f => TimeText.Of(f, table.Times))];

    /// <inheritdoc/>
    public int RowsOfBatch => BatchRows.ForText;

    /// <inheritdoc/>
    public void Begin()
    {
        for (int i = 0; i < table.Fields.Count; i++)
        {
            if (i > 0)
                output.Write(","u8);
            WriteText(Encoding.UTF8.GetBytes(table.Fields[i].Name));
        }
        output.Write("\r\n"u8);
    }

    /// <inheritdoc/>
    public void Write(RowBatch rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        for (int row = 0; row < rows.Count; row++)
        {
            for (int i = 0; i < _times.Length; i++)
            {
                if (i > 0)
                    output.Write(","u8);
                if (!rows[i].IsMissing(row))
                    WriteValue(i, rows[i], row);
            }
            if (_times.Length == 1 && rows[0].IsMissing(row))
                output.Write("\"\""u8);   // else the line is empty, which readers skip
            output.Write("\r\n"u8);
        }
    }

    /// <inheritdoc/>
    public void End(string? next)
    {
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private void WriteValue(int field, FieldValues values, int row)
    {
        switch (values.Type)
        {
            case FieldType.Text:
                WriteText(values.Utf8(row));
                break;
            case FieldType.Boolean:
                output.Write(values.Boolean(row) ? "true"u8 : "false"u8);
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
            output.Write(value > 0 ? "inf"u8 : "-inf"u8);
    }

    private void WriteText(ReadOnlySpan<byte> text)
    {
        bool isPlain = text.IndexOfAny(s_special) < 0 && (text.IsEmpty || (text[0] != ' ' && text[^1] != ' '));
        if (isPlain)
        {
            output.Write(text);
            return;
        }
        output.Write("\""u8);
        for (int quote; (quote = text.IndexOf((byte)'"')) >= 0; text = text[(quote + 1)..])
        {
            output.Write(text[..(quote + 1)]);
            output.Write("\""u8);
        }
        output.Write(text);
        output.Write("\""u8);
    }
}
