using NetDrms.Model.Time;

namespace NetDrms.Model.Keywords;

/// <summary>A typed keyword value; 24 bytes, no boxing. Spec 02 §4.1.</summary>
/// <remarks>Integers are held sign-extended, reals as the bits of a double (a float is widened), text as a string.</remarks>
public readonly record struct DrmsValue
{
    private readonly long _bits;
    private readonly string? _text;

    private DrmsValue(DrmsType type, long bits, string? text)
    {
        Type = type;
        _bits = bits;
        _text = text;
    }

    /// <summary>The type of the value.</summary>
    public DrmsType Type { get; }

    /// <summary>An integer value; for char, short and int the number must fit.</summary>
    /// <exception cref="ArgumentException">The type is not an integer type.</exception>
    /// <exception cref="OverflowException">The number does not fit the type.</exception>
    public static DrmsValue OfInteger(DrmsType type, long value) => type switch
    {
        DrmsType.Char => new(type, checked((sbyte)value), null),
        DrmsType.Short => new(type, checked((short)value), null),
        DrmsType.Int => new(type, checked((int)value), null),
        DrmsType.LongLong => new(type, value, null),
        _ => throw new ArgumentException($"{type} is not an integer type", nameof(type)),
    };

    /// <summary>A float value.</summary>
    public static DrmsValue OfFloat(float value) => new(DrmsType.Float, BitConverter.DoubleToInt64Bits(value), null);

    /// <summary>A double value.</summary>
    public static DrmsValue OfDouble(double value) => new(DrmsType.Double, BitConverter.DoubleToInt64Bits(value), null);

    /// <summary>A time value (an instant, or an interval in seconds).</summary>
    public static DrmsValue OfTime(double seconds) => new(DrmsType.Time, BitConverter.DoubleToInt64Bits(seconds), null);

    /// <summary>A text value; the empty text is the missing one.</summary>
    public static DrmsValue OfString(string text) => new(DrmsType.String, 0, text);

    /// <summary>The missing value of a type.</summary>
    public static DrmsValue Missing(DrmsType type) => type switch
    {
        DrmsType.Char => OfInteger(type, sbyte.MinValue),
        DrmsType.Short => OfInteger(type, short.MinValue),
        DrmsType.Int => OfInteger(type, int.MinValue),
        DrmsType.LongLong => OfInteger(type, long.MinValue),
        DrmsType.Float => OfFloat(float.NaN),
        DrmsType.Double => OfDouble(double.NaN),
        DrmsType.Time => OfTime(DrmsTime.Missing.Seconds),
        _ => OfString(""),
    };

    /// <summary>True if the value is the missing one of its type (an integer equal to the minimum, any NaN, JD 0, empty text).</summary>
    public bool IsMissing => Type switch
    {
        DrmsType.Char => _bits == sbyte.MinValue,
        DrmsType.Short => _bits == short.MinValue,
        DrmsType.Int => _bits == int.MinValue,
        DrmsType.LongLong => _bits == long.MinValue,
        DrmsType.Float or DrmsType.Double => double.IsNaN(AsDouble),
        DrmsType.Time => AsTime.IsMissing,
        _ => _text is not { Length: > 0 },
    };

    /// <summary>The number of an integer value.</summary>
    /// <exception cref="InvalidOperationException">The value is not of an integer type.</exception>
    public long AsInteger => Type.IsInteger() ? _bits : throw new InvalidOperationException($"a {Type} is not an integer");

    /// <summary>The number of a float, double or time.</summary>
    /// <exception cref="InvalidOperationException">The value is not of such a type.</exception>
    public double AsDouble => Type.IsReal() ? BitConverter.Int64BitsToDouble(_bits) : throw new InvalidOperationException($"a {Type} is not a real number");

    /// <summary>The instant of a time value.</summary>
    public DrmsTime AsTime => new(AsDouble);

    /// <summary>The text of a string value.</summary>
    /// <exception cref="InvalidOperationException">The value is not a string.</exception>
    public string AsString => Type == DrmsType.String ? _text ?? "" : throw new InvalidOperationException($"a {Type} is not a string");

    /// <summary>Type and plain text, for test messages; the record's own form would ask a value for members that it does not have.</summary>
    public override string ToString() => $"{Type.Name()} {ValueText.Plain(this)}";
}
