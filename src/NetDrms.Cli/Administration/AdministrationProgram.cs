using System.CommandLine;
using System.CommandLine.Help;
using NetDrms.Cli.Administration.Storage;
using NetDrms.Model.Errors;
using NetDrms.Modules.Arguments;
using NetDrms.Modules.Driver;
using Npgsql;

namespace NetDrms.Cli.Administration;

/// <summary>The commands that make and run a site: <c>drms site</c>, <c>drms user</c>, <c>drms ns</c>, <c>drms export</c>, <c>drms sums</c>. Nothing of it is built for a module.</summary>
/// <param name="surroundings">The process.</param>
/// <param name="error">Standard error.</param>
internal sealed class AdministrationProgram(Surroundings surroundings, TextWriter error)
{
    private const string ExitCodes = "Exit codes: 0 done, 1 could not be done, 2 wrong arguments.";

    /// <summary>The first words of its commands, with what they are for.</summary>
    public static IReadOnlyList<(string Name, string Summary)> Commands { get; } =
    [
        ("site", "Make, start, stop and look at a site."),
        ("user", "Add, list and remove users."),
        ("ns", "Make and list namespaces."),
        ("export", "Say who may ask for exports."),
        ("sums", "Look after storage: partitions, retention, verification, archive."),
    ];

    /// <summary>True when the first word of a command line is one of its commands.</summary>
    public static bool Has(string name) => Commands.Any(c => c.Name == name);

    /// <summary>Runs a command line.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(IReadOnlyList<string> words, CancellationToken cancel)
    {
        await using StreamWriter output = new(surroundings.Out, leaveOpen: true) { NewLine = "\n" };
        ErrorPrinter printer = new(error, "drms", surroundings.IsErrorTerminal);
        AdministrationContext context = new(surroundings, output, error);
        RootCommand root = new("NetDRMS.")
        {
            SiteCommands.Create(context),
            UserCommands.Create(context),
            NamespaceCommands.Create(context),
            ExportCommands.Create(context),
            SumsCommands.Create(context),
        };
        ParseResult parsed = root.Parse(words);
        InvocationConfiguration configuration = new() { Output = output, Error = error, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };
        using Interrupts? interrupts = surroundings.IsProcess ? Interrupts.Watch(cancel) : null;
        try
        {
            int exitCode = await parsed.InvokeAsync(configuration, interrupts?.Token ?? cancel);
            if (parsed.Action is HelpAction)
                await output.WriteLineAsync(ExitCodes);
            return parsed.Errors.Count > 0 ? ExitCode.Usage : exitCode;
        }
        catch (DrmsException failure)
        {
            return Fail(printer, failure.Error);
        }
        catch (NpgsqlException failure)
        {
            return Fail(printer, DatabaseFailure.Describe(failure));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return Fail(printer, new DrmsError(ErrorCode.File, failure.Message));
        }
        catch (OperationCanceledException) when (interrupts?.Token.IsCancellationRequested ?? cancel.IsCancellationRequested)
        {
            return Fail(printer, new DrmsError(ErrorCode.Cancelled, "interrupted"));
        }
    }

    // An original's line has no place in a command that the original does not have.
    private static int Fail(ErrorPrinter printer, DrmsError failure)
    {
        printer.Print(failure with { ClassicMessage = null });
        return failure.Code == ErrorCode.Argument ? ExitCode.Usage : ExitCode.Error;
    }
}
