using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using NetDrms.Model.Errors;
using NetDrms.Model.Keywords;

namespace NetDrms.Model.RecordSets.Binding;

/// <summary>Reads single values, extents and skips of a key. Spec 01 §1.3, §1.7, §3.7.</summary>
internal ref struct KeyValueReader(FilterCursor cursor, KeyAxis axis)
{
    private FilterCursor _cursor = cursor;

    /// <summary>Where the reading stopped.</summary>
    public readonly int At => _cursor.At;

    /// <summary>Reads a value that may begin a range.</summary>
    /// <param name="part">The value, as the column holds it.</param>
    /// <param name="isSingle">True for an unquoted string: whatever follows, it begins no range.</param>
    /// <param name="error">What is wrong.</param>
    // start = value | duration ;   duration only for slotted keys, counted from the base
    public bool TryStart(out KeyPart part, out bool isSingle, [NotNullWhen(false)] out DrmsError? error)
    {
        int start = _cursor.At;
        isSingle = axis.Class is KeyClass.Text or KeyClass.Enumerated && _cursor.Current is not ('\'' or '"');
        DrmsError? reason = null;
        double number;
        if (axis.IsSlotted && DurationScanner.TryScan(_cursor.Rest, out double count, out int length) && EndsAt(start + length))
        {
            _cursor.At = start + length;
            number = axis.FromBase(count * axis.UnitOf(_cursor.Text[_cursor.At - 1]));
            return TryGive(number, start, out part, out error);
        }
        if (axis.ReadsTimes)
        {
            if (TimeInFilter.TryStart(_cursor.Rest, out number, out int consumed, out reason))
            {
                _cursor.At += consumed;
                return TryGive(number, start, out part, out error);
            }
        }
        else if (TryValue(out part, out reason))
        {
            error = null;
            return true;
        }
        part = default;
        string classic = reason?.ClassicMessage is string line && line.Contains("uote", StringComparison.Ordinal) ? line
            : $"Syntax Error: Expected either time duraton or start value of type {axis.Key.Type.Name()} in value range, found '{_cursor.Quote(start)}'.";
        error = Bad(start, reason, axis.IsSlotted ? classic : $"{classic}\n{_cursor.ShouldEnd(start)}");
        return false;
    }

    /// <summary>Reads the value behind a dash.</summary>
    /// <param name="dash">Where the dash stands.</param>
    /// <param name="part">The value.</param>
    /// <param name="error">What is wrong.</param>
    public bool TryEnd(int dash, out KeyPart part, [NotNullWhen(false)] out DrmsError? error)
    {
        int start = _cursor.At;
        DrmsError? reason;
        if (axis.ReadsTimes)
        {
            if (TimeInFilter.TryEnd(_cursor.Rest, out double number, out int consumed, out reason))
            {
                _cursor.At += consumed;
                return TryGive(number, start, out part, out error);
            }
        }
        else if (TryValue(out part, out reason))
        {
            error = null;
            return true;
        }
        part = default;
        string classic = axis.ReadsTimes ? $"Invalid time string '{_cursor.Quote(start)}'."
            : reason.ClassicMessage ?? $"Syntax Error: Expected end or duration value of type {axis.Key.Type.Name()} in value range, found '{_cursor.Quote(start)}'.";
        error = Bad(start, reason, $"{classic}\n{_cursor.ShouldEnd(dash)}");
        return false;
    }

    /// <summary>Reads an extent or a skip: seconds, slot or key units, or a number of values.</summary>
    /// <param name="mark">Where the <c>/</c> or <c>@</c> stands.</param>
    /// <param name="length">The length.</param>
    /// <param name="error">What is wrong.</param>
    // extent, skip = duration (time key; slot key) | number (slot key; carr key) | value (other types) ;
    public bool TryLength(int mark, out double length, [NotNullWhen(false)] out DrmsError? error)
    {
        int start = _cursor.At;
        error = null;
        length = 0;
        if (axis.Class is KeyClass.Integer or KeyClass.Real)
        {
            if (ValueReader.TryReadPrefix(axis.Key.Type, _cursor.Window(start), out DrmsValue value, out int consumed, out DrmsError? reason))
            {
                _cursor.At += consumed;
                length = axis.Class == KeyClass.Integer ? value.AsInteger : value.AsDouble;
                return true;
            }
            error = Bad(start, reason, $"{reason.ClassicMessage}\n{_cursor.ShouldEnd(mark)}");
            return false;
        }
        bool isNumber = RealScanner.TryScan(_cursor.Rest, out double number, out int digits) && double.IsFinite(number);
        char unit = isNumber ? _cursor.Text[start + digits] : '\0';
        bool hasUnit = axis.Class != KeyClass.Carrington && !double.IsNaN(axis.UnitOf(unit)) && start + digits < _cursor.End;
        if (isNumber && (hasUnit || axis.Class is KeyClass.SlottedNumber or KeyClass.Carrington))
        {
            _cursor.At += digits + (hasUnit ? 1 : 0);
            length = hasUnit ? number * axis.UnitOf(unit) : number;
            return true;
        }
        string classic = isNumber
            ? $"Syntax Error: Time duration unit must be one of 's', 'm', 'h', 'd', 'u', found '{unit}', '{_cursor.Quote(Math.Min(start + digits + 1, _cursor.Text.Length))}'."
            : $"Syntax Error: Expected finite floating point value at beginning of time duration, found '{_cursor.Quote(start)}'.";
        error = _cursor.Error(isNumber ? $"the unit is missing behind {_cursor.Text.Slice(start, digits)}" : $"expected a duration such as 90s, 1.5h or 2d, found \"{FilterCursor.Shorten(_cursor.Rest)}\"",
            start, start + Math.Max(1, digits), $"{classic}\nSyntax Error: Expected time or float duration  in value range, found '{_cursor.Quote(start)}'.",
            "Units are s, m, h, d, and u for steps of the key.");
        return false;
    }

    private bool TryGive(double value, int start, out KeyPart part, [NotNullWhen(false)] out DrmsError? error)
    {
        error = null;
        if (!axis.IsSlotted)
        {
            part = new KeyPart(KeyOrigin.Value, DrmsValue.OfTime(value));
            return true;
        }
        bool fits = axis.TrySlot(value, out long slot);
        part = new KeyPart(KeyOrigin.Value, DrmsValue.OfInteger(DrmsType.LongLong, slot));
        if (!fits)
            error = _cursor.Error("the value is too far from the slots of the key", start, _cursor.At);
        return fits;
    }

    // value = quoted or unquoted string | number ;
    private bool TryValue(out KeyPart part, [NotNullWhen(false)] out DrmsError? error)
    {
        part = default;
        int start = _cursor.At;
        if (axis.Class is KeyClass.Text or KeyClass.Enumerated)
        {
            if (!TryText(out string text, out error))
                return false;
            if (axis.Class == KeyClass.Text)
            {
                part = new KeyPart(KeyOrigin.Value, DrmsValue.OfString(text));
                return true;
            }
            long place = axis.PlaceOf(text);
            if (place < 0)
            {
                error = _cursor.Error($"\"{FilterCursor.Shorten(text)}\" is not a value of {axis.Key.Name}", start, _cursor.At, null, NearestName.Hint(text, axis.Names)) with
                {
                    Detail = $"Its values are {string.Join(", ", axis.Names)}.",
                };
                return false;
            }
            part = new KeyPart(KeyOrigin.Value, DrmsValue.OfInteger(DrmsType.LongLong, place));
            return true;
        }
        if (!ValueReader.TryReadPrefix(axis.Key.Type, _cursor.Window(start), out DrmsValue value, out int consumed, out error))
            return false;
        _cursor.At += consumed;
        if (axis.IsSlotted)
            return TryGive(value.Type.IsInteger() ? value.AsInteger : value.AsDouble, start, out part, out error);
        part = new KeyPart(KeyOrigin.Value, axis.Class == KeyClass.Integer ? DrmsValue.OfInteger(DrmsType.LongLong, value.AsInteger) : value);
        return true;
    }

    // string = quoted with escapes, or everything up to a blank, "," or "]" ;
    private bool TryText(out string text, [NotNullWhen(false)] out DrmsError? error)
    {
        error = null;
        ReadOnlySpan<char> rest = _cursor.Rest;
        if (rest.Length == 0 || rest[0] is not ('\'' or '"'))
        {
            int length = rest.IndexOfAny(' ', ',');
            length = length < 0 ? rest.Length : length;
            text = rest[..length].ToString();
            _cursor.At += length;
            if (length == 0)
                error = _cursor.Error("expected a string", _cursor.At, _cursor.At + 1);
            else if (text.StartsWith("DRMS_MISSING_VALUE", StringComparison.OrdinalIgnoreCase))
                text = "";
            return error is null;
        }
        StringBuilder content = new();
        int i = 1;
        for (; i < rest.Length && rest[i] != rest[0]; i++)
        {
            if (rest[i] == '\\' && i + 1 < rest.Length)
                i++;
            else
            {
                content.Append(rest[i]);
                continue;
            }
            content.Append(rest[i] switch { 't' => '\t', 'n' => '\n', char c => c });
        }
        text = content.ToString();
        if (i >= rest.Length)
            error = _cursor.Error($"the quote {rest[0]} is not closed", _cursor.At, _cursor.End, $"End quote '{rest[0]}' missing.");
        else
            _cursor.At += i + 1;
        return error is null;
    }

    private readonly bool EndsAt(int index) => index == _cursor.End || _cursor.Text[index] is ',' or '-' or '/' or '@' or ' ';

    private readonly DrmsError Bad(int start, DrmsError? reason, string classic)
    {
        string what = axis.Class switch
        {
            KeyClass.SlottedTime => "a time or a duration",
            KeyClass.Time => "a time",
            KeyClass.Text => "a string",
            KeyClass.Enumerated => "one of the key's values",
            KeyClass.Integer => "a whole number",
            _ => "a number",
        };
        string example = axis.Class switch
        {
            KeyClass.SlottedTime or KeyClass.Time => "Write for example [2014.03.01_TAI/1h] or [2014.03.01_00:00_TAI-2014.03.02_TAI].",
            KeyClass.Integer => "Write for example [100], [100-109] or [100,105].",
            KeyClass.Text => "Write for example [abc] or [\"a b\",\"c\"].",
            _ => "Write for example [1.5] or [1.5-2.5].",
        };
        // what the reader of the value itself knows (an unknown zone, an unclosed quote) says more than what was expected
        bool knows = reason is not null && (axis.ReadsTimes || reason.Span is not null) && reason.Message.Contains("is not", StringComparison.Ordinal);
        SourceSpan span = SourceSpan.Between(start, Math.Max(start + 1, _cursor.End));
        if (knows && axis.ReadsTimes && reason!.Span is SourceSpan inside)
            span = new SourceSpan(start + inside.Start, inside.Length);
        DrmsError error = _cursor.Error(knows ? reason!.Message : string.Create(CultureInfo.InvariantCulture, $"expected {what}, found \"{FilterCursor.Shorten(_cursor.Text[start.._cursor.End])}\""),
            span.Start, span.End, classic, knows ? reason!.Hint : example);
        return error with { Detail = knows ? reason!.Detail : null };
    }
}
