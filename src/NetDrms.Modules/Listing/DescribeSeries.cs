using System.Globalization;
using NetDrms.Drms.Catalog;
using NetDrms.Drms.Output;
using NetDrms.Drms.Sessions;
using NetDrms.Model.Errors;
using NetDrms.Model.Keywords;
using NetDrms.Model.Series;
using NetDrms.Modules.Arguments;
using NetDrms.Modules.Driver;

namespace NetDrms.Modules.Listing;

/// <summary><c>describe_series</c>: the definition of a series, or its record template and numbers. Spec 03 §4.</summary>
internal sealed class DescribeSeries : IModule
{
    private static readonly string s_line = new('=', 70);

    /// <inheritdoc/>
    public ModuleDefinition Definition { get; } = new()
    {
        Name = "describe_series",
        Summary = "Shows a series: its record template and how many records it has, or its definition.",
        Unnamed = "<series>",
        Arguments = [ArgumentDefinition.Flag("j", "the definition in .jsd form, as create_series reads it")],
        Examples = ["describe_series -j hmi.m_45s"],
    };

    /// <inheritdoc/>
    public async Task<int> RunAsync(ModuleContext context, CancellationToken cancel)
    {
        if (context.Arguments.Unnamed.Count == 0)
            return context.FailOnOutput("Usage: describe_series seriesname");
        string name = context.Arguments.Unnamed[0];
        await using DrmsSession session = await context.OpenSessionAsync(cancel);
        SeriesCatalog catalog = new(session.Connection);
        SeriesDefinition? series = SeriesName.TryParse(name, out SeriesName parsed) ? await catalog.FindAsync(parsed, cancel) : null;
        if (series is null)
        {
            context.Out.Text($"Series '{name}' does not exist. drms_template_record returned status=-10003\n");
            if ((await catalog.UnknownAsync(name, cancel)).Hint is string hint && name.Length > 0)
                context.Error.Line(hint);
            return ExitCode.Error;
        }
        if (context.Arguments.Flag("j"))
            context.Out.Text(DefinitionWriter.Write(series));
        else
            Describe(context, series, await new SeriesStatistics(session.Connection).CountAsync(series, cancel));
        return ExitCode.Ok;
    }

    private static void Describe(ModuleContext context, SeriesDefinition series, SeriesCounts counts)
    {
        context.Out.Text(SeriesDump.Of(series));
        context.Out.Text(string.Create(CultureInfo.InvariantCulture, $"""
            {s_line}
            Last record number = {counts.LastRecnum}
            Number of records = {counts.Records}
            Number of records with distinct primary index = {counts.Groups}
            Total disk space used: {Pretty(counts.TableBytes)}
            Average bytes per record on disk: {(counts.Records == 0 ? 0 : (double)counts.TableBytes / counts.Records):F2}
            Bytes per record in memory (est.) = {MemoryEstimate(series)}

            """));
        foreach ((KeywordDefinition key, DrmsValue first, DrmsValue last) in counts.Ranges)
            context.Out.Text($"{key.Name}: ({Bound(first)}, {Bound(last)})\n");
    }

    // As PostgreSQL's pg_size_pretty: the next unit from 10240 on.
    private static string Pretty(long bytes)
    {
        string[] units = ["bytes", "kB", "MB", "GB", "TB"];
        int unit = 0;
        for (; unit < units.Length - 1 && bytes >= 10240; unit++)
            bytes = (bytes + 512) / 1024;
        return string.Create(CultureInfo.InvariantCulture, $"{bytes} {units[unit]}");
    }

    // What our reader holds of a record: a value each keyword, and the texts.
    private static int MemoryEstimate(SeriesDefinition series) =>
        64 + (24 * series.Keywords.Count) + (32 * series.Keywords.Count(k => k.Type == DrmsType.String)) + (48 * (series.Segments.Count + series.Links.Count));

    private static string Bound(DrmsValue value) => value.Type switch
    {
        DrmsType.String => $"'{value.AsString}'",
        DrmsType.Float => KeywordFormat.Parse(DrmsType.Float, "%15.9g", "").Print(value),
        DrmsType.Double => KeywordFormat.Parse(DrmsType.Double, "%24.17g", "").Print(value),
        DrmsType.Time => KeywordFormat.Parse(DrmsType.Time, "0", "TAI").Print(value),
        _ => value.AsInteger.ToString(CultureInfo.InvariantCulture),
    };
}
