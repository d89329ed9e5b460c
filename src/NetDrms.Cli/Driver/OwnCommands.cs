using NetDrms.Model.Errors;
using NetDrms.Modules.Arguments;
using NetDrms.Modules.Driver;

namespace NetDrms.Cli.Driver;

/// <summary>What <c>drms</c> itself does: lists its commands, shows help, makes links.</summary>
/// <param name="surroundings">The process.</param>
/// <param name="error">Standard error.</param>
internal sealed class OwnCommands(Surroundings surroundings, TextWriter error)
{
    /// <summary>Runs a command line that names no module.</summary>
    public int Run(IReadOnlyList<string> words)
    {
        ErrorPrinter printer = new(error, "drms", surroundings.IsErrorTerminal);
        switch (words.Count == 0 ? "help" : words[0])
        {
            case "help" when words.Count > 1:
                if (ModuleTable.Create(words[1]) is IModule module)
                    return Say(HelpWriter.Help(module.Definition, $"drms {module.Definition.CommandName}"));
                printer.Print(UnknownCommand(words[1]));
                return ExitCode.Usage;
            case "help" or "--help" or "-h" or "-H":
                return Say(CommandList());
            case "--version" or "--jsocmodver" or "version":
                return Say(ProgramVersion.Lines("drms"));
            case "install-links":
                return InstallLinks(words, printer);
            default:
                printer.Print(UnknownCommand(words[0]));
                return ExitCode.Usage;
        }
    }

    private int InstallLinks(IReadOnlyList<string> words, ErrorPrinter printer)
    {
        if (words.Count != 2 || words[1].StartsWith('-'))
        {
            printer.Print(new DrmsError(ErrorCode.Argument, "install-links needs the folder that the links go into") { Hint = "drms install-links ~/bin" });
            return ExitCode.Usage;
        }
        try
        {
            string folder = Path.GetFullPath(words[1], surroundings.Folder);
            IReadOnlyList<string> made = InstalledLinks.Make(folder, Environment.ProcessPath ?? "drms");
            return Say($"{made.Count} links in {folder}\n");
        }
        catch (DrmsException failure)
        {
            printer.Print(failure.Error);
            return ExitCode.Error;
        }
    }

    private int Say(string text)
    {
        Drms.Output.OutputBuffer output = new(surroundings.Out);
        output.Text(text);
        output.Flush();
        return ExitCode.Ok;
    }

    private static DrmsError UnknownCommand(string name) => new(ErrorCode.Argument, $"there is no command \"{name}\"")
    {
        Hint = NearestName.Of(name, ModuleTable.Names.Select(n => n.Replace('_', '-')).Concat(CommandNames)) is string near
            ? $"Did you mean drms {near}?" : "drms help lists the commands.",
    };

    private static IEnumerable<string> CommandNames => Administration.AdministrationProgram.Commands.Select(c => c.Name).Concat(["help", "install-links", "version"]);

    private static string CommandList()
    {
        System.Text.StringBuilder list = new("usage: drms <command> [arguments]\n\n");
        foreach (string name in ModuleTable.Names)
        {
            ModuleDefinition definition = ModuleTable.Create(name)!.Definition;
            list.Append("  ").Append(definition.CommandName.PadRight(23)).Append(definition.Summary).Append('\n');
        }
        list.Append('\n');
        foreach ((string name, string summary) in Administration.AdministrationProgram.Commands)
            list.Append("  ").Append(name.PadRight(23)).Append(summary).Append('\n');
        return list.Append("""

              install-links     Make links so that the original's program names work.
              help <command>    Show what a command takes.
              version           Show the version.

            """).ToString();
    }
}
