using NetDrms.Model.Errors;

namespace NetDrms.Modules.Arguments;

/// <summary>Reads the words of a command line from left to right, as the original does, but knowing which names are flags. Spec 03 §1.1.</summary>
/// <param name="module">What is declared.</param>
/// <param name="folder">Folder that relative options files are relative to.</param>
internal sealed class CommandLineReader(ModuleDefinition module, string folder)
{
    private readonly CommandLine _line = new();
    private bool _optionsEnded;

    /// <summary>Sorts the words.</summary>
    public CommandLine Read(IReadOnlyList<string> words)
    {
        Token[] tokens = new Token[words.Count];
        for (int i = 0; i < tokens.Length; i++)
            tokens[i] = new Token(words[i]);
        Read(tokens, depth: 0);
        return _line;
    }

    /// <summary>True if a text is made of the characters of an argument's name: letters, digits, <c>_</c>, <c>-</c>.</summary>
    public static bool IsName(ReadOnlySpan<char> text)
    {
        foreach (char c in text)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('_' or '-'))
                return false;
        }
        return text.Length > 0;
    }

    // False when an options file could not be read: what follows would only add noise.
    private bool Read(ReadOnlySpan<Token> tokens, int depth)
    {
        for (int i = 0; i < tokens.Length; i++)
        {
            Token token = tokens[i];
            string text = token.Text;
            if (_optionsEnded || text.Length == 0)
                _line.Unnamed.Add(token);
            else if (text == "--")
                _optionsEnded = true;
            else if (text.StartsWith("--", StringComparison.Ordinal))
                i += LongName(token, tokens[(i + 1)..]);
            else if (text[0] == '-' && !(text.Length > 1 && (char.IsAsciiDigit(text[1]) || text[1] == '.')))
                Letters(token);
            else if (text[0] == '@')
            {
                if (!Include(token, depth))
                    return false;
            }
            else if (NameLength(text) is int length and > 0)
                i += Named(token, text[..length], length + 1, tokens[(i + 1)..]);
            else
                _line.Unnamed.Add(token);
        }
        return true;
    }

    // name = { letter | digit | "_" | "-" } before "=" ; set_info also knows "link.NAME="
    private int NameLength(string text)
    {
        int equals = text.IndexOf('=', StringComparison.Ordinal);
        if (equals <= 0)
            return -1;
        ReadOnlySpan<char> name = text.AsSpan(0, equals);
        if (module.OtherNames is not null && name.StartsWith(LinkPrefix, StringComparison.Ordinal))
            name = name[LinkPrefix.Length..];
        return IsName(name) ? equals : -1;
    }

    /// <summary>Prefix of a link's name where it is also a keyword's. Spec 02 §7.</summary>
    public const string LinkPrefix = "link.";

    // "name=value", or "name=" and the next token. Gives the number of tokens eaten.
    private int Named(Token token, string name, int valueStart, ReadOnlySpan<Token> next)
    {
        if (valueStart < token.Text.Length || token.HasQuotedValue)
        {
            Give(name, token, valueStart);
            return 0;
        }
        if (next.IsEmpty)
        {
            _line.Errors.Add(NoValue(name, token));
            return 0;
        }
        if (SetsSomething(next[0].Text))
        {
            _line.Warnings.Add(new DrmsError(ErrorCode.Argument, $"\"{name}=\" is taken as the empty text")
            {
                Hint = $"Write {name}= '' for an empty value, or the value directly behind the '='.",
            });
            Give(name, token, valueStart);
            return 0;
        }
        Give(name, next[0], 0);
        return 1;
    }

    // A token that would itself set an argument is no value of "name=": "TXT= -q", "TXT= NUM=3".
    private bool SetsSomething(string text) =>
        text.Length > 1 && text[0] == '-' ? !char.IsAsciiDigit(text[1]) && text[1] != '.' : NameLength(text) > 0;

    // "--name", "--name value", "--name=value". Gives the number of tokens eaten.
    private int LongName(Token token, ReadOnlySpan<Token> next)
    {
        int equals = token.Text.IndexOf('=', StringComparison.Ordinal);
        string name = equals < 0 ? token.Text[2..] : token.Text[2..equals];
        if (name.Equals("help", StringComparison.OrdinalIgnoreCase))
            _line.WantsHelp = true;
        else if (name is "version" or "jsocmodver")
            _line.WantsVersion = true;
        else if (equals >= 0)
            Give(name, token, equals + 1, isLong: true);
        else if (FindLongFlag(name) is ArgumentDefinition flag)
            _line.Set(flag.Name, new GivenValue(name, "1", token, 2));
        else if (FindArgument(name, isLong: true) is null && module.OtherNames is null)
            _line.Errors.Add(Unknown($"--{name}", token));
        else if (next.IsEmpty || next[0].Text is ['@', ..] || SetsSomething(next[0].Text))
        {
            _line.Errors.Add(NoValue(name, token));
            return next.IsEmpty || next[0].Text[0] != '@' ? 0 : 1;   // "--ds @list": meant as the value
        }
        else
        {
            Give(name, next[0], 0, isLong: true);
            return 1;
        }
        return 0;
    }

    // "-abc": flags a, b, c; a flag never takes a value.
    private void Letters(Token token)
    {
        for (int i = 1; i < token.Text.Length; i++)
        {
            string letter = token.Text[i].ToString();
            if (FindArgument(letter, isLong: false) is { Type: ArgumentType.Flag } flag)
                _line.Set(flag.Name, new GivenValue(letter, "1", token, i));
            else if (letter is not ("H" or "h"))
                _line.Errors.Add(Unknown($"-{letter}", token) with { Span = new SourceSpan(i, 1) });
            if (letter == "H" || (letter == "h" && !module.HasOwnSmallH))
                _line.WantsHelp = true;
        }
    }

    private void Give(string name, Token source, int valueStart, bool isLong = false)
    {
        string text = source.Text[valueStart..];
        if (!EscapeSequences.TryUnescape(text, out string? value, out DrmsError? error))
        {
            _line.Errors.Add(new GivenValue(name, text, source, valueStart).At(error, error.Span));
            return;
        }
        GivenValue given = new(name, value, source, valueStart);
        if (FindArgument(name, isLong) is ArgumentDefinition argument && !IsKeyword(argument, isLong))
            _line.Set(argument.Name, given);
        else if (name == "H")
            _line.WantsHelp |= value != "0";
        else if (module.OtherNames is not null)
            _line.SetOther(given);
        else if (isLong)
            _line.Errors.Add(Unknown($"--{name}", source));
        else
            _line.Warnings.Add(new DrmsError(ErrorCode.Argument, $"\"{name}\" is not an argument of {module.Name} and is ignored")
            {
                Hint = NearestName.Hint(name, Names(false)),
            });
    }

    // "V=0.5" sets a keyword V where keywords are set; the flag of every module is written -V.
    private bool IsKeyword(ArgumentDefinition argument, bool isLong) =>
        !isLong && module.OtherNames is not null && argument.Type == ArgumentType.Flag && argument.Name.Length == 1 && module.Find(argument.Name) is null;

    private bool Include(Token token, int depth)
    {
        string path = token.Text[1..];
        if (depth == OptionsFile.MaxDepth)
        {
            _line.Errors.Add(new DrmsError(ErrorCode.Limit, $"options file \"{path}\" is nested too deep")
            {
                ClassicMessage = "Error: Option include files are nested more than 10 levels deep. Please check for circular references.",
                File = token.File,
                Line = token.File is null ? null : token.Line,
            });
            return false;
        }
        if (!OptionsFile.TryRead(path, Path.Combine(folder, path), out List<List<Token>>? lines, out DrmsError? error))
        {
            _line.Errors.Add(error);
            return false;
        }
        foreach (List<Token> line in lines)
        {
            if (!Read(line.ToArray(), depth + 1))
                return false;
        }
        return true;
    }

    private ArgumentDefinition? FindArgument(string name, bool isLong) =>
        module.Find(name) is ArgumentDefinition declared && (isLong || !declared.IsLong) ? declared : SessionArguments.Find(module, name);

    // "--Q" is -q: a long flag is looked up in lower case first, then in any case.
    private ArgumentDefinition? FindLongFlag(string name)
    {
        if (FindArgument(name.ToLowerInvariant(), isLong: true) is { Type: ArgumentType.Flag } lower)
            return lower;
        foreach (ArgumentDefinition argument in module.Arguments.Concat(SessionArguments.Of(module)))
        {
            if (argument.Type == ArgumentType.Flag && argument.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
                return argument;
        }
        return null;
    }

    private IEnumerable<string> Names(bool isLong) =>
        module.Arguments.Concat(SessionArguments.Of(module)).Where(a => isLong || !a.IsLong).Select(a => a.Name);

    private DrmsError Unknown(string option, Token token)
    {
        string name = option.TrimStart('-');
        string? hint = option.StartsWith("--", StringComparison.Ordinal)
            ? NearestName.Of(name, Names(isLong: true).Where(n => n.Length > 1)) is string near ? $"Did you mean --{near}?" : null
            : module.Find(name) is { Type: not ArgumentType.Flag } ? $"Write {name}=<value>."
            : FindLongFlag(name) is ArgumentDefinition other ? $"Did you mean -{other.Name}?" : null;
        return new(ErrorCode.Argument, $"{module.Name} has no option {option}")
        {
            Source = token.Text,
            Span = new SourceSpan(0, token.Text.Length),
            File = token.File,
            Line = token.File is null ? null : token.Line,
            Hint = hint ?? $"See {module.Name} --help.",
        };
    }

    private static DrmsError NoValue(string name, Token token) => new(ErrorCode.Argument, $"option {name} has no value")
    {
        ClassicMessage = $"The value of option {name} is missing.",
        File = token.File,
        Line = token.File is null ? null : token.Line,
    };
}
