using System.Globalization;
using System.Text;

namespace NetDrms.Modules.Arguments;

/// <summary>The one help of a module, made from its definition; its first part has the original's layout. Spec 03 §1.4.</summary>
internal static class HelpWriter
{
    private const int UsageWidth = 64;

    /// <summary>Writes the help.</summary>
    /// <param name="module">The module.</param>
    /// <param name="invokedAs">How the user called it: <c>show_info</c> or <c>drms show-info</c>.</param>
    public static string Help(ModuleDefinition module, string invokedAs)
    {
        StringBuilder help = new();
        Usage(help, module, invokedAs);
        foreach (ArgumentDefinition argument in module.Arguments)
            Describe(help, argument);
        if (module.Unnamed.Length > 0)
            help.Append("  ").Append(module.Unnamed).Append(": unnamed\n");
        if (module.OtherNames is string others)
            help.Append("  NAME=value: ").Append(others).Append('\n');
        help.Append('\n').Append(module.Summary).Append('\n');
        foreach (string note in module.Notes)
            help.Append('\n').Append(note).Append('\n');
        if (module.Examples.Count > 0)
            help.Append("\nExamples:\n");
        foreach (string example in module.Examples)
            help.Append("  ").Append(example).Append('\n');
        if (module.UsesDatabase)
            Session(help);
        help.Append("\nExit codes: 0 success; 1 error");
        if (module.UsageExitCode == 2)
            help.Append("; 2 wrong arguments");
        foreach ((int code, string meaning) in module.ExitCodes)
            help.Append(CultureInfo.InvariantCulture, $"; {code} {meaning}");
        return help.Append(".\n").ToString();
    }

    // The line breaks behind an argument when it has grown beyond 64 characters.
    private static void Usage(StringBuilder help, ModuleDefinition module, string invokedAs)
    {
        help.Append("usage: ").Append(invokedAs);
        int lineStart = 0;
        string letters = string.Concat(module.Arguments.Where(a => a.Type == ArgumentType.Flag && !a.IsLong).Select(a => a.Name));
        if (letters.Length > 0)
            help.Append(" [-").Append(letters).Append(']');
        IEnumerable<string> words = module.Arguments.Where(a => a.Type != ArgumentType.Flag || a.IsLong).Select(a =>
            !a.IsLong ? $"{a.Name}=..." : a.Type == ArgumentType.Flag ? $"[--{a.Name}]" : a.IsMandatory ? $"--{a.Name} ..." : $"[--{a.Name} ...]");
        foreach (string word in module.Unnamed.Length > 0 ? words.Append(module.Unnamed) : words)
        {
            if (help.Length - lineStart > UsageWidth)
            {
                help.Append('\n');
                lineStart = help.Length;
                help.Append(' ', 8);
            }
            help.Append(' ').Append(word);
        }
        help.Append('\n');
    }

    private static void Describe(StringBuilder help, ArgumentDefinition argument)
    {
        string prefix = argument.IsLong ? "--" : argument.Type == ArgumentType.Flag ? "-" : "";
        help.Append("  ").Append(prefix).Append(argument.Name);
        if (argument.Type == ArgumentType.Flag)
        {
            help.Append(":  ").Append(argument.Text).Append('\n');
            return;
        }
        help.Append(" (").Append(argument.Type.Word()).Append("):");
        help.Append(argument.Text.Length > 0 ? $" {argument.Text}\n    " : " ");
        help.Append(argument.IsMandatory ? "(no default)" : $"default value: {argument.Default}").Append('\n');
        if (argument.Type == ArgumentType.Selection)
            help.Append("    valid values: ").AppendJoin(", ", argument.Choices).Append('\n');
    }

    private static void Session(StringBuilder help) => help.Append("""

        Every module also takes --site <folder> (or $NETDRMS_SITE), the session arguments JSOC_DBHOST, JSOC_DBNAME,
        JSOC_DBUSER, JSOC_DBPASSWD, JSOC_SESSIONNS, DRMS_RETENTION, DRMS_NEWSURETENTION, DRMS_ARCHIVE, DRMS_DBTIMEOUT,
        the flags -V (verbose) and -L (log), and an options file @file.
        A record set such as series[2014.03.01/1d][? quality >= 0 ?] holds characters that a shell takes for its own:
        put it between apostrophes.

        """);
}
