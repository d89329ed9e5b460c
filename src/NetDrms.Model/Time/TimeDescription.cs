using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using NetDrms.Model.Errors;

namespace NetDrms.Model.Time;

/// <summary>What a time text means: the instant on several clocks, and what a reader of the text may not expect. Spec 01 §3.</summary>
public sealed record TimeDescription
{
    private const int MostDecimals = 6;   // times of this age lie on a grid of 2^-19 s

    /// <summary>The text as it was given.</summary>
    public required string Text { get; init; }

    /// <summary>The instant, as DRMS stores it.</summary>
    public required DrmsTime Time { get; init; }

    /// <summary>Number of characters that belong to the time.</summary>
    public required int Consumed { get; init; }

    /// <summary>Decimals that show the instant: as few as possible, six at most.</summary>
    public required int Decimals { get; init; }

    /// <summary>Sentences about a default zone, a leap second, a date that does not exist …; may be empty.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>True when the instant is the one that means "no value".</summary>
    public bool IsMissing => Time.IsMissing;

    /// <summary>The instant in TAI.</summary>
    public string Tai => In("TAI");

    /// <summary>The instant in UTC.</summary>
    public string Utc => In("UTC");

    /// <summary>The instant in Terrestrial Time, which has 184 ms of its own.</summary>
    public string Tdt => TimeFormatter.Format(Time, "TDT", Decimals < 0 ? Decimals : Math.Max(Decimals, 3));

    /// <summary>The instant in UTC as ISO 8601 writes it.</summary>
    public string Iso => In("ISO");

    /// <summary>Julian day of the instant, counted in TDT.</summary>
    public double JulianDay => (Time.Seconds + 32.184) / 86400 + 2443144.5;

    /// <summary>Modified Julian day of the instant, counted in TDT.</summary>
    public double ModifiedJulianDay => (Time.Seconds + 32.184) / 86400 + 43144;

    /// <summary>POSIX seconds since 1970.01.01_UTC, which do not count leap seconds.</summary>
    public double UnixSeconds => LeapSeconds.Current.ToUnix(Time);

    /// <summary>The instant in any zone or scale.</summary>
    public string In(string zone) => TimeFormatter.Format(Time, zone, Decimals);

    /// <summary>Reads and describes a whole text: a time as record sets read it, an epoch's name, or now, now-3d.</summary>
    /// <param name="text">The text.</param>
    /// <param name="clock">Gives "now".</param>
    /// <param name="description">What it means.</param>
    /// <param name="error">Why it means nothing; its classic message is the original's.</param>
    public static bool TryDescribe(string text, TimeProvider clock, [NotNullWhen(true)] out TimeDescription? description, [NotNullWhen(false)] out DrmsError? error)
    {
        ArgumentNullException.ThrowIfNull(text);
        description = null;
        if (!TimeExpression.TryRead(text, clock, ScanMode.Compatible, out DrmsTime time, out error))
        {
            error = error with { Source = text, ClassicMessage = $"Invalid time string '{text}'." };
            return false;
        }
        List<string> notes = [];
        int consumed = text.Length;
        if (!TimeExpression.IsRelative(text) && new TimeParser(text, ScanMode.Compatible).TryParse(out TimeFields fields, out int used, out _))
        {
            consumed = used;
            AddNotes(text, fields, time, notes);
        }
        if (time.IsMissing)
            notes.Add("This instant means \"no value\" in DRMS.");
        description = new TimeDescription { Text = text, Time = time, Consumed = consumed, Decimals = DecimalsOf(time.Seconds), Notes = notes };
        return true;
    }

    private static void AddNotes(string text, in TimeFields fields, DrmsTime time, List<string> notes)
    {
        if (!fields.HasZone)
            notes.Add(fields.IsJulianDay ? "No zone is given: Julian days are counted in TDT." : "No zone is given: UTC is taken.");
        string date = fields.DateSpan.In(text).Trim().ToString();
        if (!fields.IsJulianDay)
        {
            JsocCalendar.DateOf(fields.Days, out long year, out int month, out int day);
            string meant = string.Create(CultureInfo.InvariantCulture, $"{year:0000}.{month:00}.{day:00}");
            if (fields.IsDayOfYear)
                notes.Add($"{date} is a day of the year: {meant}.");
            else if (fields.IsMovedDate)
                notes.Add($"The date {date} does not exist; it is read as {meant}.");
            if (fields.Fraction == 0 && fields.ClockSpan.Length == 0)
                notes.Add("No clock is given: 00:00:00 is taken.");
            else if (fields.Hour is < 0 or >= 24 || fields.Minute is < 0 or >= 60 || fields.Second is < 0 or >= 61)
                notes.Add($"The clock {fields.ClockSpan.In(text)} runs into another minute, hour or day.");
        }
        _ = LeapSeconds.Current.CountAt(time.Seconds, out bool isLeapSecond);
        if (isLeapSecond)
            notes.Add("The instant is inside a leap second.");
        if (fields.Scale.Kind == TimeScaleKind.Civil
            && TimeScanner.TryInstant(text, fields, ScanMode.Strict, LeapSeconds.Current, out DrmsTime strict, out _) && strict != time)
        {
            string exact = strict.Seconds.ToString("R", CultureInfo.InvariantCulture);
            notes.Add($"DRMS counts leap seconds on the local clock and is 1 s off here; counted on the UTC clock it is {exact}.");
        }
    }

    private static int DecimalsOf(double seconds)
    {
        int decimals = 0;
        while (decimals < MostDecimals && Math.Abs(Math.Round(seconds, decimals) - seconds) >= 5e-7)
            decimals++;
        return decimals;
    }
}
