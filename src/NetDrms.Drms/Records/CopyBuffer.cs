using System.Buffers.Binary;
using System.Text;
using NetDrms.Model.Keywords;

namespace NetDrms.Drms.Records;

/// <summary>Rows in PostgreSQL's binary COPY format, encoded as they come; nothing is allocated once the buffer has its size.</summary>
internal sealed class CopyBuffer
{
    private static readonly Encoding s_utf8 = new UTF8Encoding(false, throwOnInvalidBytes: true);

    private byte[] _bytes = new byte[64 * 1024];
    private int _length;

    /// <summary>What a COPY begins with.</summary>
    public static ReadOnlySpan<byte> Header => [(byte)'P', (byte)'G', (byte)'C', (byte)'O', (byte)'P', (byte)'Y', (byte)'\n', 0xff, (byte)'\r', (byte)'\n', 0, 0, 0, 0, 0, 0, 0, 0, 0];

    /// <summary>What it ends with.</summary>
    public static ReadOnlySpan<byte> Trailer => [0xff, 0xff];

    /// <summary>Bytes held.</summary>
    public int Length => _length;

    /// <summary>The rows.</summary>
    public ReadOnlyMemory<byte> Rows => _bytes.AsMemory(0, _length);

    /// <summary>Forgets the rows, keeps the memory.</summary>
    public void Clear() => _length = 0;

    /// <summary>Takes back what was written since a length, after a value could not be encoded.</summary>
    public void CutTo(int length) => _length = length;

    /// <summary>Begins a row.</summary>
    public void StartRow(int columns) => BinaryPrimitives.WriteInt16BigEndian(Take(2), checked((short)columns));

    /// <summary>A NULL.</summary>
    public void WriteNull() => BinaryPrimitives.WriteInt32BigEndian(Take(4), -1);

    /// <summary>A bigint.</summary>
    /// <returns>Where its eight bytes are, for <see cref="Patch"/>.</returns>
    public int WriteInt64(long value)
    {
        Span<byte> target = Take(12);
        BinaryPrimitives.WriteInt32BigEndian(target, 8);
        BinaryPrimitives.WriteInt64BigEndian(target[4..], value);
        return _length - 8;
    }

    /// <summary>Sets a bigint that was written before.</summary>
    public void Patch(int position, long value) => BinaryPrimitives.WriteInt64BigEndian(_bytes.AsSpan(position, 8), value);

    /// <summary>A value in a column of the given storage; its type must be one that the column can hold.</summary>
    public void Write(ColumnStorage storage, DrmsValue value)
    {
        switch (storage)
        {
            case ColumnStorage.Int16:
                Span<byte> two = Take(6);
                BinaryPrimitives.WriteInt32BigEndian(two, 2);
                BinaryPrimitives.WriteInt16BigEndian(two[4..], checked((short)value.AsInteger));
                break;
            case ColumnStorage.Int32:
                Span<byte> four = Take(8);
                BinaryPrimitives.WriteInt32BigEndian(four, 4);
                BinaryPrimitives.WriteInt32BigEndian(four[4..], checked((int)value.AsInteger));
                break;
            case ColumnStorage.Int64:
                WriteInt64(value.AsInteger);
                break;
            case ColumnStorage.Single:
                Span<byte> single = Take(8);
                BinaryPrimitives.WriteInt32BigEndian(single, 4);
                BinaryPrimitives.WriteSingleBigEndian(single[4..], (float)Real(value));
                break;
            case ColumnStorage.Double:
                Span<byte> real = Take(12);
                BinaryPrimitives.WriteInt32BigEndian(real, 8);
                BinaryPrimitives.WriteDoubleBigEndian(real[4..], Real(value));
                break;
            default:
                WriteText(value);
                break;
        }
    }

    private void WriteText(DrmsValue value)
    {
        if (value.Type == DrmsType.Char)   // one character whose code is the value; spec 02 §4.3
        {
            Span<char> code = [(char)(byte)value.AsInteger];
            WriteText(code);
            return;
        }
        WriteText(value.AsString);
    }

    private void WriteText(ReadOnlySpan<char> text)
    {
        Reserve(4 + (3 * text.Length));
        int length = s_utf8.GetBytes(text, _bytes.AsSpan(_length + 4));
        BinaryPrimitives.WriteInt32BigEndian(_bytes.AsSpan(_length), length);
        _length += 4 + length;
    }

    private static double Real(DrmsValue value) => value.Type.IsReal() ? value.AsDouble : value.AsInteger;

    private Span<byte> Take(int count)
    {
        Reserve(count);
        Span<byte> taken = _bytes.AsSpan(_length, count);
        _length += count;
        return taken;
    }

    private void Reserve(int count)
    {
        if (_bytes.Length - _length < count)
            Array.Resize(ref _bytes, Math.Max(checked(_length + count), (int)Math.Min(2L * _bytes.Length, Array.MaxLength)));
    }
}
