using System.Diagnostics.CodeAnalysis;
using NetDrms.Model.Errors;

namespace NetDrms.Model.Time;

/// <summary>Times as people type them on a command line: now, now-3d, an epoch's name, or a time text. Spec 01 §7.</summary>
/// <remarks>Not for record sets and stored definitions, whose texts must mean the same every day.</remarks>
public static class TimeExpression
{
    private const string Now = "now";

    /// <summary>True for a text that depends on the clock.</summary>
    public static bool IsRelative(ReadOnlySpan<char> text) => text.TrimStart().StartsWith(Now, StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads a whole text; blanks around it are allowed.</summary>
    /// <param name="text">The text.</param>
    /// <param name="clock">Gives "now".</param>
    /// <param name="mode">How strictly a time text is read; text after it is refused in both modes.</param>
    /// <param name="time">The instant.</param>
    /// <param name="error">What is wrong, with the wrong characters.</param>
    public static bool TryRead(ReadOnlySpan<char> text, TimeProvider clock, ScanMode mode, out DrmsTime time, [NotNullWhen(false)] out DrmsError? error)
    {
        ArgumentNullException.ThrowIfNull(clock);
        if (IsRelative(text))
            return TryReadRelative(text, clock, out time, out error);
        error = null;
        if (TimeEpochs.TryGet(text.Trim(), out time))
            return true;
        if (!TimeScanner.TryScan(text, mode, out time, out int consumed, out error))
            return false;
        if (text[consumed..].IsWhiteSpace())
            return true;
        time = DrmsTime.Missing;
        error = TimeErrors.Trailing(text, consumed);
        return false;
    }

    // "now" [ ("+" | "-") duration ]
    private static bool TryReadRelative(ReadOnlySpan<char> text, TimeProvider clock, out DrmsTime time, [NotNullWhen(false)] out DrmsError? error)
    {
        time = DrmsTime.Now(clock);
        error = null;
        int start = text.Length - text.TrimStart().Length + Now.Length;
        ReadOnlySpan<char> rest = text[start..].TrimEnd();
        if (rest.IsEmpty)
            return true;
        if (rest[0] is '+' or '-')
        {
            if (!Duration.TryRead(rest, double.NaN, out Duration distance, out int consumed, out error))
            {
                error = error with { Span = new SourceSpan(start + error.Span!.Value.Start, error.Span.Value.Length), ClassicMessage = null };
            }
            else if (consumed == rest.Length)
            {
                time += distance;
                return true;
            }
            else
            {
                start += consumed;
            }
        }
        time = DrmsTime.Missing;
        error ??= new DrmsError(ErrorCode.Syntax, $"text \"{Excerpt.Of(text[start..])}\" after \"{Excerpt.Of(text[..start])}\" is not understood")
        {
            Span = SourceSpan.Between(start, text.Length),
            Hint = "Write now, now-3d or now+1.5h.",
        };
        return false;
    }
}
