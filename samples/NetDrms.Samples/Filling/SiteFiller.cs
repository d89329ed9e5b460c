using NetDrms.Database.Schema;
using NetDrms.Database.Site;
using NetDrms.Database.Sql;
using NetDrms.Drms.Catalog;
using NetDrms.Drms.Sessions;
using NetDrms.Model.Errors;
using NetDrms.Model.Series;
using NetDrms.Sums.Client;
using Npgsql;

namespace NetDrms.Samples.Filling;

/// <summary>Makes the sample series of a site and their missing records.</summary>
/// <param name="site">A running site.</param>
/// <param name="sums">Its storage daemon.</param>
/// <param name="size">Pixels of a side of a full disk.</param>
internal sealed class SiteFiller(SiteHome site, SumsAddress sums, int size)
{
    private const int SeriesAtOnce = 2;

    /// <summary>Makes what is missing.</summary>
    /// <param name="wanted">The series.</param>
    /// <param name="report">Told after each series, from any thread.</param>
    /// <param name="cancel">Cancels; series that are committed stay.</param>
    public async Task FillAsync(IReadOnlyList<SampleSeries> wanted, Action<FillReport> report, CancellationToken cancel)
    {
        Dictionary<string, SeriesDefinition> definitions = new(StringComparer.OrdinalIgnoreCase);
        foreach (SampleSeries series in wanted)
            AddDefinition(definitions, series.Name);
        await AddNamespacesAsync(definitions.Values, cancel);
        HashSet<string> made = await AddSeriesAsync(definitions, cancel);
        ParallelOptions options = new() { MaxDegreeOfParallelism = SeriesAtOnce, CancellationToken = cancel };
        await Parallel.ForEachAsync(wanted, options, async (series, stop) =>
            report(await new SeriesFiller(Options(), definitions, size).FillAsync(series, made.Contains(series.Name), stop)));
    }

    // a series with links comes after those that they point to
    private static void AddDefinition(Dictionary<string, SeriesDefinition> definitions, string name)
    {
        if (definitions.ContainsKey(name))
            return;
        SeriesDefinition definition = SampleDefinitions.Read(name);
        foreach (LinkDefinition link in definition.Links)
            AddDefinition(definitions, link.TargetSeries);
        definitions.Add(name, definition);
    }

    private async Task AddNamespacesAsync(IEnumerable<SeriesDefinition> definitions, CancellationToken cancel)
    {
        await using NpgsqlConnection connection = await DatabaseConnection.OpenAsync(site.DrmsAdministrator, cancel);
        HashSet<string> present = [.. (await SiteNamespaces.ListAsync(connection, cancel)).Select(static n => n.Name)];
        foreach (string name in definitions.Select(static d => d.Name.Namespace).Distinct())
        {
            if (!present.Contains(name))
                await SiteNamespaces.AddAsync(connection, name, NamespaceGroup.System, site.ModuleUser, cancel);
        }
    }

    private async Task<HashSet<string>> AddSeriesAsync(Dictionary<string, SeriesDefinition> definitions, CancellationToken cancel)
    {
        HashSet<string> made = new(StringComparer.OrdinalIgnoreCase);
        await using DrmsSession session = await DrmsSession.OpenAsync(Options(), cancel);
        foreach ((string name, SeriesDefinition definition) in definitions.ToList())
        {
            if (await new SeriesCatalog(session.Connection, session.Transaction).FindAsync(definition.Name, cancel) is SeriesDefinition present)
            {
                RequireSame(definition, present);
                definitions[name] = present;
                continue;
            }
            await session.BeginChangesAsync(cancel);
            definitions[name] = await new SeriesCreator(session.Connection, session.Transaction).CreateAsync(definition, new CreationOptions(), cancel);
            made.Add(name);
        }
        await session.CommitAsync(cancel);
        return made;
    }

    // Somebody else's series of the same name is not to be filled with samples.
    private static void RequireSame(SeriesDefinition sample, SeriesDefinition present)
    {
        string? missing = sample.Keywords.Select(static k => k.Name).Except(present.Keywords.Select(static k => k.Name), StringComparer.OrdinalIgnoreCase).FirstOrDefault()
            ?? sample.Segments.Select(static s => s.Name).Except(present.Segments.Select(static s => s.Name), StringComparer.OrdinalIgnoreCase).FirstOrDefault();
        bool sameKeys = sample.PrimeKeys.Select(static k => k.Name).SequenceEqual(present.PrimeKeys.Select(static k => k.Name), StringComparer.OrdinalIgnoreCase);
        if (missing is null && sameKeys)
            return;
        throw new DrmsException(new DrmsError(ErrorCode.AlreadyExists, $"series \"{present.Name}\" exists with another definition than the sample's")
        {
            Detail = missing is null ? "Its prime keys differ." : $"It has no \"{missing}\".",
            Hint = $"Leave it out with --series, or remove it with drms delete_series {present.Name}.",
        });
    }

    private SessionOptions Options() => new() { Database = site.Drms, Sums = sums, Started = TimeProvider.System.GetUtcNow() };
}
