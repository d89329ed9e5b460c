namespace NetDrms.Model.Time;

/// <summary>
/// The calendar of times: Julian before 1582.10.15, Gregorian from then on, year 0 exists. Days count from 1601.01.01, the origin of
/// the original's arithmetic. Spec 01 §3.1–3.2.
/// </summary>
internal static class JsocCalendar
{
    /// <summary>From 1601.01.01 to 1977.01.01 in seconds.</summary>
    public const double EpochAfter1601 = 11865398400;

    private const int DaysOf400Years = 146097;
    private const int DaysOf100Years = 36524;
    private const long March1Of1600 = 584694;   // days from 0000.03.01 to 1601.01.01 in the Gregorian count
    private const long JulianShift = -2;   // the Julian 0000.03.01 lies two days before the Gregorian one
    private const long FirstGregorianDay = -6653;   // 1582.10.15

    private static readonly string[] s_months = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
    private static readonly string[] s_roman = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"];

    /// <summary>True for leap years of the calendar that is in force at the end of February of that year.</summary>
    public static bool IsLeapYear(long year) => year % 4 == 0 && (year <= 1582 || year % 100 != 0 || year % 400 == 0);

    /// <summary>Length of a month; October 1582 counts as 31 days, as in the original.</summary>
    public static int DaysInMonth(long year, int month) => month switch
    {
        2 => IsLeapYear(year) ? 29 : 28,
        4 or 6 or 9 or 11 => 30,
        _ => 31,
    };

    /// <summary>Length of a year.</summary>
    public static int DaysInYear(long year) => IsLeapYear(year) ? 366 : 365;

    /// <summary>True for 1582.10.05 to 1582.10.14, which never were; they read as the days ten later.</summary>
    public static bool IsInGap(long year, int month, int day) => year == 1582 && month == 10 && day is > 4 and < 15;

    /// <summary>Moves days and months that are out of range into the months and years around.</summary>
    public static void Normalize(ref int year, ref int month, ref int day)
    {
        int months = year * 12 + month - 1;
        year = (int)Math.Floor(months / 12.0);
        month = months - year * 12 + 1;
        while (day < 1)
        {
            if (--month < 1)
            {
                month = 12;
                year--;
            }
            day += DaysInMonth(year, month);
        }
        for (int length; day > (length = DaysInMonth(year, month));)
        {
            day -= length;
            if (++month > 12)
            {
                month = 1;
                year++;
            }
        }
    }

    /// <summary>Number of days from 1601.01.01 to a date that exists.</summary>
    public static long DaysOf(long year, int month, int day)
    {
        bool gregorian = year > 1582 || (year == 1582 && (month > 10 || (month == 10 && day >= 15)));
        // years begin in March, so that the leap day is the last one
        long y = month <= 2 ? year - 1 : year;
        int fromMarch = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
        long days = y * 365 + FloorDivide(y, 4) + fromMarch - March1Of1600;
        return gregorian ? days - FloorDivide(y, 100) + FloorDivide(y, 400) : days + JulianShift;
    }

    /// <summary>The date of a number of days from 1601.01.01.</summary>
    public static void DateOf(long days, out long year, out int month, out int day)
    {
        long y;
        int ofYear;
        if (days >= FirstGregorianDay)
        {
            long z = days + March1Of1600;
            long era = FloorDivide(z, DaysOf400Years);
            int ofEra = (int)(z - era * DaysOf400Years);
            int yearOfEra = (ofEra - ofEra / 1460 + ofEra / DaysOf100Years - ofEra / (DaysOf400Years - 1)) / 365;
            ofYear = ofEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
            y = yearOfEra + era * 400;
        }
        else
        {
            long z = days + March1Of1600 - JulianShift;
            long era = FloorDivide(z, 1461);
            int ofEra = (int)(z - era * 1461);
            int yearOfEra = (ofEra - ofEra / 1460) / 365;
            ofYear = ofEra - 365 * yearOfEra;
            y = yearOfEra + era * 4;
        }
        int fromMarch = (5 * ofYear + 2) / 153;
        day = ofYear - (153 * fromMarch + 2) / 5 + 1;
        month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9;
        year = month <= 2 ? y + 1 : y;
    }

    /// <summary>Whole seconds from 1977.01.01 to the beginning of a day.</summary>
    public static long ToSeconds(long days) => days * 86400 - (long)EpochAfter1601;

    /// <summary>Adds the seconds of a date to those of its clock, in the order of operations that stored values were made with.</summary>
    /// <param name="clockSeconds">Seconds after midnight.</param>
    /// <param name="days">Days from 1601.01.01.</param>
    public static double ToSeconds(double clockSeconds, long days)
    {
        double s = clockSeconds;
        long periods = FloorDivide(days, DaysOf400Years);
        long rest = days - periods * DaysOf400Years;
        long centuries = Math.Min(rest / DaysOf100Years, 3);
        rest -= centuries * DaysOf100Years;
        for (long i = 0; i < Math.Abs(periods); i++)
            s += periods < 0 ? -12622780800.0 : 12622780800.0;
        for (long i = 0; i < centuries; i++)
            s += 3155673600.0;
        s += 86400.0 * rest;
        return s - EpochAfter1601;
    }

    /// <summary>Finds a month by a name whose first three letters are those of an English month, in any case.</summary>
    public static bool TryMonthName(ReadOnlySpan<char> name, out int month)
    {
        month = 0;
        for (int i = 0; i < s_months.Length && month == 0; i++)
        {
            if (name.StartsWith(s_months[i], StringComparison.OrdinalIgnoreCase))
                month = i + 1;
        }
        return month != 0;
    }

    /// <summary>Finds a month by its Roman numeral, in any case.</summary>
    public static bool TryRomanMonth(ReadOnlySpan<char> numeral, out int month)
    {
        month = 0;
        for (int i = 0; i < s_roman.Length && month == 0; i++)
        {
            if (numeral.Equals(s_roman[i], StringComparison.OrdinalIgnoreCase))
                month = i + 1;
        }
        return month != 0;
    }

    private static long FloorDivide(long a, long b) => a >= 0 ? a / b : -((-a + b - 1) / b);
}
