using System.Runtime.InteropServices;
using Apache.Arrow;
using Apache.Arrow.Types;
using NetDrms.Model.Time;

namespace NetDrms.Drms.Output.Tables;

/// <summary>One column on its way into Arrow arrays; its memory is used again for every batch.</summary>
internal sealed class ArrowColumn
{
    private const double Microseconds = 1e6;
    private const double LongestMicroseconds = 9.2e18;

    private static readonly TimestampType s_utc = new(TimeUnit.Microsecond, "UTC");

    private readonly FieldType _type;
    private readonly IArrowType _arrow;
    private readonly TimeText? _time;
    private byte[] _values = [];
    private byte[] _valid = [];
    private FieldValues? _texts;

    public ArrowColumn(TableField field, TimeForm times)
    {
        bool isInstant = field.Type == FieldType.Time;
        _time = isInstant && times is (TimeForm.Text or TimeForm.Iso) ? TimeText.Of(field, times) : null;
        _type = field.Type;
        _arrow = TypeOf(field.Type, times);
        Field = new Field(field.Name, _arrow, nullable: true, MetadataOf(field, times));
    }

    /// <summary>The column as the schema tells it.</summary>
    public Field Field { get; }

    /// <summary>The values of a batch; valid until the next call.</summary>
    public IArrowArray ArrayOf(FieldValues values)
    {
        int length = values.Count, nulls = FillValid(values);
        if (_time is not null)
            values = AsText(values);
        ArrowBuffer valid = nulls == 0 ? ArrowBuffer.Empty : new ArrowBuffer(_valid.AsMemory(0, (length + 7) / 8));
        if (values.Type == FieldType.Text)
        {
            ArrowBuffer bounds = new(MemoryMarshal.AsBytes(values.TextBounds.Span).ToArray());
            return new StringArray(length, bounds, new ArrowBuffer(values.Texts), valid, nulls, 0);
        }
        ArrowBuffer data = new(FillValues(values));
        return _arrow switch
        {
            Int8Type => new Int8Array(data, valid, length, nulls, 0),
            Int16Type => new Int16Array(data, valid, length, nulls, 0),
            Int32Type => new Int32Array(data, valid, length, nulls, 0),
            Int64Type => new Int64Array(data, valid, length, nulls, 0),
            FloatType => new FloatArray(data, valid, length, nulls, 0),
            DoubleType => new DoubleArray(data, valid, length, nulls, 0),
            BooleanType => new BooleanArray(data, valid, length, nulls, 0),
            _ => new TimestampArray(s_utc, data, valid, length, nulls, 0),
        };
    }

    private int FillValid(FieldValues values)
    {
        Reserve(ref _valid, (values.Count + 7) / 8);
        _valid.AsSpan().Clear();
        int nulls = 0;
        for (int i = 0; i < values.Count; i++)
        {
            if (values.IsMissing(i) || (_arrow is TimestampType && !IsInRange(values.Real(i))))
                nulls++;
            else
                _valid[i / 8] |= (byte)(1 << (i % 8));
        }
        return nulls;
    }

    private ReadOnlyMemory<byte> FillValues(FieldValues values)
    {
        int length = values.Count;
        Reserve(ref _values, 8 * length);
        switch (_type)
        {
            case FieldType.Boolean:
                _values.AsSpan(0, (length + 7) / 8).Clear();
                for (int i = 0; i < length; i++)
                    _values[i / 8] |= (byte)(values.Boolean(i) ? 1 << (i % 8) : 0);
                return _values.AsMemory(0, (length + 7) / 8);
            case FieldType.Int8:
                return Narrow(values.Integers, static n => (sbyte)n);
            case FieldType.Int16:
                return Narrow(values.Integers, static n => (short)n);
            case FieldType.Int32:
                return Narrow(values.Integers, static n => (int)n);
            case FieldType.Int64:
                return Narrow(values.Integers, static n => n);
            case FieldType.Single:
                return Narrow(values.Reals, static x => (float)x);
            case FieldType.Time when _arrow is TimestampType:
                return Narrow(values.Reals, Timestamp);
            default:
                return Narrow(values.Reals, static x => x);
        }
    }

    private ReadOnlyMemory<byte> Narrow<TFrom, TTo>(ReadOnlySpan<TFrom> from, Func<TFrom, TTo> narrow)
        where TTo : unmanaged
    {
        Span<TTo> to = MemoryMarshal.Cast<byte, TTo>(_values.AsSpan());
        for (int i = 0; i < from.Length; i++)
            to[i] = narrow(from[i]);
        return _values.AsMemory(0, from.Length * Marshal.SizeOf<TTo>());
    }

    private FieldValues AsText(FieldValues times)
    {
        if (_texts is null || _texts.Capacity < times.Count)
            _texts = new FieldValues(FieldType.Text, times.Capacity);
        _texts.Clear();
        Span<byte> buffer = stackalloc byte[TimeFormatter.MaxLength];
        for (int i = 0; i < times.Count; i++)
        {
            if (times.IsMissing(i))
                _texts.AddMissing();
            else
                _texts.Add(_time!.Format(times.Real(i), buffer));
        }
        return _texts;
    }

    private static bool IsInRange(double seconds) => Math.Abs(seconds) < LongestMicroseconds / Microseconds - 1e10;

    private static long Timestamp(double seconds) => double.IsNaN(seconds) || !IsInRange(seconds)
        ? 0
        : (long)Math.Round(LeapSeconds.Current.ToUnix(new DrmsTime(seconds)) * Microseconds, MidpointRounding.AwayFromZero);

    private static void Reserve(ref byte[] buffer, int length)
    {
        if (buffer.Length < length)
            buffer = new byte[length];
    }

    private static IArrowType TypeOf(FieldType type, TimeForm times) => type switch
    {
        FieldType.Int8 => Int8Type.Default,
        FieldType.Int16 => Int16Type.Default,
        FieldType.Int32 => Int32Type.Default,
        FieldType.Int64 => Int64Type.Default,
        FieldType.Single => FloatType.Default,
        FieldType.Double => DoubleType.Default,
        FieldType.Boolean => BooleanType.Default,
        FieldType.Time => times switch { TimeForm.Usual => s_utc, TimeForm.Seconds => DoubleType.Default, _ => StringType.Default },
        _ => StringType.Default,
    };

    private static Dictionary<string, string> MetadataOf(TableField field, TimeForm times)
    {
        Dictionary<string, string> metadata = [];
        if (field.Unit.Length > 0)
            metadata["unit"] = field.Unit;
        if (field.Description.Length > 0)
            metadata["description"] = field.Description;
        if (field.Ucd.Length > 0)
            metadata["ucd"] = field.Ucd;
        if (field.Type != FieldType.Time)
            return metadata;
        metadata["time_scale"] = times switch
        {
            TimeForm.Seconds => "TAI",
            TimeForm.Text => field.Zone.Length > 0 ? field.Zone : "UTC",
            _ => "UTC",
        };
        if (times == TimeForm.Seconds)
            metadata["unit"] = "s since 1977-01-01T00:00:00 TAI";
        metadata["zone"] = field.Zone;
        return metadata;
    }
}
