using NetDrms.Model.Errors;

namespace NetDrms.Model.RecordSets.Conditions;

/// <summary>Names, numbers, calls, casts and sub-selects of a condition.</summary>
internal sealed partial class ConditionParser
{
    private static readonly HashSet<string> s_reserved = new(StringComparer.Ordinal)
    {
        "all", "and", "any", "array", "as", "asc", "between", "case", "cast", "collate", "desc", "distinct", "else", "end", "except", "exists", "for", "from",
        "group", "having", "ilike", "in", "intersect", "into", "is", "isnull", "like", "limit", "not", "notnull", "offset", "on", "or", "order",
        "row", "select", "similar", "some", "table", "then", "to", "union", "using", "values", "when", "where", "with",
        "current_catalog", "current_date", "current_role", "current_schema", "current_time", "current_timestamp", "current_user", "localtime", "localtimestamp", "session_user", "user",
    };

    // primary = number | text | "true" | "false" | "null" | "(" ( or | select ) ")" | "cast" "(" or "as" type ")" | "exists" "(" select ")" | call | column ;
    private bool Primary(out ValueKind kind)
    {
        ConditionToken token = Current;
        kind = token.Kind switch { ConditionTokenKind.Number => ValueKind.Number, ConditionTokenKind.Text => ValueKind.Text, _ => ValueKind.Any };
        switch (token.Kind)
        {
            case ConditionTokenKind.Number or ConditionTokenKind.Text:
                Take();
                return true;
            case ConditionTokenKind.Name when token.Value is "true" or "false" or "null":
                Take();
                kind = token.Value == "null" ? ValueKind.Any : ValueKind.Boolean;
                return true;
            case ConditionTokenKind.Mark when token.Value == "(":
                Take();
                return (Current.IsWord("select") ? Select() : Or(out kind)) && TakeMark(")", "\")\"");
            case ConditionTokenKind.Name when token.Value == "cast":
                Take();
                return TakeMark("(", "\"(\"") && Or(out _) && TakeWord("as", "\"as\" and a type") && Type(out kind) && TakeMark(")", "\")\"");
            case ConditionTokenKind.Name when token.Value == "exists" && trust == Trust.LocalUser:
                Take();
                kind = ValueKind.Boolean;
                return TakeMark("(", "\"(\"") && (Current.IsWord("select") ? Select() : Unexpected("\"select\"")) && TakeMark(")", "\")\"");
            case ConditionTokenKind.Name when !s_reserved.Contains(token.Value):
                return CallOrColumn(out kind);
            default:
                return Unexpected("a keyword, a number, a quoted text or \"(\"");
        }
    }

    // call = [ "drms" "." ] name "(" … ")" ;   column = [ [ namespace "." ] table "." ] name ;
    private bool CallOrColumn(out ValueKind kind)
    {
        int start = _at;
        List<ConditionToken> names = [Current];
        _at++;
        while (Current.IsMark("."))
        {
            _at++;
            if (Current.Kind != ConditionTokenKind.Name)
                return NoName(out kind);
            names.Add(Current);
            _at++;
        }
        ConditionToken last = names[^1];
        ConditionToken whole = new(ConditionTokenKind.Name, tokens[start].Start, last.Start + last.Length - tokens[start].Start, "");
        return Current.IsMark("(") ? Call(names, whole, out kind) : Column(names, whole, out kind);
    }

    private bool NoName(out ValueKind kind)
    {
        kind = ValueKind.Any;
        return Unexpected("a name behind \".\"");
    }

    private bool Call(List<ConditionToken> names, ConditionToken whole, out ValueKind kind)
    {
        kind = ValueKind.Any;
        string name = names[^1].Value;
        bool drms = names.Count == 2 && names[0].Value == "drms";
        ConditionFunction? function = null;
        bool known = drms ? ConditionFunctions.TryDrms(name, trust, out function)
            : names.Count == 1 && (ConditionFunctions.TryFunction(name, out function) || (_scope.Outer is not null && ConditionFunctions.TryAggregate(name, out function)));
        if (!known || function is null)
        {
            Fail(ErrorCode.Permission, whole, $"function \"{string.Join('.', names.Select(part => part.Value))}\" is not allowed in a condition");
            _error = _error! with
            {
                Detail = $"Allowed are {string.Join(", ", ConditionFunctions.Names)} and drms.image_exists.",
                Hint = names.Count == 1 ? NearestName.Hint(name, ConditionFunctions.Names) : null,
            };
            return false;
        }
        kind = function.Result;
        Write(drms ? $"drms.{name}" : function.IsSyntax ? name : $"pg_catalog.{name}");
        Take();   // "("
        if (name == "count" && Current.IsMark("*"))
        {
            Take();
            return TakeMark(")", "\")\"");
        }
        if (Current.IsWord("distinct") && !drms && ConditionFunctions.TryAggregate(name, out _))
            Take();
        int arguments = 0;
        while (!(arguments == 0 && Current.IsMark(")")))
        {
            if (!Or(out _))
                return false;
            arguments++;
            bool next = Current.IsMark(",") || (name == "substring" && (Current.IsWord("from") || Current.IsWord("for")));
            if (!next)
                break;
            Take();
        }
        if (arguments < function.MinArguments || arguments > function.MaxArguments)
            return Fail(ErrorCode.Syntax, whole, $"function \"{name}\" takes {Arguments(function)}, not {arguments}");
        return TakeMark(")", "\",\" or \")\"");
    }

    private static string Arguments(ConditionFunction function) =>
        function.MinArguments == function.MaxArguments ? (function.MinArguments == 1 ? "1 argument" : $"{function.MinArguments} arguments")
            : $"{function.MinArguments} to {function.MaxArguments} arguments";

    private bool Column(List<ConditionToken> names, ConditionToken whole, out ValueKind kind)
    {
        kind = ValueKind.Any;
        ConditionScope? scope = names.Count == 1 ? _scope : null;
        if (names.Count == 3 && (names[0].Value != series.Name.Namespace || names[1].Value != series.Name.Table))
            return Fail(ErrorCode.Permission, whole, $"a condition can only name columns of series \"{series.Name}\"");
        for (ConditionScope? outer = _scope; names.Count is 2 or 3 && outer is not null && scope is null; outer = outer.Outer)
        {
            if (names[^2].Value == (outer.TypedAlias ?? series.Name.Table))
                scope = outer;
        }
        if (scope is null)
            return Fail(ErrorCode.Permission, whole, $"a condition can only name columns of series \"{series.Name}\"");
        string column = names[^1].Value;
        if (!_columns.TryFind(column, out kind, out DrmsError? error))
        {
            _error = error with { Span = new SourceSpan(whole.Start, whole.Length) };
            return false;
        }
        if (!_used.Contains(column))
            _used.Add(column);
        Write($"{scope.Alias}.\"{column}\"");
        return true;
    }

    // type = name [ "(" integer [ "," integer ] ")" ] ;
    private bool Type(out ValueKind kind)
    {
        kind = ValueKind.Any;
        ConditionToken token = Current;
        if (token.Kind != ConditionTokenKind.Name || !ConditionFunctions.TryType(token.Value, out string type, out kind))
        {
            Unexpected("a plain type such as integer, float or text");
            _error = _error! with { Hint = token.Kind == ConditionTokenKind.Name ? NearestName.Hint(token.Value, ConditionFunctions.TypeNames) : null };
            return false;
        }
        _at++;
        if (token.Value == "double" && !Current.IsWord("precision"))
            return Unexpected("\"precision\"");
        if (token.Value == "double")
            _at++;
        Write(type);
        if (!Current.IsMark("(") || type is not ("numeric" or "varchar" or "char"))
            return true;
        do
        {
            Take();
            if (Current.Kind != ConditionTokenKind.Number || !Current.Value.All(char.IsAsciiDigit))
                return Unexpected("a whole number");
            Take();
        }
        while (Current.IsMark(","));
        return TakeMark(")", "\")\"");
    }

    // select = "select" [ "distinct" ] or "from" series [ [ "as" ] alias ] [ "where" or ] [ "group" "by" or { "," or } ] [ "having" or ] ;
    private bool Select()
    {
        ConditionToken word = Current;
        if (trust != Trust.LocalUser)
            return Fail(ErrorCode.Permission, word, "sub-selects are not allowed here");
        // the list of columns is read before the table is known: its alias is looked up in advance
        if (!FindTable(out string? typedAlias))
            return false;
        if (++_depth > MaxDepth)
            return Fail(ErrorCode.Limit, word, $"the condition is nested deeper than {MaxDepth}");
        _scope = new ConditionScope($"s{++_subselects}", typedAlias, _scope);
        Take();
        if (Current.IsWord("distinct"))
            Take();
        if (!Or(out _) || !Table() || !Clauses())
            return false;
        _scope = _scope.Outer!;
        _depth--;
        return true;
    }

    private bool Clauses()
    {
        if (Current.IsWord("where"))
        {
            Take();
            if (!Or(out _, boolean: true))
                return false;
        }
        if (Current.IsWord("group"))
        {
            Take();
            if (!TakeWord("by", "\"by\""))
                return false;
            bool more = true;
            while (more)
            {
                if (!Or(out _))
                    return false;
                more = Current.IsMark(",");
                if (more)
                    Take();
            }
        }
        if (!Current.IsWord("having"))
            return true;
        Take();
        return Or(out _, boolean: true);
    }

    // Looks ahead to the "from" of this sub-select for the alias that its columns may use.
    private bool FindTable(out string? alias)
    {
        alias = null;
        int depth = 0;
        for (int i = _at + 1; i < tokens.Count && depth >= 0; i++)
        {
            depth += tokens[i].IsMark("(") ? 1 : tokens[i].IsMark(")") ? -1 : 0;
            if (depth != 0 || !tokens[i].IsWord("from") || i + 4 >= tokens.Count)
                continue;
            int behind = i + (tokens[i + 2].IsMark(".") ? 4 : 2);
            if (behind < tokens.Count && tokens[behind].IsWord("as"))
                behind++;
            if (behind < tokens.Count && tokens[behind].Kind == ConditionTokenKind.Name && !s_reserved.Contains(tokens[behind].Value))
                alias = tokens[behind].Value;
            return true;
        }
        return true;
    }

    private bool Table()
    {
        if (!TakeWord("from", "\"from\" and the series"))
            return false;
        ConditionToken first = Current;
        bool named = first.Kind == ConditionTokenKind.Name && tokens[_at + 1].IsMark(".") && tokens[_at + 2].Kind == ConditionTokenKind.Name
            && string.Equals($"{first.Value}.{tokens[_at + 2].Value}", series.Name.Key, StringComparison.Ordinal);
        if (!named)
            return Fail(ErrorCode.Permission, first, $"a sub-select can only read series \"{series.Name}\"");
        _at += 3;
        Write($"\"{series.Name.Namespace}\".\"{series.Name.Table}\" {_scope.Alias}");
        if (Current.IsWord("as"))
            _at++;
        if (_scope.TypedAlias is not null && Current.IsWord(_scope.TypedAlias))
            _at++;
        return true;
    }
}
