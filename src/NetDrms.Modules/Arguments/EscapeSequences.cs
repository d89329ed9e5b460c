using System.Diagnostics.CodeAnalysis;
using System.Text;
using NetDrms.Model.Errors;

namespace NetDrms.Modules.Arguments;

/// <summary>The escapes of named values: <c>\t \n \\ \" \'</c>, nothing else. Spec 03 §1.1.</summary>
internal static class EscapeSequences
{
    /// <summary>Replaces the escapes; false at any other backslash.</summary>
    public static bool TryUnescape(string text, [NotNullWhen(true)] out string? value, [NotNullWhen(false)] out DrmsError? error)
    {
        (value, error) = (text, null);
        int next = text.IndexOf('\\', StringComparison.Ordinal);
        if (next < 0)
            return true;
        StringBuilder plain = new(text.Length);
        int done = 0;
        for (; next >= 0; next = text.IndexOf('\\', done))
        {
            char meant = (next + 1 < text.Length ? text[next + 1] : '\0') switch
            {
                't' => '\t', 'n' => '\n', '\\' => '\\', '"' => '"', '\'' => '\'', _ => '\0',
            };
            if (meant == '\0')
            {
                value = null;
                error = new(ErrorCode.Argument, "a backslash stands before t, n, \\, \" or ' only")
                {
                    ClassicMessage = $"Bad escape sequence in '{text}'.",
                    Span = new SourceSpan(next, Math.Min(2, text.Length - next)),
                    Hint = "Write \\\\ for a backslash.",
                };
                return false;
            }
            plain.Append(text, done, next - done).Append(meant);
            done = next + 2;
        }
        value = plain.Append(text, done, text.Length - done).ToString();
        return true;
    }
}
