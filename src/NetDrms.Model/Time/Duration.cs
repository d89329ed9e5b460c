using System.Diagnostics.CodeAnalysis;
using NetDrms.Model.Errors;
using NetDrms.Model.Keywords;

namespace NetDrms.Model.Time;

/// <summary>A length of time in seconds; written as a number and a letter: 90s, 1.5h, -2d. Spec 01 §3.7.</summary>
/// <param name="Seconds">The length; may be negative.</param>
public readonly record struct Duration(double Seconds)
{
    /// <summary>Reads the duration at the start of a text.</summary>
    /// <param name="text">The text; what follows the letter is left over.</param>
    /// <param name="step">Length of one <c>u</c>: the step of a slotted key, 1 for other times; NaN where <c>u</c> is not allowed.</param>
    /// <param name="duration">The length.</param>
    /// <param name="consumed">Characters used.</param>
    /// <param name="error">What is wrong; its classic message is the original's.</param>
    public static bool TryRead(ReadOnlySpan<char> text, double step, out Duration duration, out int consumed, [NotNullWhen(false)] out DrmsError? error)
    {
        // duration = real ( "s" | "m" | "h" | "d" | "u" ) ;   no blank between
        duration = default;
        consumed = 0;
        error = null;
        int digits = RealText.DecimalLength(text);
        if (digits == 0 || !RealText.TryReadDecimal(text, out double count, out _) || !double.IsFinite(count))
        {
            error = new DrmsError(ErrorCode.Syntax, "expected a duration such as 90s, 1.5h or 2d")
            {
                Span = new SourceSpan(0, digits),
                ClassicMessage = $"Syntax Error: Expected finite floating point value at beginning of time duration, found '{text}'.",
            };
            return false;
        }
        char letter = digits < text.Length ? text[digits] : '\0';
        double unit = letter switch { 's' => 1, 'm' => 60, 'h' => 3600, 'd' => 86400, 'u' => step, _ => double.NaN };
        if (double.IsNaN(unit))
        {
            ReadOnlySpan<char> rest = text[digits..];
            ReadOnlySpan<char> found = rest[..Math.Min(rest.Length, 1)];
            error = new DrmsError(ErrorCode.Syntax, double.IsNaN(step) ? "expected one of the units s, m, h and d" : "expected one of the units s, m, h, d and u")
            {
                Span = new SourceSpan(digits, found.Length),
                ClassicMessage = $"Syntax Error: Time duration unit must be one of 's', 'm', 'h', 'd', 'u', found '{found}', '{rest}'.",
            };
            return false;
        }
        duration = new Duration(count * unit);
        consumed = digits + 1;
        return true;
    }
}
