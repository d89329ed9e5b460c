using System.Text;
using NetDrms.Drms.Output;
using NetDrms.Model.Errors;
using NetDrms.Modules.Driver;
using Npgsql;

namespace NetDrms.Cli.Driver;

/// <summary>Runs one command: finds it by the program's or the first word's name, reads its arguments, turns failures into messages and exit codes.</summary>
/// <param name="surroundings">The process, or a test's stand-in.</param>
internal sealed class ModuleHost(Surroundings surroundings)
{
    /// <summary>Runs a command.</summary>
    /// <param name="words">The command line without the program's name.</param>
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(IReadOnlyList<string> words, CancellationToken cancel)
    {
        await using StreamWriter error = ModuleRunner.ErrorWriter(surroundings.Error);
        if (ModuleTable.Create(surroundings.InvokedAs) is IModule linked)
            return await new ModuleRunner(surroundings).RunAsync(linked, surroundings.InvokedAs, words, error, cancel);
        if (Administration.Storage.InstanceCommands.Scripts.TryGetValue(surroundings.InvokedAs, out string? script))
            return await new Administration.AdministrationProgram(surroundings, error).RunAsync(["sums", script, .. words], cancel);
        if (words.Count > 0 && ModuleTable.Create(words[0]) is IModule named)
            return await new ModuleRunner(surroundings).RunAsync(named, $"drms {words[0]}", [.. words.Skip(1)], error, cancel);
        if (words.Count > 0 && Administration.AdministrationProgram.Has(words[0]))
            return await new Administration.AdministrationProgram(surroundings, error).RunAsync(words, cancel);
        return new OwnCommands(surroundings, error).Run(words);
    }
}
