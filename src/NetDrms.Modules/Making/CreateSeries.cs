using System.Text;
using NetDrms.Drms.Catalog;
using NetDrms.Drms.Sessions;
using NetDrms.Model.Errors;
using NetDrms.Model.Series;
using NetDrms.Modules.Arguments;
using NetDrms.Modules.Driver;

namespace NetDrms.Modules.Making;

/// <summary><c>create_series</c>: makes a series from a definition. Spec 02 §1.8, 03 §5.</summary>
internal sealed class CreateSeries : IModule
{
    private const string Usage = "Usage: create_series [-f] [perm=[s|i|u]] [name=seriesname] (file.jsd | -i)";
    private const string NameToBeGiven = "XXX";
    private const int LongestDefinition = 64 * 1024 * 1024;

    /// <inheritdoc/>
    public ModuleDefinition Definition { get; } = new()
    {
        Name = "create_series",
        Summary = "Makes a series from a definition (.jsd).",
        Unnamed = "<file.jsd>",
        Arguments =
        [
            ArgumentDefinition.Flag("f", "replace a series of that name, with all its records; asks first"),
            ArgumentDefinition.Flag("i", "read the definition from standard input"),
            new("name", ArgumentType.String, "Not Specified", "name of the series, instead of the definition's"),
            new("perm", ArgumentType.String, "s", "accepted; everybody may always read"),
            ArgumentDefinition.LongFlag("yes", "with -f: do not ask"),
            ArgumentDefinition.LongFlag("dry-run", "check the definition, also against the database, and change nothing"),
            ArgumentDefinition.LongFlag("lenient", "accept what the original accepts: unknown tags, numbers with text behind them"),
            ArgumentDefinition.LongFlag("later-targets", "targets of links may be made later"),
        ],
        Notes = ["All mistakes of the definition are told at once, with line and column."],
        Examples = ["create_series demo.mag.jsd", "describe_series -j demo.mag | create_series -i name=demo.copy"],
        ChangesData = true,
    };

    /// <inheritdoc/>
    public async Task<int> RunAsync(ModuleContext context, CancellationToken cancel)
    {
        bool fromInput = context.Arguments.Flag("i");
        if (!fromInput && context.Arguments.Unnamed.Count == 0)
            return WrongCall(context, "No jsd provided?");
        string source = fromInput ? "stdin" : context.Arguments.Unnamed[0];
        if (await ReadAsync(context, fromInput, source, cancel) is not string text)
            return context.FailOnOutput($"Can't stat file {source}");
        DefinitionReading reading = DefinitionReader.Read(text, new DefinitionOptions
        {
            IsLenient = context.Arguments.Flag("lenient"),
            AllowsUnknownLinks = context.Arguments.Flag("later-targets"),
            File = source,
            NameInstead = context.Arguments.TextOrNull("name"),
        });
        if (reading.NameAsWritten.StartsWith(NameToBeGiven, StringComparison.Ordinal) && !context.Arguments.IsGiven("name"))
            return WrongCall(context, "This JSD requires user supplied series name.");
        context.Out.Text(reading.ClassicOutput);
        if (reading.ClassicError.Length > 0)
            context.Error.Line(reading.ClassicError.TrimEnd('\n'));
        if (reading.Definition is not SeriesDefinition definition)
            return Refuse(context, reading, fromInput ? "from stdin" : $"in file '{source}'");
        foreach (DrmsError warning in reading.Warnings.Where(w => w.ClassicMessage is null))
            context.Error.Warn(warning);
        return await CreateAsync(context, definition, cancel);
    }

    private static async Task<int> CreateAsync(ModuleContext context, SeriesDefinition definition, CancellationToken cancel)
    {
        CreationOptions options = new() { AllowsMissingTargets = context.Arguments.Flag("later-targets"), AllowsShadow = context.Arguments.Session.AllowsShadow };
        await using DrmsSession session = await context.OpenSessionAsync(cancel);
        bool replaces = context.Arguments.Flag("f") && await new SeriesCatalog(session.Connection).FindAsync(definition.Name, cancel) is not null;
        if (context.Arguments.Flag("dry-run"))
            return await CheckAsync(context, session, definition, options, replaces, cancel);
        SeriesDeletion? deletion = null;
        if (replaces)
        {
            if (!SeriesDeletion.IsConfirmed(context, definition.Name.Text, questions: 1))
                return ExitCode.Error;
            context.Out.Text($"Removing existing series '{definition.Name}'...\n");
            deletion = await SeriesDeletion.BeginAsync(context, session, definition.Name, keepsUnits: false, cancel);
        }
        context.Out.Text($"Creating new series '{definition.Name}'...\n");
        try
        {
            await session.BeginChangesAsync(cancel);
            await new SeriesCreator(session.Connection, session.Transaction).CreateAsync(definition, options, cancel);
            await session.CommitAsync(cancel);
        }
        catch (DrmsException failure)
        {
            context.Out.Text("Failed to create series.\n");
            return context.Fail(failure.Error);
        }
        if (deletion is not null)
            await deletion.FreeUnitsAsync();
        return ExitCode.Ok;
    }

    private static async Task<int> CheckAsync(
        ModuleContext context, DrmsSession session, SeriesDefinition definition, CreationOptions options, bool replaces, CancellationToken cancel)
    {
        IReadOnlyList<DrmsError> errors = await new SeriesCreator(session.Connection).CheckAsync(definition, options, cancel);
        errors = [.. errors.Where(e => !(replaces && e.Code == ErrorCode.AlreadyExists))];
        if (errors.Count > 0)
        {
            context.Error.Print(errors, []);
            return ExitCode.Error;
        }
        context.Out.Text($"Series '{definition.Name}' can be created{(replaces ? ", replacing the one that exists" : "")}; nothing was changed.\n");
        return ExitCode.Ok;
    }

    private static int Refuse(ModuleContext context, DefinitionReading reading, string place)
    {
        context.Out.Text(reading.Stage == DefinitionStage.Creation
            ? $"Creating new series '{reading.NameAsWritten}'...\nFailed to create series.\n"
            : $"Failed to parse series description {place}.\n");
        context.Out.Flush();
        context.Error.Print(reading.Errors.Select(e => e with { ClassicMessage = null }), []);
        return ExitCode.Error;
    }

    private static int WrongCall(ModuleContext context, string line)
    {
        context.Error.Line(line);
        return context.FailOnOutput(Usage);
    }

    private static async Task<string?> ReadAsync(ModuleContext context, bool fromInput, string source, CancellationToken cancel)
    {
        if (!fromInput)
        {
            FileInfo file = new(context.FullPath(source));
            if (!file.Exists)
                return null;
            if (file.Length > LongestDefinition)
                throw new DrmsException(ErrorCode.Limit, $"\"{source}\" is longer than {LongestDefinition} bytes: it is no definition");
            return await File.ReadAllTextAsync(file.FullName, Encoding.UTF8, cancel);
        }
        using StreamReader input = new(context.Surroundings.In.Value, Encoding.UTF8);
        return await input.ReadToEndAsync(cancel);
    }
}
