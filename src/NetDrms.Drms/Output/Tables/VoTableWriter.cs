using System.Buffers;

namespace NetDrms.Drms.Output.Tables;

/// <summary>A VOTable 1.4 of the IVOA with its rows as XML (TABLEDATA). A missing value is an empty cell.</summary>
/// <param name="table">The table.</param>
/// <param name="output">Where the bytes go.</param>
public sealed class VoTableWriter(TableDescription table, IBufferWriter<byte> output) : ITableWriter
{
    private static readonly ValueWords s_words = new("T"u8.ToArray(), "F"u8.ToArray(), "+Inf"u8.ToArray(), "-Inf"u8.ToArray(), XmlText.Write);

    private readonly VoTableHeader _header = new(table, output);
    private readonly ValueText _values = new(output, Times(new VoTableHeader(table, output), table.Fields.Count), table.Times, s_words);

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
            for (int i = 0; i < table.Fields.Count; i++)
            {
                if (rows[i].IsMissing(row))
                {
                    output.Write("<TD/>"u8);
                    continue;
                }
                output.Write("<TD>"u8);
                _values.Write(i, rows[i], row);
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
}
