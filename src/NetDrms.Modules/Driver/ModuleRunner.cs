using System.Text;
using NetDrms.Drms.Output;
using NetDrms.Model.Errors;
using NetDrms.Modules.Arguments;
using Npgsql;

namespace NetDrms.Modules.Driver;

/// <summary>Runs one module: reads its arguments, turns failures into messages and exit codes.</summary>
/// <param name="surroundings">The process, a request of the web, or a test's stand-in.</param>
internal sealed class ModuleRunner(Surroundings surroundings)
{
    private const int WebBufferBytes = 8 * 1024;   // most answers are short, and the server has buffers of its own

    /// <summary>What ended the module before it was done, after it was printed; null when it came to its own end.</summary>
    public DrmsError? Interruption { get; private set; }

    /// <summary>The writer of messages on a stream of ours.</summary>
    public static StreamWriter ErrorWriter(Stream stream) => new(stream, new UTF8Encoding(false), 1024, leaveOpen: true) { NewLine = "\n" };

    /// <summary>Runs a module.</summary>
    /// <param name="module">The module.</param>
    /// <param name="invokedAs">How the user called it.</param>
    /// <param name="words">Its arguments.</param>
    /// <param name="errorOutput">Standard error.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(IModule module, string invokedAs, IReadOnlyList<string> words, TextWriter errorOutput, CancellationToken cancel)
    {
        ModuleDefinition definition = module.Definition;
        ParsedCommand command = ArgumentParser.Parse(definition, words, surroundings.Environment, surroundings.Folder);
        using OutputLog? log = OutputLog.Begin(definition, command.Arguments?.Session, invokedAs, surroundings);
        await using StreamWriter? loggedError = log is null ? null : ErrorWriter(log.Error);
        OutputBuffer output = surroundings.IsWeb ? new(surroundings.Out, WebBufferBytes) : new(log?.Out ?? surroundings.Out);
        ErrorPrinter error = new(loggedError ?? errorOutput, invokedAs, surroundings.IsErrorTerminal && log is null);
        try
        {
            if (command.WantsHelp)
                output.Text(HelpWriter.Help(definition, invokedAs));
            if (command.WantsVersion && !command.WantsHelp)
                output.Text(ProgramVersion.Lines(definition.Name));
            foreach (DrmsError warning in command.Warnings)
                error.Warn(warning);
            int exitCode = command.WantsHelp || command.WantsVersion ? ExitCode.Ok
                : command.Arguments is not ModuleArguments arguments ? Refuse(definition, command, error, invokedAs)
                : RefusesSharedSession(invokedAs, arguments) is DrmsError refused ? Print(error, refused)
                : definition.ChangesData && arguments.Session.PrintsSql ? Print(error, CannotPrintSql(invokedAs))
                : await RunAsync(module, new ModuleContext(definition, arguments, surroundings, output, error, invokedAs) { Log = log }, cancel);
            output.Flush();
            log?.ShowUnlogged(exitCode);
            return exitCode;
        }
        catch (IOException) when (surroundings.Out is StandardOutput { ReaderIsGone: true })
        {
            return ExitCode.Ok;   // "show_info … | head": the reader has what it wanted
        }
    }

    private async Task<int> RunAsync(IModule module, ModuleContext context, CancellationToken cancel)
    {
        if (context.Arguments.Session.IsVerbose)
        {
            foreach ((string name, string value) in context.Arguments.All(context.Definition))
                context.Error.Line($"{name} = {value}");
            for (int i = 0; i < context.Arguments.Unnamed.Count; i++)
                context.Error.Line($"unnamed arg {i + 1} = {context.Arguments.Unnamed[i]}");
        }
        if (!context.Definition.ChangesData && context.Surroundings.IsProcess)
            ReadOnOneThread();
        using Interrupts? interrupts = context.Definition.ChangesData && context.Surroundings.IsProcess ? Interrupts.Watch(cancel, () => RefuseCommit(context)) : null;
        try
        {
            return await module.RunAsync(context, interrupts?.Token ?? cancel);
        }
        catch (DrmsException failure)
        {
            return context.Fail(Interruption = failure.Error);
        }
        catch (OperationCanceledException) when (interrupts?.Token.IsCancellationRequested ?? cancel.IsCancellationRequested)
        {
            return context.Fail(Interruption = new DrmsError(ErrorCode.Cancelled, "interrupted; nothing was changed"));
        }
        catch (NpgsqlException failure)
        {
            return context.Fail(Interruption = DatabaseFailure.Describe(failure));
        }
        catch (DecoderFallbackException failure)
        {
            return context.Fail(Interruption = DatabaseFailure.Describe(failure));
        }
    }

    // What only reads goes on in the thread that learns of a packet, instead of waking another for each; a module that also sends must not hold that
    // thread up. The runtime knows no other switch; it reads this one when the first socket is made, and such modules start no other program.
    private static void ReadOnOneThread() => Environment.SetEnvironmentVariable("DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS", "1");

    // Straight to standard error: the module's own writer is at work on another thread.
    private static void RefuseCommit(ModuleContext context) =>
        context.Surroundings.Error.Write(Encoding.UTF8.GetBytes($"{context.InvokedAs}: warning: signal USR1 is ignored: the work is committed at its end, or not at all\n"));

    // All mistakes at once, the original's lines first. Spec 03 §1.5.
    private static int Refuse(ModuleDefinition definition, ParsedCommand command, ErrorPrinter error, string invokedAs)
    {
        if (command is { Errors.Count: 0, Missing.Count: 0, SessionErrors.Count: 0, Refusal: (string Line, int ExitCode) refusal })
        {
            error.Line(refusal.Line);
            return refusal.ExitCode;
        }
        List<string> driver = [];
        if (command.Errors.Count > 0)
            driver.Add("Error: Command line parsing failed. Aborting.");
        if (command.Errors.Count > 0 || command.Missing.Count > 0)
            driver.Add($"For usage, type {invokedAs} [-H|--help]");
        IEnumerable<DrmsError> missing = command.Missing.Select(argument =>
            new DrmsError(ErrorCode.Argument, $"argument {argument.Name} is missing") { ClassicMessage = $"Mandatory parameter \"{argument.Name}\" is missing." });
        error.Print([.. missing, .. command.Errors, .. command.SessionErrors], driver);
        return definition.UsageExitCode;
    }

    // What it changes depends on what it would have read. Spec 03 §1.6.
    private static DrmsError CannotPrintSql(string invokedAs) => new(ErrorCode.Argument, $"{invokedAs} changes data and cannot print its queries instead of running them")
    {
        Hint = "Unset DRMS_PRINT_SQL. show_info --sql prints the query of a record set; -V prints what is run.",
    };

    private static int Print(ErrorPrinter error, DrmsError failure)
    {
        error.Print(failure);
        return ExitCode.Error;
    }

    // A "_sock" program would join an original drms_server, whose protocol we do not speak. Spec 02 §6.6.
    private static DrmsError? RefusesSharedSession(string invokedAs, ModuleArguments arguments) =>
        arguments.Session.SharedSession is string session && invokedAs.EndsWith(ModuleTable.SharedSuffix, StringComparison.Ordinal)
            ? new DrmsError(ErrorCode.Argument, $"the shared session \"{session}\" of an original drms_server cannot be joined")
            {
                Hint = "Unset DRMSSESSION: the command then has a session of its own.",
            }
            : null;
}
