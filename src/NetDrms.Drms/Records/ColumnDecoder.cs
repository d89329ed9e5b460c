using System.Text;
using NetDrms.Model.Errors;
using NetDrms.Model.Keywords;
using Npgsql;

namespace NetDrms.Drms.Records;

/// <summary>Reads the columns of the current row without boxing; a text that repeats from row to row is one string.</summary>
/// <remarks>The type of a column is asked of the server, not of the definition: tables that grew by hand may hold a wider one.</remarks>
internal sealed class ColumnDecoder
{
    private const int LongestCached = 256;
    private static readonly Encoding s_utf8 = new UTF8Encoding(false, throwOnInvalidBytes: false);   // a database without encoding may hold anything

    private readonly ColumnStorage[] _storage;
    private readonly CachedText[] _texts;
    private NpgsqlDataReader _row;
    private byte[] _bytes = new byte[1024];

    public ColumnDecoder(NpgsqlDataReader row)
    {
        _row = row;
        _storage = new ColumnStorage[row.FieldCount];
        _texts = new CachedText[row.FieldCount];
        for (int i = 0; i < _storage.Length; i++)
            _storage[i] = ColumnStorages.Of(row.GetDataTypeOID(i));
    }

    /// <summary>Goes on with the next chunk of the same statement.</summary>
    public void Continue(NpgsqlDataReader row) => _row = row;

    /// <summary>Checks that a column can be read as a type, before the first row.</summary>
    /// <exception cref="DrmsException">It cannot.</exception>
    public void Require(int ordinal, DrmsType type)
    {
        bool isText = _storage[ordinal] == ColumnStorage.Text;
        bool fits = _storage[ordinal] != ColumnStorage.Other && type switch
        {
            DrmsType.String => isText,
            DrmsType.Char => isText || _storage[ordinal].IsInteger(),
            DrmsType.Short or DrmsType.Int or DrmsType.LongLong => _storage[ordinal].IsInteger(),
            _ => !isText,
        };
        if (!fits)
            throw new DrmsException(ErrorCode.Definition, $"column \"{_row.GetName(ordinal)}\" is {_row.GetDataTypeName(ordinal)}, which cannot hold a {type.Name()}");
    }

    public bool IsNull(int ordinal) => _row.IsDBNull(ordinal);

    /// <summary>An integer column; for one that is NULL ask <see cref="IsNull"/> before.</summary>
    public long Integer(int ordinal) => _storage[ordinal] switch
    {
        ColumnStorage.Int16 => _row.GetInt16(ordinal),
        ColumnStorage.Int32 => _row.GetInt32(ordinal),
        ColumnStorage.Int64 => _row.GetInt64(ordinal),
        _ => throw new DrmsException(ErrorCode.Definition, $"column \"{_row.GetName(ordinal)}\" is no integer"),
    };

    public long IntegerOr(int ordinal, long whenNull) => ordinal < 0 || _row.IsDBNull(ordinal) ? whenNull : Integer(ordinal);

    /// <summary>A value of a type that <see cref="Require"/> accepted; NULL gives the default. Spec 02 §4.3.</summary>
    public DrmsValue Value(int ordinal, DrmsType type, DrmsValue whenNull)
    {
        if (_row.IsDBNull(ordinal))
            return whenNull;
        return type switch
        {
            DrmsType.String => DrmsValue.OfString(Text(ordinal)),
            DrmsType.Char => Char(ordinal),
            DrmsType.Short or DrmsType.Int or DrmsType.LongLong => InRange(type, Integer(ordinal)),
            DrmsType.Float => DrmsValue.OfFloat(_storage[ordinal] == ColumnStorage.Single ? _row.GetFloat(ordinal) : (float)Real(ordinal)),
            DrmsType.Double => DrmsValue.OfDouble(Real(ordinal)),
            _ => DrmsValue.OfTime(Real(ordinal)),
        };
    }

    /// <summary>The number of a column whose storage is just that of its type; false for NULL, and for what <see cref="Value"/> must convert.</summary>
    public bool TryReal(int ordinal, DrmsType type, out double value)
    {
        ColumnStorage storage = _storage[ordinal];
        if (storage == ColumnStorage.Double && type != DrmsType.Float && !_row.IsDBNull(ordinal))
        {
            value = _row.GetDouble(ordinal);
            return true;
        }
        bool isSingle = storage == ColumnStorage.Single && type == DrmsType.Float && !_row.IsDBNull(ordinal);
        value = isSingle ? _row.GetFloat(ordinal) : 0;
        return isSingle;
    }

    /// <summary>The same for an integer type.</summary>
    public bool TryInteger(int ordinal, DrmsType type, out long value)
    {
        ColumnStorage storage = _storage[ordinal];
        bool isPlain = (storage, type) is (ColumnStorage.Int32, DrmsType.Int) or (ColumnStorage.Int64, DrmsType.LongLong) or (ColumnStorage.Int16, DrmsType.Short);
        if (!isPlain || _row.IsDBNull(ordinal))
        {
            value = 0;
            return false;
        }
        value = storage switch { ColumnStorage.Int32 => _row.GetInt32(ordinal), ColumnStorage.Int64 => _row.GetInt64(ordinal), _ => _row.GetInt16(ordinal) };
        return true;
    }

    /// <summary>The value of a column by its own type, for copying it.</summary>
    public DrmsValue Raw(int ordinal) => _storage[ordinal] switch
    {
        ColumnStorage.Int16 => DrmsValue.OfInteger(DrmsType.Short, _row.GetInt16(ordinal)),
        ColumnStorage.Int32 => DrmsValue.OfInteger(DrmsType.Int, _row.GetInt32(ordinal)),
        ColumnStorage.Int64 => DrmsValue.OfInteger(DrmsType.LongLong, _row.GetInt64(ordinal)),
        ColumnStorage.Single => DrmsValue.OfFloat(_row.GetFloat(ordinal)),
        ColumnStorage.Double => DrmsValue.OfDouble(_row.GetDouble(ordinal)),
        _ => DrmsValue.OfString(Text(ordinal)),
    };

    /// <summary>A text column as a string.</summary>
    public string Text(int ordinal)
    {
        ReadOnlySpan<byte> bytes = Utf8(ordinal);
        ref CachedText cached = ref _texts[ordinal];
        if (cached.Text is not null && bytes.SequenceEqual(cached.Bytes.AsSpan(0, cached.Length)))
            return cached.Text;
        string text = s_utf8.GetString(bytes);
        if (bytes.Length > LongestCached)
            return text;
        cached.Bytes ??= new byte[LongestCached];
        bytes.CopyTo(cached.Bytes);
        cached.Length = bytes.Length;
        cached.Text = text;
        return text;
    }

    /// <summary>A text column as it came; valid until the next text is read.</summary>
    public ReadOnlySpan<byte> Utf8(int ordinal)
    {
        long length = _row.GetBytes(ordinal, 0, _bytes, 0, _bytes.Length);
        if (length < _bytes.Length)
            return _bytes.AsSpan(0, (int)length);
        length = _row.GetBytes(ordinal, 0, null, 0, 0);
        if (length > _bytes.Length)
        {
            _bytes = new byte[Math.Max(length, 2L * _bytes.Length)];
            _row.GetBytes(ordinal, 0, _bytes, 0, _bytes.Length);
        }
        return _bytes.AsSpan(0, (int)length);
    }

    // One character of text, whose code is the value; codes above 127 exist in Latin-1 databases only. Spec 02 §4.3.
    private DrmsValue Char(int ordinal)
    {
        if (_storage[ordinal] != ColumnStorage.Text)
            return InRange(DrmsType.Char, Integer(ordinal));
        ReadOnlySpan<byte> bytes = Utf8(ordinal);
        if (bytes.IsEmpty)
            return DrmsValue.Missing(DrmsType.Char);
        _ = Rune.DecodeFromUtf8(bytes, out Rune character, out _);
        return character.Value <= byte.MaxValue ? DrmsValue.OfInteger(DrmsType.Char, (sbyte)character.Value) : DrmsValue.Missing(DrmsType.Char);
    }

    private double Real(int ordinal) => _storage[ordinal] switch
    {
        ColumnStorage.Double => _row.GetDouble(ordinal),
        ColumnStorage.Single => _row.GetFloat(ordinal),
        _ => Integer(ordinal),
    };

    private static DrmsValue InRange(DrmsType type, long value)
    {
        bool fits = type switch
        {
            DrmsType.Char => value is >= sbyte.MinValue and <= sbyte.MaxValue,
            DrmsType.Short => value is >= short.MinValue and <= short.MaxValue,
            DrmsType.Int => value is >= int.MinValue and <= int.MaxValue,
            _ => true,
        };
        return fits ? DrmsValue.OfInteger(type, value) : DrmsValue.Missing(type);
    }

    private struct CachedText
    {
        public byte[]? Bytes;
        public int Length;
        public string? Text;
    }
}
