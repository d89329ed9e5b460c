using System.Globalization;
using NetDrms.Model.Errors;
using NetDrms.Model.Keywords;
using NetDrms.Model.Series;
using NetDrms.Model.Slots;

namespace NetDrms.Model.RecordSets.Binding;

/// <summary>What a filter must know of the key that it is about.</summary>
internal sealed class KeyAxis
{
    private const double RoundingSlack = 1e-9;

    private readonly SlotAxis _slots;
    private readonly IReadOnlyList<string> _names = [];

    /// <exception cref="DrmsException">The companions of a slotted key are missing or wrong.</exception>
    public KeyAxis(SeriesDefinition series, KeywordDefinition column, KeywordDefinition key)
    {
        Series = series;
        Column = column;
        Key = key;
        Class = key.Kind switch
        {
            KeywordKind.TsEq or KeywordKind.TsSlot => KeyClass.SlottedTime,
            KeywordKind.Slot => KeyClass.SlottedNumber,
            KeywordKind.Carr => KeyClass.Carrington,
            KeywordKind.Enum => KeyClass.Enumerated,
            _ when key.Type.IsInteger() => KeyClass.Integer,
            _ => key.Type switch { DrmsType.Float or DrmsType.Double => KeyClass.Real, DrmsType.Time => KeyClass.Time, _ => KeyClass.Text },
        };
        if (Class == KeyClass.Enumerated)
            _names = EnumSlots.TryFor(series, key, out EnumSlots? list) ? list.Values : [];
        else if (IsSlotted)
            _slots = SlotAxis.For(series, key);
    }

    public SeriesDefinition Series { get; }

    /// <summary>The keyword whose column is compared.</summary>
    public KeywordDefinition Column { get; }

    /// <summary>The keyword whose values the user writes.</summary>
    public KeywordDefinition Key { get; }

    public KeyClass Class { get; }

    /// <summary>True when slot numbers are computed from values.</summary>
    public bool IsSlotted => Class is KeyClass.SlottedTime or KeyClass.SlottedNumber or KeyClass.Carrington;

    /// <summary>True when the user writes times.</summary>
    public bool ReadsTimes => Key.Type == DrmsType.Time && Class != KeyClass.Enumerated;

    /// <summary>Type of the values that tests compare.</summary>
    public DrmsType Domain => Class switch { KeyClass.Real or KeyClass.Time or KeyClass.Text => Key.Type, _ => DrmsType.LongLong };

    /// <summary>Seconds (or key units) of a duration of one unit; NaN if the letter is none.</summary>
    public double UnitOf(char letter) => letter switch { 's' => 1, 'm' => 60, 'h' => 3600, 'd' => 86400, 'u' => IsSlotted ? _slots.Width : 1, _ => double.NaN };

    /// <summary>Start value for a duration counted from the base.</summary>
    public double FromBase(double duration) => _slots.Base + duration;

    /// <summary>The slot of a value; false when its number does not fit.</summary>
    public bool TrySlot(double value, out long slot)
    {
        slot = long.MinValue;
        if (double.IsNaN(value))   // missing: the number that a C cast makes of NaN
            return true;
        if (!(Math.Abs((value - _slots.Base) / _slots.Width) < 9e18))
            return false;
        slot = _slots.IndexOf(value);
        return true;
    }

    /// <summary>The place of a name in an enum's list; −1 if it is not there.</summary>
    public long PlaceOf(string name)
    {
        for (int i = 0; i < _names.Count; i++)
        {
            if (_names[i] == name)
                return i;
        }
        return -1;
    }

    /// <summary>Names of an enum's list.</summary>
    public IReadOnlyList<string> Names => _names;

    /// <summary>Number of slots of an extent, at least one; says so when it was less. Spec 01 §4.3.</summary>
    public long Slots(double extent, bool isMagnitude, List<DrmsError> warnings, SourceSpan span)
    {
        double count = (isMagnitude ? Math.Abs(extent) : extent) / _slots.Width;
        if (count >= 1 - RoundingSlack)
            return (long)Math.Min(Math.Truncate(count + RoundingSlack), 9e18);
        warnings.Add(new DrmsError(ErrorCode.Argument, $"extent {Text(extent)} is less than the slot width {Text(_slots.Width)} of {Key.Name}; one slot is taken")
        {
            Span = span,
            ClassicMessage = $"Invalid slotted-keyword duration '{Text(extent)} seconds' specified.  Should be at least the step size of '{Text(_slots.Width)} seconds'.  Duration was rounded up to step size.",
        });
        return 1;
    }

    /// <summary>Number of slots of a skip, at least one; says so when it is no whole number of slots. Spec 01 §1.8.</summary>
    public long SkippedSlots(double skip, List<DrmsError> warnings, SourceSpan span)
    {
        double exact = Math.Abs(skip / _slots.Width);
        double slots = Math.Max(1, Math.Round(exact, MidpointRounding.AwayFromZero));
        if (Math.Abs(exact - slots) > RoundingSlack * Math.Max(1, exact))
        {
            warnings.Add(new DrmsError(ErrorCode.Argument, $"skip {Text(skip)} is not a multiple of the slot width {Text(_slots.Width)} of {Key.Name}; {Text(slots * _slots.Width)} is taken")
            {
                Span = span,
                ClassicMessage = $"NOTE: the skip value '{Text(skip)}' is not a multiple of step size; rounding to nearest step-size multiple '{Text(slots * _slots.Width)}'",
            });
        }
        return (long)Math.Min(slots, 9e18);
    }

    private static string Text(double value) => value.ToString("F6", CultureInfo.InvariantCulture);
}
