using NetDrms.Model.Keywords;
using NetDrms.Model.Series;

namespace NetDrms.Model.RecordSets.Binding;

/// <summary>What index numbers mean: themselves (slots, record numbers), or number · step + base for a key without slots. Spec 01 §1.6.</summary>
internal readonly record struct IndexScale(DrmsType Type, double Step, double Base)
{
    /// <summary>Numbers that mean themselves.</summary>
    public static IndexScale Identity { get; } = new(DrmsType.LongLong, 1, 0);

    private bool IsWhole => Type == DrmsType.LongLong && Step == 1 && Base == 0;

    /// <summary>The scale of a key without slots, from the constants <c>KEY_step</c> and <c>KEY_base</c>.</summary>
    public static IndexScale Of(SeriesDefinition series, KeywordDefinition key) =>
        new(key.Type.IsInteger() ? DrmsType.LongLong : key.Type, Constant(series, key.Name + "_step", 1), Constant(series, key.Name + "_base", 0));

    public KeyTest Value(long number)
    {
        if (IsWhole)
            return new KeyTest { Kind = KeyTestKind.Value, Value = DrmsValue.OfInteger(DrmsType.LongLong, number) };
        double value = (number * Step) + Base;
        // a whole column never equals a fraction
        return Type == DrmsType.LongLong && Math.Floor(value) != value
            ? new KeyTest { Kind = KeyTestKind.Range, Lower = Lower(value), Upper = Upper(value, isIncluded: true) }
            : new KeyTest { Kind = KeyTestKind.Value, Value = Typed(value) };
    }

    public KeyTest Range(long? from, long? to, long? skip) => new()
    {
        Kind = KeyTestKind.Range,
        Lower = from is long first ? IsWhole ? Whole(first) : Lower((first * Step) + Base) : null,
        Upper = to is long last ? IsWhole ? Whole(last) : Upper((last * Step) + Base, isIncluded: true) : null,
        Skip = Skip(from, skip),
    };

    public KeyTest Extent(long from, long count, long? skip) => new()
    {
        Kind = KeyTestKind.Range,
        Lower = IsWhole ? Whole(from) : Lower((from * Step) + Base),
        Upper = IsWhole ? Whole(Saturating(from, count - 1)) : Upper((((double)from + count) * Step) + Base, isIncluded: false),
        Skip = Skip(from, skip),
    };

    /// <summary>A sum that stops at the ends of 64 bits.</summary>
    public static long Saturating(long left, long right)
    {
        long sum = unchecked(left + right);
        return ((left ^ sum) & (right ^ sum)) >= 0 ? sum : left < 0 ? long.MinValue : long.MaxValue;
    }

    private KeySkip? Skip(long? from, long? skip)
    {
        if (skip is not long step)
            return null;
        KeyEdge start = from is not long first ? new KeyEdge(KeyOrigin.FirstOfTable, Zero(Type), true)
            : IsWhole ? Whole(first)
            : new KeyEdge(KeyOrigin.Value, Type == DrmsType.LongLong ? DrmsValue.OfDouble((first * Step) + Base) : Typed((first * Step) + Base), true);
        return new KeySkip(start, DrmsValue.OfInteger(DrmsType.LongLong, step), IsWhole ? null : Step);
    }

    private KeyEdge Lower(double value) => new(KeyOrigin.Value, Type == DrmsType.LongLong ? Clamped(Math.Ceiling(value)) : Typed(value), true);

    private KeyEdge Upper(double value, bool isIncluded) => Type != DrmsType.LongLong ? new KeyEdge(KeyOrigin.Value, Typed(value), isIncluded)
        : new KeyEdge(KeyOrigin.Value, Clamped(isIncluded ? Math.Floor(value) : Math.Ceiling(value) - 1), true);

    private DrmsValue Typed(double value) => Type switch
    {
        DrmsType.LongLong => Clamped(value),
        DrmsType.Float => DrmsValue.OfFloat((float)value),
        DrmsType.Time => DrmsValue.OfTime(value),
        _ => DrmsValue.OfDouble(value),
    };

    private static KeyEdge Whole(long number) => new(KeyOrigin.Value, DrmsValue.OfInteger(DrmsType.LongLong, number), true);

    /// <summary>Nothing to be added to an origin.</summary>
    public static DrmsValue Zero(DrmsType type) => type == DrmsType.LongLong ? DrmsValue.OfInteger(type, 0) : DrmsValue.OfDouble(0);

    private static DrmsValue Clamped(double value) => DrmsValue.OfInteger(DrmsType.LongLong, value >= long.MaxValue ? long.MaxValue : value <= long.MinValue ? long.MinValue : (long)value);

    private static double Constant(SeriesDefinition series, string name, double otherwise)
    {
        if (!series.TryGetKeyword(name, out KeywordDefinition? keyword) || keyword.Kind != KeywordKind.Constant || keyword.Default.IsMissing)
            return otherwise;
        double value = keyword.Default.Type.IsInteger() ? keyword.Default.AsInteger : keyword.Default.Type.IsReal() ? keyword.Default.AsDouble : otherwise;
        return name.EndsWith("_step", StringComparison.Ordinal) && value == 0 ? otherwise : value;
    }
}
