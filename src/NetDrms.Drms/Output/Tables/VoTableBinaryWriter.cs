using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Text;
using NetDrms.Model.Time;

namespace NetDrms.Drms.Output.Tables;

/// <summary>A VOTable 1.4 of the IVOA with its rows in binary (BINARY2, base64): exact, and half as long. Missing values are flagged.</summary>
/// <param name="table">The table.</param>
/// <param name="output">Where the bytes go.</param>
public sealed class VoTableBinaryWriter(TableDescription table, IBufferWriter<byte> output) : ITableWriter
{
    private const int EncodedAtATime = 3 * 1024;

    private readonly VoTableHeader _header = new(table, output);
    private readonly TimeText[] _times = VoTableWriter.Times(new VoTableHeader(table, output), table.Fields.Count);
    private readonly ArrayBufferWriter<byte> _rows = new(64 * 1024);
    private readonly byte[] _time = new byte[TimeFormatter.MaxLength];
    private readonly byte[] _rest = new byte[3];
    private int _restLength;

    /// <inheritdoc/>
    public int RowsOfBatch => BatchRows.ForText;

    /// <inheritdoc/>
    public void Begin()
    {
        _header.Begin();
        output.Write("<BINARY2>\n<STREAM encoding=\"base64\">\n"u8);
    }

    /// <inheritdoc/>
    public void Write(RowBatch rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        _rows.ResetWrittenCount();
        _rows.Write(_rest.AsSpan(0, _restLength));
        for (int row = 0; row < rows.Count; row++)
        {
            WriteFlags(rows, row);
            for (int i = 0; i < _times.Length; i++)
                WriteValue(i, rows[i], row);
        }
        ReadOnlySpan<byte> all = _rows.WrittenSpan;
        _restLength = all.Length % 3;
        all[^_restLength..].CopyTo(_rest);
        Encode(all[..^_restLength]);
    }

    /// <inheritdoc/>
    public void End(string? next)
    {
        Encode(_rest.AsSpan(0, _restLength));
        output.Write("</STREAM>\n</BINARY2>\n"u8);
        _header.End(next);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private void Encode(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            ReadOnlySpan<byte> part = bytes[..Math.Min(bytes.Length, EncodedAtATime)];
            Base64.EncodeToUtf8(part, output.GetSpan(Base64.GetMaxEncodedToUtf8Length(part.Length)), out _, out int written);
            output.Advance(written);
            output.Write("\n"u8);
            bytes = bytes[part.Length..];
        }
    }

    // A bit a column, the first one the highest: set when there is no value.
    private void WriteFlags(RowBatch rows, int row)
    {
        int length = (_times.Length + 7) / 8;
        Span<byte> flags = _rows.GetSpan(length)[..length];
        flags.Clear();
        for (int i = 0; i < _times.Length; i++)
        {
            if (rows[i].IsMissing(row))
                flags[i / 8] |= (byte)(0x80 >> (i % 8));
        }
        _rows.Advance(length);
    }

    private void WriteValue(int field, FieldValues values, int row)
    {
        switch (values.Type)
        {
            case FieldType.Text:
                WriteUtf16(values.Utf8(row));
                break;
            case FieldType.Boolean:
                _rows.Write(values.IsMissing(row) ? "?"u8 : values.Boolean(row) ? "T"u8 : "F"u8);
                break;
            case FieldType.Time when table.Times != TimeForm.Seconds:
                WriteArray(values.IsMissing(row) ? [] : _times[field].Format(values.Real(row), _time));
                break;
            case FieldType.Single:
                BinaryPrimitives.WriteSingleBigEndian(_rows.GetSpan(4), (float)values.Real(row));
                _rows.Advance(4);
                break;
            case FieldType.Double or FieldType.Time:
                BinaryPrimitives.WriteDoubleBigEndian(_rows.GetSpan(8), values.Real(row));
                _rows.Advance(8);
                break;
            default:
                WriteInteger(values.Type, values.Integer(row));
                break;
        }
    }

    private void WriteInteger(FieldType type, long value)
    {
        int length = type switch { FieldType.Int32 => 4, FieldType.Int64 => 8, _ => 2 };
        Span<byte> whole = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(whole, value);
        _rows.Write(whole[^length..]);
    }

    private void WriteArray(ReadOnlySpan<byte> characters)
    {
        WriteCount(characters.Length);
        _rows.Write(characters);
    }

    private void WriteUtf16(ReadOnlySpan<byte> utf8)
    {
        int units = Encoding.UTF8.GetCharCount(utf8);
        WriteCount(units);
        Encoding.BigEndianUnicode.GetBytes(Encoding.UTF8.GetString(utf8), _rows.GetSpan(2 * units));
        _rows.Advance(2 * units);
    }

    private void WriteCount(int count)
    {
        BinaryPrimitives.WriteInt32BigEndian(_rows.GetSpan(4), count);
        _rows.Advance(4);
    }
}
