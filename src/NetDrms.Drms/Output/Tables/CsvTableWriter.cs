using System.Buffers;
using System.Text;

namespace NetDrms.Drms.Output.Tables;

/// <summary>Comma-separated values with a header line. RFC 4180: CRLF, quotes where they are needed, doubled inside. Missing values are empty fields, infinities <c>inf</c> and <c>-inf</c>.</summary>
/// <param name="table">The table.</param>
/// <param name="output">Where the bytes go.</param>
public sealed class CsvTableWriter(TableDescription table, IBufferWriter<byte> output) : ITableWriter
{
    private static readonly SearchValues<byte> s_special = SearchValues.Create(",\"\r\n"u8);
    private static readonly ValueWords s_words = new("true"u8.ToArray(), "false"u8.ToArray(), "inf"u8.ToArray(), "-inf"u8.ToArray(), WriteText);

    private readonly ValueText _values = new(output, [.. table.Fields.Select(f => TimeText.Of(f, table.Times))], table.Times, s_words);

    /// <inheritdoc/>
    public int RowsOfBatch => BatchRows.ForText;

    /// <inheritdoc/>
    public void Begin()
    {
        for (int i = 0; i < table.Fields.Count; i++)
        {
            if (i > 0)
                output.Write(","u8);
            WriteText(output, Encoding.UTF8.GetBytes(table.Fields[i].Name));
        }
        output.Write("\r\n"u8);
    }

    /// <inheritdoc/>
    public void Write(RowBatch rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        for (int row = 0; row < rows.Count; row++)
        {
            for (int i = 0; i < table.Fields.Count; i++)
            {
                if (i > 0)
                    output.Write(","u8);
                if (!rows[i].IsMissing(row))
                    _values.Write(i, rows[i], row);
            }
            if (table.Fields.Count == 1 && rows[0].IsMissing(row))
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

    private static void WriteText(IBufferWriter<byte> output, ReadOnlySpan<byte> text)
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
