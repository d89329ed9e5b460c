using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Numerics;
using NetDrms.Model.Errors;

namespace NetDrms.Model.RecordSets.Conditions;

/// <summary>Cuts a condition into tokens; what has no place in a condition (comments, dollar quotes, other statements) ends here.</summary>
internal static class ConditionTokenizer
{
    // Longest first.
    private static readonly string[] s_marks =
        ["!~*", "<=", ">=", "<>", "!=", "||", "<<", ">>", "::", "~*", "!~", "<", ">", "=", "+", "-", "*", "/", "%", "^", "&", "|", "#", "~", "(", ")", ",", "."];

    /// <summary>Cuts the text of a filter.</summary>
    /// <param name="text">Text of the filter, with brackets and marks.</param>
    /// <param name="tokens">The tokens; the last is <see cref="ConditionTokenKind.End"/>.</param>
    /// <param name="error">What is wrong; its span points into the filter's text.</param>
    public static bool TryTokenize(string text, [NotNullWhen(true)] out List<ConditionToken>? tokens, [NotNullWhen(false)] out DrmsError? error)
    {
        tokens = [];
        error = null;
        int end = text.Length - 2;
        int at = 2;
        while (true)
        {
            while (at < end && text[at] == ' ')
                at++;
            if (at >= end)
                break;
            ConditionToken token = Next(text, at, end, out error);
            if (error is not null)
                return false;
            tokens.Add(token);
            at += token.Length;
        }
        tokens.Add(new ConditionToken(ConditionTokenKind.End, end, 0, ""));
        return true;
    }

    private static ConditionToken Next(string text, int at, int end, out DrmsError? error)
    {
        char c = text[at];
        char next = at + 1 < end ? text[at + 1] : '\0';
        error = (c, next) switch
        {
            (';', _) => Error(text, at, 1, "a condition is one expression: \";\" is not allowed"),
            ('-', '-') or ('/', '*') => Error(text, at, 2, "comments are not allowed in a condition"),
            ('$', _) => Error(text, at, 1, "\"$\" is allowed only as $(time) in a condition"),
            ('?', _) => Error(text, at, 1, "\"?\" is allowed in a condition only inside quotes") with { ClassicMessage = $"Expecting filter to end in '?]', but '{(next == '\0' ? ' ' : next)}]' found;" },
            _ => null,
        };
        if (error is not null)
            return default;
        if (c is '\'' or '"')
            return Text(text, at, end, out error);
        if (char.IsAsciiLetter(c) || c == '_')
            return Name(text, at, end, out error);
        if (char.IsAsciiDigit(c) || (c == '.' && char.IsAsciiDigit(next)))
            return Number(text, at, end, out error);
        foreach (string mark in s_marks)
        {
            if (text.AsSpan(at, end - at).StartsWith(mark, StringComparison.Ordinal))
                return new ConditionToken(ConditionTokenKind.Mark, at, mark.Length, mark);
        }
        error = Error(text, at, 1, $"\"{c}\" is not allowed in a condition");
        return default;
    }

    // 'it''s' as in SQL; "text" means the same, as the original rewrites it.
    private static ConditionToken Text(string text, int at, int end, out DrmsError? error)
    {
        char quote = text[at];
        for (int i = at + 1; i < end; i++)
        {
            if (text[i] != quote)
                continue;
            if (i + 1 < end && text[i + 1] == quote)
            {
                i++;
                continue;
            }
            error = null;
            string value = text[(at + 1)..i].Replace(new string(quote, 2), quote.ToString(), StringComparison.Ordinal);
            return new ConditionToken(ConditionTokenKind.Text, at, i + 1 - at, value);
        }
        error = Error(text, at, end - at, $"the quote {quote} is not closed") with { Hint = "A quote inside a text is written twice: 'it''s'." };
        return default;
    }

    private static ConditionToken Name(string text, int at, int end, out DrmsError? error)
    {
        int last = at + 1;
        while (last < end && (char.IsAsciiLetterOrDigit(text[last]) || text[last] == '_'))
            last++;
        error = null;
        if (last < end && text[last] is '\'' or '"' && last - at <= 2)
            error = Error(text, at, last + 1 - at, $"texts of the form {text[at..last]}'…' are not allowed in a condition");
        else if (last < end && text[last] is '$')
            error = Error(text, last, 1, "\"$\" cannot stand in a name");
        return new ConditionToken(ConditionTokenKind.Name, at, last - at, Lower(text[at..last]));
    }

    // number = digits [ "." [ digits ] ] [ "e" [ sign ] digits ] | "." digits … | "0x" hexadecimal digits ;
    private static ConditionToken Number(string text, int at, int end, out DrmsError? error)
    {
        error = null;
        int last = at;
        if (text[at] == '0' && at + 2 < end && text[at + 1] is 'x' or 'X' && char.IsAsciiHexDigit(text[at + 2]))
        {
            last = at + 2;
            while (last < end && char.IsAsciiHexDigit(text[last]))
                last++;
            if (last - at > 18)
                error = Error(text, at, last - at, "hexadecimal number has more than 16 digits");
            else if (!IsNameCharacter(text, last, end))
                return new ConditionToken(ConditionTokenKind.Number, at, last - at, BigInteger.Parse("0" + text[(at + 2)..last], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture));
        }
        else
        {
            last = Digits(text, at, end);
            if (last < end && text[last] == '.')
                last = Digits(text, last + 1, end);
            if (last < end && text[last] is 'e' or 'E')
            {
                int exponent = last + 1 < end && text[last + 1] is '+' or '-' ? last + 2 : last + 1;
                int behind = Digits(text, exponent, end);
                last = behind > exponent ? behind : last;
            }
            if (!IsNameCharacter(text, last, end))
                return new ConditionToken(ConditionTokenKind.Number, at, last - at, text[at..last]);
        }
        error ??= Error(text, at, last + 1 - at, $"\"{text[at..(last + 1)]}\" is not a number");
        return default;
    }

    private static int Digits(string text, int at, int end)
    {
        while (at < end && char.IsAsciiDigit(text[at]))
            at++;
        return at;
    }

    private static bool IsNameCharacter(string text, int at, int end) => at < end && (char.IsAsciiLetterOrDigit(text[at]) || text[at] is '_' or '$');

    [SuppressMessage("Globalization", "CA1308", Justification = "PostgreSQL folds names to lower case")]
    private static string Lower(string text) => text.ToLowerInvariant();

    private static DrmsError Error(string text, int start, int length, string message) => new(ErrorCode.Syntax, message)
    {
        Span = new SourceSpan(start, length),
        ClassicMessage = $"query failed: ERROR:  syntax error at or near \"{text.AsSpan(start, Math.Min(length, 1))}\"",
    };
}
