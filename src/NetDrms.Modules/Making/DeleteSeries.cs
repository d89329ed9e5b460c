using System.Globalization;
using NetDrms.Drms.Catalog;
using NetDrms.Drms.Sessions;
using NetDrms.Model.Errors;
using NetDrms.Model.Series;
using NetDrms.Modules.Arguments;
using NetDrms.Modules.Driver;

namespace NetDrms.Modules.Making;

/// <summary><c>delete_series</c>: removes a series with all its records. Spec 03 §5.</summary>
internal sealed class DeleteSeries : IModule
{
    /// <inheritdoc/>
    public ModuleDefinition Definition { get; } = new()
    {
        Name = "delete_series",
        Summary = "Removes a series with all its records, and lets its storage units expire.",
        Unnamed = "<series>",
        Arguments =
        [
            ArgumentDefinition.Flag("k", "keep the storage units"),
            ArgumentDefinition.LongFlag("yes", "do not ask"),
            ArgumentDefinition.LongFlag("dry-run", "tell what would go, and which series link to it; change nothing"),
        ],
        Examples = ["delete_series --dry-run demo.mag"],
        ChangesData = true,
    };

    /// <inheritdoc/>
    public async Task<int> RunAsync(ModuleContext context, CancellationToken cancel)
    {
        if (context.Arguments.Unnamed.Count == 0)
            return context.FailOnOutput("Usage: delete_series seriesname");
        string name = context.Arguments.Unnamed[0];
        await using DrmsSession session = await context.OpenSessionAsync(cancel);
        SeriesCatalog catalog = new(session.Connection);
        SeriesDefinition? series = SeriesName.TryParse(name, out SeriesName parsed) ? await catalog.FindAsync(parsed, cancel) : null;
        if (series is null)
        {
            context.Out.Text($"***** The series {name} does not exist, and cannot be removed. *****\n Please try again with a valid series name\n");
            if ((await catalog.UnknownAsync(name, cancel)).Hint is string hint)
                context.Error.Line(hint);
            return ExitCode.Error;
        }
        try
        {
            if (context.Arguments.Flag("dry-run"))
                return Tell(context, await new SeriesRemover(session.Connection).InspectAsync(series.Name, cancel));
            if (!SeriesDeletion.IsConfirmed(context, name, questions: 2))
            {
                context.Out.Text($"Series {name} is not removed.\n");
                return ExitCode.Ok;
            }
            context.Out.Text($"Removing existing series '{name}'...\n");
            SeriesDeletion deletion = await SeriesDeletion.BeginAsync(context, session, series.Name, context.Arguments.Flag("k"), cancel);
            await session.CommitAsync(cancel);
            return await deletion.FreeUnitsAsync() ? ExitCode.Ok : ExitCode.Error;
        }
        catch (DrmsException failure)
        {
            string after = failure.Error.Code == ErrorCode.Permission && failure.Error.ClassicMessage?.StartsWith("User ", StringComparison.Ordinal) == true
                ? $"\ndrms_delete_series(): failed to delete series {name}." : "";
            context.Out.Text($"'{name}': Failed to delete DRMS series.\n");
            return context.Fail(failure.Error with { ClassicMessage = failure.Error.ClassicMessage + after is { Length: > 0 } classic ? classic : null });
        }
    }

    private static int Tell(ModuleContext context, SeriesRemoval removal)
    {
        context.Out.Text(string.Create(CultureInfo.InvariantCulture, $"""
            series         {removal.Series.Name}
            records        {removal.Records}
            storage units  {removal.StorageUnits}{(context.Arguments.Flag("k") ? " (kept)" : "")}
            table bytes    {removal.TableBytes}

            """));
        foreach ((string from, string link) in removal.LinkedFrom)
            context.Out.Text($"linked from    {from}, link {link}\n");
        context.Out.Text("Nothing was changed.\n");
        return ExitCode.Ok;
    }
}
