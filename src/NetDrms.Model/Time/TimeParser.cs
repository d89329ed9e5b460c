using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using NetDrms.Model.Errors;
using NetDrms.Model.Keywords;

namespace NetDrms.Model.Time;

/// <summary>Takes a time text apart: one pass, no state beyond the call. Spec 01 §3.2–3.3.</summary>
/// <remarks>
/// Compatible mode follows the original where the specification records it, quirks included, and differs where it says
/// "fix" or "new": day fractions keep their zeros, NZST and NZDT are known, +01 and +01:00 are hours, an unknown zone is an
/// error, a dash before a year is no offset. Strict mode checks every field.
/// </remarks>
internal ref struct TimeParser(ReadOnlySpan<char> text, ScanMode mode)
{
    private readonly ReadOnlySpan<char> _text = text;
    private readonly bool _isStrict = mode == ScanMode.Strict;
    private int _at;
    private DrmsError? _error;

    // time = [blanks] ( jd | date [ "_" clock ] [zone] | fracdate [ "_" name ] ) ;
    public bool TryParse(out TimeFields fields, out int consumed, [NotNullWhen(false)] out DrmsError? error)
    {
        fields = new TimeFields();
        int start = RealText.SkipBlanks(_text);
        _at = start;
        bool isRead = TryJulianDay(ref fields, out bool isJulian) || (!isJulian && TryCalendar(ref fields, start));
        if (isRead && _isStrict)
        {
            int rest = _at + RealText.SkipBlanks(_text[_at..]);
            isRead = rest == _text.Length || Fail(TimeErrors.Trailing(_text, _at));
            _at = rest;
        }
        consumed = isRead ? _at : 0;
        error = isRead ? null : _error ?? TimeErrors.NoTime(_text);
        return isRead;
    }

    // jd = ("JD" | "MJD") "_" real [ "_" zone ] ;   any case; default zone TDT
    private bool TryJulianDay(ref TimeFields fields, out bool isJulian)
    {
        ReadOnlySpan<char> rest = _text[_at..];
        bool isModified = rest.StartsWith("MJD_", StringComparison.OrdinalIgnoreCase);
        isJulian = isModified || rest.StartsWith("JD_", StringComparison.OrdinalIgnoreCase);
        if (!isJulian)
            return false;
        int start = _at;
        _at += isModified ? 4 : 3;
        if (!RealText.TryReadDecimal(_text[_at..], out double day, out int length) || !double.IsFinite(day))
            return Fail(TimeErrors.Expected("a day number", _at, Math.Max(length, 0)));
        _at += length;
        fields.IsJulianDay = true;
        fields.JulianDay = isModified ? day + 2400000.5 : day;
        fields.DateSpan = SourceSpan.Between(start, _at);
        fields.Scale = TimeScale.Tdt;
        return Peek() != '_' || TryZoneAfter(ref fields, offsets: true);
    }

    private bool TryCalendar(ref TimeFields fields, int start)
    {
        if (!TryDate(ref fields, start, out bool isIso, out bool hasFraction))
            return false;
        fields.DateSpan = SourceSpan.Between(start, _at);
        if (hasFraction)   // no clock after a fraction; whatever is no zone name is left over
            return Peek() != '_' || !char.IsAsciiLetter(Peek(1)) || TryZoneAfter(ref fields, offsets: false);
        if (!IsSeparator(Peek(), isIso))
            return true;
        int blanks = RealText.SkipBlanks(_text[(_at + 1)..]);
        char first = Peek(1 + blanks);
        bool isClock = char.IsAsciiDigit(first) || (first is '+' or '-' && char.IsAsciiDigit(Peek(2 + blanks)));
        if (!isClock)
            return TryZoneAfter(ref fields, offsets: false);
        _at++;
        return TryClock(ref fields) && TryZoneAfterClock(ref fields, isIso);
    }

    // date = year [ ("."|"-") month [ ("."|"-") day ] ] | year ("."|"-") doy3 | yyyymmdd | yyyyddd ;  fracdate = date "." digits
    private bool TryDate(ref TimeFields fields, int start, out bool isIso, out bool hasFraction)
    {
        isIso = false;
        hasFraction = false;
        int from = _isStrict ? start : 0;   // quirk: leading blanks count as characters of the year
        if (!TryInteger(out int year))
            return Fail(TimeErrors.NoTime(_text));
        int length = _at - from;
        if (length > 5)
        {
            isIso = true;
            return TryDigitsDate(ref fields, from, length, out hasFraction);
        }
        char first = Peek();
        if (first is not ('.' or '-'))
            return TryPlace(ref fields, year, 1, 1);
        isIso = first == '-';
        int fieldStart = ++_at;
        if (char.IsAsciiLetter(Peek()))
        {
            if (!TryMonthWord(out int named))
                return false;
            return TryDay(ref fields, year, named, isIso, ref hasFraction);
        }
        if (!TryInteger(out int number))
            return Fail(TimeErrors.Expected("a month or a day of the year", fieldStart, 0));
        if (_at - fieldStart == 3)   // exactly three characters: day of the year
            return TryDayOfYear(ref fields, year, number, SourceSpan.Between(fieldStart, _at)) && TryFraction(ref fields, ref hasFraction);
        if (number > 12 || number < (_isStrict ? 1 : -99999))
            return Fail(TimeErrors.Impossible($"month {Text(number)} is not in 1…12", SourceSpan.Between(fieldStart, _at)));
        return TryDay(ref fields, year, number, isIso, ref hasFraction);
    }

    // the rest of a date after its month: nothing, or day and fraction
    private bool TryDay(ref TimeFields fields, int year, int month, bool isIso, ref bool hasFraction)
    {
        if (Peek() != '.' && !(isIso && Peek() == '-'))
            return TryPlace(ref fields, year, month, 1);
        int start = ++_at;
        if (!TryInteger(out int day))
            return Fail(TimeErrors.Expected("a day of the month", start, 0));
        if (day < -366 || (day > 366 && month != 1))
            return Fail(TimeErrors.Impossible($"day {Text(day)} is not in a month", SourceSpan.Between(start, _at)));
        // in January a day past the 31st is a day of the year
        bool isPlaced = month == 1 && day > 31 && !_isStrict
            ? TryDayOfYear(ref fields, year, day, SourceSpan.Between(start, _at))
            : TryPlace(ref fields, year, month, day);
        return isPlaced && TryFraction(ref fields, ref hasFraction);
    }

    // yyyymmdd | yyyyddd: exactly 8 or 7 digits
    private bool TryDigitsDate(ref TimeFields fields, int from, int length, out bool hasFraction)
    {
        hasFraction = false;
        ReadOnlySpan<char> digits = _text.Slice(from, length);
        if (length is not (7 or 8) || digits.ContainsAnyExceptInRange('0', '9'))
            return Fail(TimeErrors.Impossible($"\"{Excerpt.Of(digits)}\" is neither a year nor a date", new SourceSpan(from, length)));
        int year = Number(digits[..4]);
        if (length == 7)
            return TryDayOfYear(ref fields, year, Number(digits[4..]), new SourceSpan(from + 4, 3)) && TryFraction(ref fields, ref hasFraction);
        if (Peek() == '.')
            return Fail(TimeErrors.Impossible("a date without separators cannot have a fraction of a day", new SourceSpan(_at, 1)));
        return TryPlace(ref fields, year, Number(digits[4..6]), Number(digits[6..]));
    }

    // "." digits
    private bool TryFraction(ref TimeFields fields, ref bool hasFraction)
    {
        if (Peek() != '.')
            return true;
        int start = ++_at;
        _at += RealText.SkipBlanks(_text[_at..]);
        int first = _at;
        while (char.IsAsciiDigit(Peek()))
            _at++;
        if (_at == first)
            return Fail(TimeErrors.Expected("digits of a fraction of a day", start, 0));
        // the original reads the digits as an integer, so that .05 became .5 there
        fields.Fraction = double.Parse(string.Concat("0.", _text[first.._at]), NumberStyles.Float, CultureInfo.InvariantCulture);
        hasFraction = true;
        return true;
    }

    private bool TryMonthWord(out int month)
    {
        int start = _at;
        while (char.IsAsciiLetter(Peek()))
            _at++;
        ReadOnlySpan<char> word = _text[start.._at];
        return JsocCalendar.TryMonthName(word, out month) || JsocCalendar.TryRomanMonth(word, out month)
            || Fail(TimeErrors.Impossible($"\"{Excerpt.Of(word)}\" is no month", SourceSpan.Between(start, _at)));
    }

    private bool TryDayOfYear(ref TimeFields fields, int year, int day, SourceSpan span)
    {
        if (day < (_isStrict ? 1 : 0) || day > JsocCalendar.DaysInYear(year))
            return Fail(TimeErrors.Impossible($"year {Text(year)} has no day {Text(day)}", span));
        fields.IsDayOfYear = true;
        return TryPlace(ref fields, year, 1, day);
    }

    private bool TryPlace(ref TimeFields fields, int year, int month, int day)
    {
        int y = year, m = month, d = day;
        JsocCalendar.Normalize(ref y, ref m, ref d);
        bool isGap = JsocCalendar.IsInGap(y, m, d);
        fields.IsMovedDate = isGap || (!fields.IsDayOfYear && (m != month || d != day));
        if (_isStrict && fields.IsMovedDate)
        {
            string reason = isGap ? "is not in the calendar" : "does not exist";
            return Fail(TimeErrors.Impossible($"date {Text(year)}.{month:00}.{day:00} {reason}", SourceSpan.Between(RealText.SkipBlanks(_text), _at)));
        }
        fields.Days = JsocCalendar.DaysOf(y, m, d);
        return true;
    }

    // clock = hour ["h"] [ ":" minute ["m"] [ ":" real_seconds ["s"] ] ] ;
    private bool TryClock(ref TimeFields fields)
    {
        int start = _at;
        if (!TryInteger(out int hour))
            return Fail(TimeErrors.Expected("an hour", _at, 0));
        fields.Hour = hour;
        Skip('h');
        if (Peek() == ':')
        {
            _at++;
            if (!TryInteger(out int minute))
                return Fail(TimeErrors.Expected("a minute", _at, 0));
            fields.Minute = minute;
            Skip('m');
            if (Peek() == ':')
            {
                _at++;
                if (!RealText.TryReadDecimal(_text[_at..], out double second, out int length) || !double.IsFinite(second))
                    return Fail(TimeErrors.Expected("seconds", _at, Math.Max(length, 0)));
                _at += length;
                fields.Second = second;
                Skip('s');
            }
        }
        fields.ClockSpan = SourceSpan.Between(start, _at);
        return !_isStrict
            || (fields.Hour is >= 0 and < 24 && fields.Minute is >= 0 and < 60 && fields.Second is >= 0 and < 61)
            || Fail(TimeErrors.Impossible($"clock \"{Excerpt.Of(_text[start.._at])}\" is not in 00:00:00…23:59:60", fields.ClockSpan));
    }

    // zone = "_" ( name | signed digits ) | signed digits | NAME ;   NAME begins with an upper-case letter other than J
    private bool TryZoneAfterClock(ref TimeFields fields, bool isIso)
    {
        char next = Peek();
        if (next is '+' or '-')
        {
            if (!IsRangeDash() && TimeScale.TryReadOffset(_text[_at..], out TimeScale offset, out int length))
                return TakeZone(ref fields, offset, _at, length);
            return true;
        }
        if (char.IsAsciiLetterUpper(next) && (next != 'J' || _isStrict))
            return TryZone(ref fields, _at, offsets: false);
        // in an ISO time a blank may stand for the underscore, but only a zone name makes it a part of the time
        if (isIso && RealText.IsBlank(next))
            return !TimeScale.TryReadName(_text[(_at + 1)..], out TimeScale named, out int taken) || TakeZone(ref fields, named, _at + 1, taken);
        return next != '_' || TryZoneAfter(ref fields, offsets: true);
    }

    // a separator stands here; a zone has to follow it
    private bool TryZoneAfter(ref TimeFields fields, bool offsets) => TryZone(ref fields, _at + 1, offsets);

    private bool TryZone(ref TimeFields fields, int start, bool offsets)
    {
        if (TimeScale.TryReadName(_text[start..], out TimeScale scale, out int length)
            || (offsets && TimeScale.TryReadOffset(_text[start..], out scale, out length)))
        {
            return TakeZone(ref fields, scale, start, length);
        }
        return Fail(TimeErrors.NoZone(_text, start));
    }

    private bool TakeZone(ref TimeFields fields, TimeScale scale, int start, int length)
    {
        fields.Scale = scale;
        fields.HasZone = true;
        fields.ZoneSpan = new SourceSpan(start, length);
        _at = start + length;
        return !_isStrict || _text[start] is not ('+' or '-') || Math.Abs(scale.OffsetSeconds) <= 14 * 3600.0
            || Fail(TimeErrors.Impossible($"\"{_text.Slice(start, length)}\" is no offset from UTC", fields.ZoneSpan));
    }

    // a dash after a clock is a range's when no offset, or a date, follows it: …:00-2014.03.02, …:00-1204-03-02
    private readonly bool IsRangeDash()
    {
        if (Peek() != '-')
            return false;
        int digits = 0;
        while (char.IsAsciiDigit(Peek(1 + digits)))
            digits++;
        if (digits >= 4)
        {
            int number = Number(_text.Slice(_at + 1, 4));
            if (digits > 4 || number / 100 > 14 || number % 100 > 59)
                return true;
        }
        if (digits == 0 || Peek(1 + digits) is not ('.' or '-'))
            return false;
        int field = 0;   // a month or a day of the year follows in a date, a year in a second range end
        while (char.IsAsciiDigit(Peek(2 + digits + field)))
            field++;
        return field is >= 1 and <= 3 || char.IsAsciiLetter(Peek(2 + digits));
    }

    private static bool IsSeparator(char c, bool isIso) => c == '_' || (isIso && (c == 'T' || RealText.IsBlank(c)));

    // [blanks] [sign] digits, of a size that fits
    private bool TryInteger(out int number)
    {
        int start = _at + RealText.SkipBlanks(_text[_at..]);
        int end = start < _text.Length && _text[start] is '+' or '-' ? start + 1 : start;
        int first = end;
        while (end < _text.Length && char.IsAsciiDigit(_text[end]))
            end++;
        number = 0;
        if (end == first || !int.TryParse(_text[start..end], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number))
            return false;
        _at = end;
        return true;
    }

    private readonly char Peek(int ahead = 0) => _at + ahead < _text.Length ? _text[_at + ahead] : '\0';

    private void Skip(char letter)
    {
        if ((Peek() | 0x20) == letter)
            _at++;
    }

    private bool Fail(DrmsError error)
    {
        _error ??= error;
        return false;
    }

    private static int Number(ReadOnlySpan<char> digits) => int.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
