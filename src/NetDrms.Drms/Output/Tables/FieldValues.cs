using System.Buffers;
using System.Text;
using Utf8Rules = System.Text.Unicode.Utf8;

namespace NetDrms.Drms.Output.Tables;

/// <summary>The values of one column for the rows of a batch; the memory is used again for the next batch.</summary>
/// <remarks>
/// Missing is a state of its own here, so that writers need not know the missing values of the types; a real that is missing is NaN as well.
/// Text is UTF-8 that is always well formed. Nothing is allocated a value.
/// </remarks>
public sealed class FieldValues
{
    private readonly long[] _integers = [];
    private readonly double[] _reals = [];
    private readonly bool[] _missing;
    private readonly int[] _ends = [];
    private byte[] _text = [];

    internal FieldValues(FieldType type, int capacity)
    {
        Type = type;
        Capacity = capacity;
        _missing = new bool[capacity];
        switch (type)
        {
            case FieldType.Single or FieldType.Double or FieldType.Time:
                _reals = new double[capacity];
                break;
            case FieldType.Text:
                _ends = new int[capacity + 1];
                _text = new byte[16 * capacity];
                break;
            default:
                _integers = new long[capacity];
                break;
        }
    }

    /// <summary>Type of the column.</summary>
    public FieldType Type { get; }

    /// <summary>Rows that fit in.</summary>
    public int Capacity { get; }

    /// <summary>Rows that have a value here, missing ones included.</summary>
    public int Count { get; private set; }

    /// <summary>Bytes of all texts.</summary>
    public int TextBytes => _ends.Length == 0 ? 0 : _ends[Count];

    /// <summary>Whether there is no value.</summary>
    public bool IsMissing(int row) => _missing[row];

    /// <summary>Value of an integer column.</summary>
    public long Integer(int row) => _integers[row];

    /// <summary>Value of a real column, or the seconds of an instant.</summary>
    public double Real(int row) => _reals[row];

    /// <summary>Value of a boolean column.</summary>
    public bool Boolean(int row) => _integers[row] != 0;

    /// <summary>Value of a text column; valid until the batch is filled again.</summary>
    public ReadOnlySpan<byte> Utf8(int row) => _text.AsSpan(_ends[row], _ends[row + 1] - _ends[row]);

    /// <summary>All integers of the batch; 0 where there is none.</summary>
    internal ReadOnlySpan<long> Integers => _integers.AsSpan(0, Count);

    /// <summary>All reals of the batch; NaN where there is none.</summary>
    internal ReadOnlySpan<double> Reals => _reals.AsSpan(0, Count);

    /// <summary>The texts of the batch one behind the other.</summary>
    internal ReadOnlyMemory<byte> Texts => _text.AsMemory(0, TextBytes);

    /// <summary>Where the texts begin, and where the last one ends: one number more than there are rows.</summary>
    internal ReadOnlyMemory<int> TextBounds => _ends.AsMemory(0, Count + 1);

    /// <summary>Adds the state "no value".</summary>
    public void AddMissing()
    {
        if (_reals.Length > 0)
            _reals[Count] = double.NaN;
        else if (_integers.Length > 0)
            _integers[Count] = 0;
        else
            _ends[Count + 1] = _ends[Count];
        _missing[Count++] = true;
    }

    /// <summary>Adds a number to an integer or boolean column.</summary>
    public void Add(long value)
    {
        _integers[Count] = value;
        _missing[Count++] = false;
    }

    /// <summary>Adds a number or an instant to a column of reals; NaN is missing.</summary>
    public void Add(double value)
    {
        _reals[Count] = value;
        _missing[Count++] = double.IsNaN(value);
    }

    /// <summary>Adds a text; the empty one is missing, as everywhere in DRMS.</summary>
    public void Add(ReadOnlySpan<byte> utf8)
    {
        int start = _ends[Count];
        if (Utf8Rules.IsValid(utf8))
        {
            utf8.CopyTo(Room(start, utf8.Length));
            End(start + utf8.Length);
            return;
        }
        // a database without encoding may hold anything; each wrong byte becomes U+FFFD
        Span<byte> target = Room(start, 3 * utf8.Length);
        int written = 0;
        while (!utf8.IsEmpty)
        {
            _ = Rune.DecodeFromUtf8(utf8, out Rune rune, out int consumed);
            written += rune.EncodeToUtf8(target[written..]);
            utf8 = utf8[consumed..];
        }
        End(start + written);
    }

    /// <summary>Adds a text.</summary>
    public void Add(ReadOnlySpan<char> text)
    {
        int start = _ends[Count];
        Span<byte> target = Room(start, Encoding.UTF8.GetMaxByteCount(text.Length));
        OperationStatus status = Utf8Rules.FromUtf16(text, target, out _, out int written, replaceInvalidSequences: true);
        System.Diagnostics.Debug.Assert(status == OperationStatus.Done);
        End(start + written);
    }

    internal void Clear() => Count = 0;

    private void End(int end)
    {
        _ends[Count + 1] = end;
        _missing[Count] = end == _ends[Count];
        Count++;
    }

    private Span<byte> Room(int start, int length)
    {
        if (_text.Length - start < length)
            Array.Resize(ref _text, (int)Math.Min(Array.MaxLength, Math.Max(2L * _text.Length, (long)start + length)));
        return _text.AsSpan(start, length);
    }
}
