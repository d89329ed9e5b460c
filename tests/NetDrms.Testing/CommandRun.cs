namespace NetDrms.Testing;

/// <summary>What a program said and how it ended.</summary>
/// <param name="ExitCode">Its exit code; 128 + n when signal n killed it.</param>
/// <param name="Output">Its standard output.</param>
/// <param name="Error">Its standard error.</param>
public sealed record CommandRun(int ExitCode, string Output, string Error)
{
    /// <summary>Runs a program to its end; whatever goes wrong, it is not left running.</summary>
    /// <param name="command">Program and arguments.</param>
    /// <param name="folder">Working folder.</param>
    /// <param name="environment">Variables beside those of this process; null takes one away.</param>
    /// <param name="input">Standard input.</param>
    /// <param name="cancel">Kills it.</param>
    public static async Task<CommandRun> OfAsync(
        IReadOnlyList<string> command, string folder, IReadOnlyDictionary<string, string?>? environment = null, string input = "", CancellationToken cancel = default)
    {
        using RunningCommand running = RunningCommand.Start(command, folder, environment);
        await running.WriteAsync(input, cancel);
        running.EndInput();
        return await running.EndAsync(cancel);
    }
}
