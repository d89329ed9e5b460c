using System.Diagnostics.CodeAnalysis;
using NetDrms.Model.Errors;
using NetDrms.Model.Keywords;

namespace NetDrms.Model.RecordSets.Binding;

/// <summary>Reads the value set of a filter: values, ranges, extents, skips and extremes. Spec 01 §1.3, §1.6, §4.3, §7.5.</summary>
internal ref struct ValueSetReader(FilterCursor cursor, KeyAxis axis, List<DrmsError> warnings)
{
    private FilterCursor _cursor = cursor;

    // valueset = valueitem { "," valueitem } ;
    public bool TryRead([NotNullWhen(true)] out IReadOnlyList<KeyTest>? tests, [NotNullWhen(false)] out DrmsError? error)
    {
        tests = null;
        List<KeyTest> list = [];
        int values = 0;
        int ranges = 0;
        // a time takes the blanks before it along, "^" and "$" stand them only behind a comma or "KEY="
        if (!axis.ReadsTimes && _cursor.Rest.TrimStart(' ') is not ['^' or '$', ..])
            _cursor.SkipBlanks();
        while (true)
        {
            if (!TryItem(out KeyTest? test, out error))
                return false;
            list.Add(test);
            if (!TestLimits.HasRoom(test, ref values, ref ranges))
            {
                error = TestLimits.Exceeded(_cursor.FilterSpan);
                return false;
            }
            int behind = _cursor.At;
            _cursor.SkipBlanks();
            if (_cursor.At == _cursor.End)
                break;
            if (_cursor.Current != ',' || (_cursor.At > behind && axis.Class is KeyClass.Integer or KeyClass.Text or KeyClass.Enumerated))
            {
                _cursor.At = behind;
                error = _cursor.Junk("\",\" or \"]\" behind the value", JunkHint());
                return false;
            }
            _cursor.At++;
            _cursor.SkipBlanks();
        }
        tests = list;
        return true;
    }

    // valueitem = "^" | "$" | start [ "-" sp end [ "@" skip ] | "/" sp extent [ "@" skip ] ] ;
    // ours also: open ends "start-" and "-end", and "^" and "$" as ends
    private bool TryItem([NotNullWhen(true)] out KeyTest? test, [NotNullWhen(false)] out DrmsError? error)
    {
        test = null;
        KeyValueReader values = new(_cursor, axis);
        KeyPart? start;
        if (_cursor.Current is '^' or '$')
        {
            start = Extreme();
            error = null;
        }
        else if (values.TryStart(out KeyPart value, out bool isSingle, out error))
        {
            _cursor.At = values.At;
            start = value;
            if (isSingle)
            {
                test = new KeyTest { Kind = KeyTestKind.Value, Value = value.Value };
                return true;
            }
        }
        else if (_cursor.Current == '-' && axis.Class != KeyClass.Text && TryOpenStart(out test))
        {
            error = null;
            return true;
        }
        else
        {
            return false;
        }
        int behind = _cursor.At;
        if (axis.ReadsTimes)
            _cursor.SkipBlanks();
        switch (_cursor.Current)
        {
            case '-':
                return TryRange(start.Value, out test, out error);
            case '/' when axis.Class is not (KeyClass.Text or KeyClass.Enumerated):
                return TryExtent(start.Value, out test, out error);
            default:
                _cursor.At = behind;
                test = start.Value.Origin switch
                {
                    KeyOrigin.First => new KeyTest { Kind = KeyTestKind.First },
                    KeyOrigin.Last => new KeyTest { Kind = KeyTestKind.Last },
                    _ => new KeyTest { Kind = KeyTestKind.Value, Value = start.Value.Value },
                };
                return true;
        }
    }

    private KeyPart Extreme()
    {
        KeyOrigin origin = _cursor.Current == '^' ? KeyOrigin.First : KeyOrigin.Last;
        _cursor.At++;
        return new KeyPart(origin, default);
    }

    private bool TryRange(KeyPart start, [NotNullWhen(true)] out KeyTest? test, [NotNullWhen(false)] out DrmsError? error)
    {
        test = null;
        int dash = _cursor.At++;
        if (!TryEnd(dash, out KeyEdge? upper, out error))
            return false;
        KeyEdge lower = start.Edge(axis.Domain);
        return TrySkip(lower, out KeySkip? skip, out error) && Give(lower, upper, skip, out test);
    }

    private bool TryOpenStart([NotNullWhen(true)] out KeyTest? test)
    {
        test = null;
        int dash = _cursor.At++;
        if (TryEnd(dash, out KeyEdge? upper, out _) && upper is not null && TrySkip(null, out KeySkip? skip, out _))
            return Give(null, upper, skip, out test);
        _cursor.At = dash;
        return false;
    }

    // end = [ "^" | "$" | value ] ;
    private bool TryEnd(int dash, out KeyEdge? upper, [NotNullWhen(false)] out DrmsError? error)
    {
        upper = null;
        error = null;
        _cursor.SkipBlanks();
        if (_cursor.At == _cursor.End || _cursor.Current is ',' or '@')
            return true;
        if (_cursor.Current is '^' or '$')
        {
            upper = Extreme().Edge(axis.Domain);
            return true;
        }
        KeyValueReader values = new(_cursor, axis);
        if (!values.TryEnd(dash, out KeyPart end, out error))
            return false;
        _cursor.At = values.At;
        upper = end.Edge(axis.Domain);
        return true;
    }

    private bool TryExtent(KeyPart start, [NotNullWhen(true)] out KeyTest? test, [NotNullWhen(false)] out DrmsError? error)
    {
        test = null;
        int slash = _cursor.At++;
        _cursor.SkipBlanks();
        KeyValueReader values = new(_cursor, axis);
        if (!values.TryLength(slash, out double length, out error))
            return false;
        SourceSpan span = _cursor.Error("", _cursor.At, values.At).Span!.Value;
        _cursor.At = values.At;
        bool isBackwards = start.Origin != KeyOrigin.Value && length < 0;
        KeyEdge lower = start.Edge(axis.Domain);
        KeyEdge upper = lower;
        if (axis.Domain == DrmsType.LongLong)
        {
            long count = axis.IsSlotted ? axis.Slots(length, start.Origin != KeyOrigin.Value, warnings, span)
                : (long)Math.Clamp(isBackwards ? -length : length, -9.2e18, 9.2e18);
            if (isBackwards)
                lower = lower with { Value = Whole(1 - count) };
            else
                upper = upper with { Value = Whole(IndexScale.Saturating(upper.Value.AsInteger, count - 1)) };
        }
        else if (isBackwards)
        {
            lower = lower with { Value = DrmsValue.OfDouble(length), IsIncluded = false };
        }
        else
        {
            double end = upper.Value.AsDouble + length;
            upper = upper with
            {
                Value = start.Origin != KeyOrigin.Value ? DrmsValue.OfDouble(length)
                    : axis.Domain switch { DrmsType.Float => DrmsValue.OfFloat((float)end), DrmsType.Time => DrmsValue.OfTime(end), _ => DrmsValue.OfDouble(end) },
                IsIncluded = false,
            };
        }
        return TrySkip(lower, out KeySkip? skip, out error) && Give(lower, upper, skip, out test);
    }

    private bool TrySkip(KeyEdge? lower, out KeySkip? skip, [NotNullWhen(false)] out DrmsError? error)
    {
        skip = null;
        error = null;
        if (_cursor.Current != '@' || axis.Class is KeyClass.Text or KeyClass.Enumerated)
            return true;
        int at = _cursor.At++;
        _cursor.SkipBlanks();
        KeyValueReader values = new(_cursor, axis);
        if (!values.TryLength(at, out double length, out error))
            return false;
        SourceSpan span = _cursor.Error("", _cursor.At, values.At).Span!.Value;
        _cursor.At = values.At;
        if (!axis.IsSlotted && (length == 0 || !double.IsFinite(length)))
        {
            error = _cursor.Error("the skip behind \"@\" must not be 0", at, _cursor.At);
            return false;
        }
        DrmsValue step = axis.IsSlotted ? Whole(axis.SkippedSlots(length, warnings, span))
            : axis.Domain == DrmsType.LongLong ? Whole((long)Math.Abs(length))
            : DrmsValue.OfDouble(Math.Abs(length));
        skip = new KeySkip(lower ?? new KeyEdge(KeyOrigin.FirstOfTable, IndexScale.Zero(axis.Domain), true), step, null);
        return true;
    }

    private static bool Give(KeyEdge? lower, KeyEdge? upper, KeySkip? skip, out KeyTest test)
    {
        test = new KeyTest { Kind = KeyTestKind.Range, Lower = lower, Upper = upper, Skip = skip };
        return true;
    }

    private static DrmsValue Whole(long number) => DrmsValue.OfInteger(DrmsType.LongLong, number);

    private readonly string? JunkHint() => axis.Class switch
    {
        KeyClass.Text => "A string with blanks, commas or brackets stands in quotes.",
        KeyClass.SlottedTime or KeyClass.Time when _cursor.Current == ':' => "Write date and clock as 2014.03.01_12:34:56_TAI.",
        KeyClass.Carrington when _cursor.Current == ':' => "A Carrington time is one number of degrees, 360 for each rotation.",
        _ => null,
    };
}
