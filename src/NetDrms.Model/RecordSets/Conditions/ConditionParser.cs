using System.Diagnostics.CodeAnalysis;
using System.Text;
using NetDrms.Model.Errors;
using NetDrms.Model.Series;

namespace NetDrms.Model.RecordSets.Conditions;

/// <summary>Reads one boolean expression with the precedence of PostgreSQL and writes it out token by token. Nesting is limited, so the stack is.</summary>
internal sealed partial class ConditionParser(List<ConditionToken> tokens, SeriesDefinition series, Trust trust)
{
    /// <summary>How deep parentheses, NOT, signs and sub-selects may nest.</summary>
    public const int MaxDepth = 64;

    private readonly ConditionColumns _columns = new(series);
    private readonly StringBuilder _sql = new();
    private readonly List<string> _used = [];
    private ConditionScope _scope = new("t", null, null);
    private DrmsError? _error;
    private int _at;
    private int _depth;
    private int _subselects;

    private ConditionToken Current => tokens[_at];

    public bool TryParse([NotNullWhen(true)] out SqlCondition? condition, [NotNullWhen(false)] out DrmsError? error)
    {
        condition = null;
        ConditionToken first = Current;
        bool read = first.Kind == ConditionTokenKind.End ? Unexpected("a condition such as datamean > 100") : Or(out _, boolean: true);
        if (read && Current.Kind != ConditionTokenKind.End)
            read = Unexpected("the end of the condition, \"and\" or \"or\"");
        error = read ? null : _error!;
        if (read)
            condition = new SqlCondition { Sql = _sql.ToString(), Columns = _used };
        return read;
    }

    // or = and { "or" and } ;
    private bool Or(out ValueKind kind, bool boolean = false)
    {
        kind = ValueKind.Any;
        if (++_depth > MaxDepth)
            return Fail(ErrorCode.Limit, Current, $"the condition is nested deeper than {MaxDepth}");
        int start = _at;
        if (!And(out kind))
            return false;
        bool chain = Current.IsWord("or");
        if ((chain || boolean) && !NeedBoolean(kind, start))
            return false;
        while (Current.IsWord("or"))
        {
            Take();
            start = _at;
            if (!And(out ValueKind right) || !NeedBoolean(right, start))
                return false;
        }
        kind = chain ? ValueKind.Boolean : kind;
        _depth--;
        return true;
    }

    // and = not { "and" not } ;
    private bool And(out ValueKind kind)
    {
        int start = _at;
        if (!Not(out kind))
            return false;
        if (!Current.IsWord("and"))
            return true;
        if (!NeedBoolean(kind, start))
            return false;
        while (Current.IsWord("and"))
        {
            Take();
            start = _at;
            if (!Not(out kind) || !NeedBoolean(kind, start))
                return false;
        }
        kind = ValueKind.Boolean;
        return true;
    }

    // not = { "not" } is ;
    private bool Not(out ValueKind kind)
    {
        bool negated = false;
        while (Current.IsWord("not"))
        {
            Take();
            negated = true;
        }
        int start = _at;
        if (!Is(out kind) || (negated && !NeedBoolean(kind, start)))
            return false;
        kind = negated ? ValueKind.Boolean : kind;
        return true;
    }

    // is = comparison { "isnull" | "notnull" | "is" [ "not" ] ( "null" | "true" | "false" | "unknown" | "distinct" "from" comparison ) } ;
    private bool Is(out ValueKind kind)
    {
        if (!Comparison(out kind))
            return false;
        while (true)
        {
            if (Current.IsWord("isnull") || Current.IsWord("notnull"))
            {
                Take();
            }
            else if (Current.IsWord("is"))
            {
                Take();
                if (Current.IsWord("not"))
                    Take();
                if (Current.IsWord("null") || Current.IsWord("true") || Current.IsWord("false") || Current.IsWord("unknown"))
                    Take();
                else if (!TakeWord("distinct", "null") || !TakeWord("from", "from") || !Comparison(out _))
                    return false;
            }
            else
            {
                return true;
            }
            kind = ValueKind.Boolean;
        }
    }

    // comparison = range [ ( "<" | ">" | "=" | "<=" | ">=" | "<>" | "!=" ) range ] ;
    private bool Comparison(out ValueKind kind)
    {
        if (!Range(out kind))
            return false;
        if (!IsComparison(Current))
            return true;
        Take();
        kind = ValueKind.Boolean;
        if (!Range(out _))
            return false;
        return !IsComparison(Current) || Unexpected("\"and\" between two comparisons");
    }

    // range = other [ [ "not" ] ( "between" … | "in" … | ( "like" | "ilike" | "similar" "to" ) … ) ] ;
    private bool Range(out ValueKind kind)
    {
        if (!Other(out kind))
            return false;
        bool negated = Current.IsWord("not");
        ConditionToken word = negated ? tokens[Math.Min(_at + 1, tokens.Count - 1)] : Current;
        if (word.Kind != ConditionTokenKind.Name || word.Value is not ("between" or "in" or "like" or "ilike" or "similar"))
            return true;
        if (negated)
            Take();
        Take();
        kind = ValueKind.Boolean;
        switch (word.Value)
        {
            case "between":
                if (Current.IsWord("symmetric") || Current.IsWord("asymmetric"))
                    Take();
                return Other(out _) && TakeWord("and", "\"and\" and the upper end of the range") && Other(out _);
            case "in":
                return InList();
            default:
                if (word.Value == "similar" && !TakeWord("to", "\"to\""))
                    return false;
                if (!Other(out _))
                    return false;
                if (!Current.IsWord("escape"))
                    return true;
                Take();
                return Other(out _);
        }
    }

    private bool InList()
    {
        if (!TakeMark("(", "\"(\" and a list of values"))
            return false;
        if (Current.IsWord("select"))
            return Select() && TakeMark(")", "\")\"");
        if (!Or(out _))
            return false;
        while (Current.IsMark(","))
        {
            Take();
            if (!Or(out _))
                return false;
        }
        return TakeMark(")", "\",\" or \")\"");
    }

    // other = [ "~" ] sum { ( "||" | "&" | "|" | "#" | "~" | "!~" | "~*" | "!~*" | "<<" | ">>" ) [ "~" ] sum } ;
    private bool Other(out ValueKind kind)
    {
        if (!Complement(out kind))
            return false;
        while (Current.Kind == ConditionTokenKind.Mark && Current.Value is "||" or "&" or "|" or "#" or "~" or "!~" or "~*" or "!~*" or "<<" or ">>")
        {
            kind = Current.Value switch { "||" => ValueKind.Text, "&" or "|" or "#" or "<<" or ">>" => ValueKind.Number, _ => ValueKind.Boolean };
            Take();
            if (!Complement(out _))
                return false;
        }
        return true;
    }

    private bool Complement(out ValueKind kind)
    {
        bool complement = false;
        while (Current.IsMark("~"))
        {
            Take();
            complement = true;
        }
        if (!Sum(out kind))
            return false;
        kind = complement ? ValueKind.Number : kind;
        return true;
    }

    // sum = product { ( "+" | "-" ) product } ;   product = power { ( "*" | "/" | "%" ) power } ;   power = signed { "^" signed } ;
    private bool Sum(out ValueKind kind)
    {
        if (!Signed(out kind))
            return false;
        while (Current.Kind == ConditionTokenKind.Mark && Current.Value is "+" or "-" or "*" or "/" or "%" or "^")
        {
            Take();
            kind = ValueKind.Number;
            if (!Signed(out _))
                return false;
        }
        return true;
    }

    // signed = { "+" | "-" } primary { "::" type } ;
    private bool Signed(out ValueKind kind)
    {
        bool signed = false;
        while (Current.IsMark("+") || Current.IsMark("-"))
        {
            Take();
            signed = true;
        }
        if (!Primary(out kind))
            return false;
        while (Current.IsMark("::"))
        {
            Take();
            if (!Type(out kind))
                return false;
        }
        kind = signed ? ValueKind.Number : kind;
        return true;
    }

    private static bool IsComparison(ConditionToken token) => token.Kind == ConditionTokenKind.Mark && token.Value is "<" or ">" or "=" or "<=" or ">=" or "<>" or "!=";

    private bool NeedBoolean(ValueKind kind, int start)
    {
        if (kind is ValueKind.Boolean or ValueKind.Any)
            return true;
        ConditionToken first = tokens[start];
        ConditionToken last = tokens[Math.Max(start, _at - 1)];
        return Fail(ErrorCode.Syntax, new ConditionToken(first.Kind, first.Start, last.Start + last.Length - first.Start, ""),
            "this part of the condition is not true or false", "Compare it with something, for example: … > 0.");
    }

    private bool TakeWord(string word, string expected)
    {
        if (!Current.IsWord(word))
            return Unexpected(expected);
        Take();
        return true;
    }

    private bool TakeMark(string mark, string expected)
    {
        if (!Current.IsMark(mark))
            return Unexpected(expected);
        Take();
        return true;
    }

    // Writes the current token and goes on; texts are quoted anew.
    private void Take()
    {
        ConditionToken token = Current;
        Write(token.Kind == ConditionTokenKind.Text ? Quote(token.Value) : token.Value);
        _at++;
    }

    private void Write(string sql)
    {
        if (_sql.Length > 0)
            _sql.Append(' ');
        _sql.Append(sql);
    }

    private static string Quote(string text)
    {
        string doubled = text.Replace("'", "''", StringComparison.Ordinal);
        return text.Contains('\\', StringComparison.Ordinal) ? $"E'{doubled.Replace("\\", "\\\\", StringComparison.Ordinal)}'" : $"'{doubled}'";
    }

    private bool Unexpected(string expected)
    {
        ConditionToken found = Current;
        bool end = found.Kind == ConditionTokenKind.End;
        Fail(ErrorCode.Syntax, found, $"expected {expected}, found {(end ? "the end of the condition" : $"\"{Excerpt(found.Value)}\"")}");
        // the original puts the condition between parentheses, so its end is a ")" to PostgreSQL
        _error = _error! with { ClassicMessage = $"query failed: ERROR:  syntax error at or near \"{(end ? ")" : Excerpt(found.Value))}\"" };
        return false;
    }

    private bool Fail(ErrorCode code, ConditionToken at, string message, string? hint = null)
    {
        _error = new DrmsError(code, message) { Span = new SourceSpan(at.Start, at.Length), Hint = hint };
        return false;
    }

    private static string Excerpt(string text) => text.Length > 40 ? string.Concat(text.AsSpan(0, 40), "…") : text;
}
