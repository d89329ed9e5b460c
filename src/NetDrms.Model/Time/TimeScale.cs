namespace NetDrms.Model.Time;

/// <summary>A zone or scale of times: TAI, TDT, UTC, PST, +0530, Z … Spec 01 §3.3.</summary>
/// <param name="Kind">With or without leap seconds.</param>
/// <param name="OffsetSeconds">For a civil zone seconds east of UTC; for a uniform scale clock − TAI.</param>
public readonly record struct TimeScale(TimeScaleKind Kind, double OffsetSeconds)
{
    private const double Hour = 3600;

    private static readonly (string Name, TimeScale Scale)[] s_names =
    [
        ("TAI", Uniform(0)), ("TDT", Uniform(32.184)), ("TT", Uniform(32.184)), ("GPS", Uniform(-19)),
        ("UTC", Civil(0)), ("UT", Civil(0)), ("Z", Civil(0)), ("GMT", Civil(0)), ("WET", Civil(0)),
        ("CET", Civil(1)), ("BST", Civil(1)), ("EET", Civil(2)), ("SST", Civil(8)), ("WST", Civil(8)),
        ("JST", Civil(9)), ("JDT", Civil(10)), ("NZST", Civil(12)), ("NZDT", Civil(13)),
        ("ADT", Civil(-3)), ("AST", Civil(-4)), ("EDT", Civil(-4)), ("EST", Civil(-5)), ("CDT", Civil(-5)),
        ("CST", Civil(-6)), ("MDT", Civil(-6)), ("MST", Civil(-7)), ("PDT", Civil(-7)), ("PST", Civil(-8)), ("YDT", Civil(-8)),
        ("YST", Civil(-9)), ("HDT", Civil(-9)), ("HST", Civil(-10)), ("BDT", Civil(-10)),
    ];

    /// <summary>International Atomic Time, the scale of stored values.</summary>
    public static TimeScale Tai { get; } = Uniform(0);

    /// <summary>Terrestrial (Dynamical) Time, TAI + 32.184 s.</summary>
    public static TimeScale Tdt { get; } = Uniform(32.184);

    /// <summary>Coordinated Universal Time.</summary>
    public static TimeScale Utc { get; } = Civil(0);

    /// <summary>The names that are understood, letters and offsets aside.</summary>
    public static IEnumerable<string> Names => s_names.Select(static pair => pair.Name);

    /// <summary>Finds a scale or zone by its whole name, in any case; letters A–Z without J and offsets are names too.</summary>
    public static bool TryParse(ReadOnlySpan<char> name, out TimeScale scale) =>
        name.Length > 0 && name[0] is '+' or '-'
            ? TryReadOffset(name, out scale, out int consumed) && consumed == name.Length
            : TryReadName(name, out scale, out consumed) && consumed == name.Length;

    /// <summary>Reads the longest name at the start of a text; what follows is left over.</summary>
    /// <returns>False if the text begins with no known name, or with a letter that is the beginning of an unknown word.</returns>
    internal static bool TryReadName(ReadOnlySpan<char> text, out TimeScale scale, out int consumed)
    {
        consumed = 0;
        scale = default;
        foreach ((string name, TimeScale found) in s_names)
        {
            if (name.Length > consumed && text.StartsWith(name, StringComparison.OrdinalIgnoreCase))
            {
                consumed = name.Length;
                scale = found;
            }
        }
        // the original takes the first letter of an unknown word for a zone: CEST would be C, +3 h
        bool isWord = text.Length > 1 && char.IsAsciiLetter(text[1]);
        if (consumed == 0 && text.Length > 0 && !isWord && TryLetter(text[0], out int hours) && (text[0] | 0x20) != 'j')
        {
            consumed = 1;
            scale = Civil(hours);
        }
        return consumed > 0;
    }

    /// <summary>Reads ±hhmm, ±h, ±hh or ±hh:mm at the start of a text; at most four digits, what follows is left over.</summary>
    internal static bool TryReadOffset(ReadOnlySpan<char> text, out TimeScale scale, out int consumed)
    {
        scale = default;
        consumed = 0;
        if (text.Length < 2 || text[0] is not ('+' or '-') || !char.IsAsciiDigit(text[1]))
            return false;
        int number = 0;
        int end = 1;
        while (end < text.Length && end <= 4 && char.IsAsciiDigit(text[end]))
            number = number * 10 + text[end++] - '0';
        int minutes = end > 3 ? number / 100 * 60 + number % 100 : number * 60;
        if (end <= 3 && text.Length >= end + 3 && text[end] == ':' && char.IsAsciiDigit(text[end + 1]) && char.IsAsciiDigit(text[end + 2]))
        {
            minutes += (text[end + 1] - '0') * 10 + text[end + 2] - '0';
            end += 3;
        }
        consumed = end;
        scale = new TimeScale(TimeScaleKind.Civil, (text[0] == '-' ? -60.0 : 60.0) * minutes);
        return true;
    }

    /// <summary>Hours of a military letter, J included (it is understood on output only); false for anything but a letter.</summary>
    internal static bool TryLetter(char letter, out int hours)
    {
        int c = letter | 0x20;
        hours = c switch
        {
            >= 'a' and <= 'i' => c - 'a' + 1,
            'j' => 9,
            >= 'k' and <= 'm' => c - 'k' + 10,
            >= 'n' and <= 'y' => 'm' - c,
            _ => 0,
        };
        return char.IsAsciiLetter(letter);
    }

    /// <summary>The instant at which a clock of this scale shows a reading, by the original's rule (leap seconds counted on the local clock).</summary>
    /// <param name="clock">Seconds since 1977.01.01 that the clock shows, counted without leap seconds.</param>
    /// <param name="isSixty">True when its seconds field is 60 or more.</param>
    /// <param name="leaps">Leap seconds.</param>
    internal DrmsTime ToInstant(double clock, bool isSixty, LeapSeconds leaps) => Kind == TimeScaleKind.Uniform
        ? new DrmsTime(clock - OffsetSeconds)
        : new DrmsTime(clock + leaps.CountAtLabel(clock, isSixty) - OffsetSeconds);

    private static TimeScale Uniform(double offset) => new(TimeScaleKind.Uniform, offset);

    private static TimeScale Civil(double hours) => new(TimeScaleKind.Civil, hours * Hour);
}
