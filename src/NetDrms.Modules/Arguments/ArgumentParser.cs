using NetDrms.Model.Errors;

namespace NetDrms.Modules.Arguments;

/// <summary>Words to arguments: sorts them, fills defaults, converts, and reports all mistakes at once. Spec 03 §1.1–1.6.</summary>
internal static class ArgumentParser
{
    /// <summary>Parses a command line.</summary>
    /// <param name="module">What is declared.</param>
    /// <param name="words">The words behind the module's name.</param>
    /// <param name="environment">Value of an environment variable, or null; asked for session arguments and CGI variables only.</param>
    /// <param name="folder">Working folder.</param>
    public static ParsedCommand Parse(ModuleDefinition module, IReadOnlyList<string> words, Func<string, string?> environment, string folder)
    {
        CommandLine line = new CommandLineReader(module, folder).Read(words);
        bool wantsHelp = line.WantsHelp
            || (!module.HasOwnSmallH && line.Values.TryGetValue("h", out GivenValue? h) && h.Text != "0");
        if (wantsHelp || line.WantsVersion)
            return new ParsedCommand { WantsHelp = wantsHelp, WantsVersion = line.WantsVersion };

        List<DrmsError> errors = line.Errors;
        List<DrmsError> sessionErrors = [];
        SessionArguments session = SessionArguments.Read(line, environment, sessionErrors, line.Warnings);
        List<ArgumentDefinition> missing = [];
        (string Line, int ExitCode)? refusal = null;
        Dictionary<string, object> values = new(module.Arguments.Count, StringComparer.Ordinal);
        foreach (ArgumentDefinition argument in module.Arguments)
        {
            if (argument.FromEnvironment && !line.Values.ContainsKey(argument.Name) && environment(argument.Name) is { Length: > 0 } inherited)
                line.Set(argument.Name, new GivenValue(argument.Name, inherited, new Token(inherited), 0));
            GivenValue? given = line.Values.GetValueOrDefault(argument.Name);
            string? text = given?.Text ?? argument.Default;
            if (text is null)
                missing.Add(argument);
            else if (ArgumentReader.TryRead(argument, text, out object? value, out DrmsError? error))
                values[argument.Name] = value;
            else if (argument.Refusal is not null)
                refusal ??= argument.Refusal;
            else
                errors.Add(given is null ? error : given.At(error));
        }
        bool ok = refusal is null && errors.Count == 0 && missing.Count == 0 && sessionErrors.Count == 0;
        return new ParsedCommand
        {
            Arguments = ok ? new ModuleArguments(values, line, session) : null,
            Missing = missing,
            Errors = errors,
            SessionErrors = sessionErrors,
            Refusal = refusal,
            Warnings = line.Warnings,
        };
    }
}
