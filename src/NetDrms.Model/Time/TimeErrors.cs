using NetDrms.Model.Errors;

namespace NetDrms.Model.Time;

/// <summary>The errors of time texts.</summary>
internal static class TimeErrors
{
    private static readonly (string Name, string Advice)[] s_advice =
    [
        ("CEST", "Write +0200."), ("EEST", "Write +0300."), ("WEST", "Write +0100."), ("MSK", "Write +0300."), ("IST", "Write +0530."),
        ("AEST", "Write +1000."), ("AEDT", "Write +1100."), ("ACST", "Write +0930."), ("AWST", "Write +0800."), ("KST", "Write +0900."),
        ("AKST", "Write -0900."), ("AKDT", "Write -0800."), ("ET", "Write EST or EDT."), ("CT", "Write CST or CDT."),
        ("PT", "Write PST or PDT."), ("TDB", "Write TDT, which is never more than 2 ms away."), ("ET_TDB", "Write TDT."),
        ("TCG", "Write TDT if a difference of about a second does not matter."), ("TCB", "Write TDT if a difference of about 20 s does not matter."),
        ("UTC1", "Write UTC."), ("DUT", "Write UTC."),
    ];

    public static DrmsError UnknownZone(ReadOnlySpan<char> text, int start)
    {
        int end = start;
        while (end < text.Length && char.IsAsciiLetter(text[end]))
            end++;
        ReadOnlySpan<char> word = text[start..end];
        string name = word.ToString();
        string? advice = null;
        foreach ((string known, string hint) in s_advice)
        {
            if (word.Equals(known, StringComparison.OrdinalIgnoreCase))
                advice = hint;
        }
        return new DrmsError(ErrorCode.Syntax, $"time zone \"{Excerpt.Of(name)}\" is not known")
        {
            Detail = word.Length > 1 && (word[0] | 0x20) != 'j' && TimeScale.TryLetter(word[0], out int hours)
                ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"The original reads it as zone {char.ToUpperInvariant(word[0])}, {hours:+0;-0} h.")
                : null,
            Hint = advice ?? "Write UTC, TAI, or an offset such as +0200.",
            Span = SourceSpan.Between(start, end),
        };
    }

    public static DrmsError NoZone(ReadOnlySpan<char> text, int start) => start < text.Length && char.IsAsciiLetter(text[start])
        ? UnknownZone(text, start)
        : Expected("a time zone such as _TAI or _UTC", start, start < text.Length ? 1 : 0);

    public static DrmsError Expected(string what, int start, int length) =>
        new(ErrorCode.Syntax, $"expected {what}") { Span = new SourceSpan(start, length) };

    public static DrmsError NoTime(ReadOnlySpan<char> text) => new(ErrorCode.Syntax, $"cannot read a time from \"{Excerpt.Of(text)}\"")
    {
        Hint = "Write it like 2014.03.01_12:34:56.7_TAI, 2014-03-01T12:34:56Z, 2014.060 or JD_2456717.5.",
        Span = new SourceSpan(0, text.Length),
    };

    public static DrmsError Impossible(string message, SourceSpan span) => new(ErrorCode.Syntax, message) { Span = span };

    public static DrmsError Trailing(ReadOnlySpan<char> text, int end) =>
        new(ErrorCode.Syntax, $"text \"{Excerpt.Of(text[end..])}\" after the time \"{Excerpt.Of(text[..end])}\" is not understood")
        {
            Span = SourceSpan.Between(end, text.Length),
            Hint = end < text.Length && text[end] is 'T' or ' ' && text[..end].Contains('.') ? "Write _ between date and clock, and before the zone." : null,
        };
}
