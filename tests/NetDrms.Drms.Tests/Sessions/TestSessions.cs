using NetDrms.Database.Sql;
using NetDrms.Drms.Catalog;
using NetDrms.Drms.Links;
using NetDrms.Drms.Sessions;
using NetDrms.Model.Series;
using NetDrms.Sums.Client;
using NetDrms.Testing;
using Npgsql;
using Xunit;

namespace NetDrms.Drms.Tests.Sessions;

/// <summary>Sessions and series for tests.</summary>
internal static class TestSessions
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Definition of a series of numbered files, two to a storage unit.</summary>
    public static string FileSeries(string table, int retentionDays) => $"""
        Seriesname: su_production.{table}
        Author: "test"
        Unitsize: 2
        Archive: 0
        Retention: {retentionDays}
        Tapegroup: 0
        Index: N
        Description: "{table}"
        Keyword: N, int, variable, record, DRMS_MISSING_VALUE, "%d", none, "number"
        Data: note, variable, int, 0, none, generic, "a file"

        """;

    public static SessionOptions Options(TestDatabase database, SumsAddress? sums = null) =>
        new() { Database = database.Target, Sums = sums, Started = TimeProvider.System.GetUtcNow() };

    public static SessionOptions Options(TestStorage storage) => Options(storage.Drms, storage.Address);

    public static Task<DrmsSession> OpenAsync(TestDatabase database, SumsAddress? sums = null) => DrmsSession.OpenAsync(Options(database, sums), Cancel);

    public static Task<DrmsSession> OpenAsync(TestStorage storage) => DrmsSession.OpenAsync(Options(storage), Cancel);

    /// <summary>Creates series in the order given and finds them again in the catalog.</summary>
    public static async Task<SeriesDefinition[]> CreateAsync(TestDatabase database, params string[] definitions)
    {
        await using NpgsqlConnection connection = await DatabaseConnection.OpenAsync(database.Target, Cancel);
        SeriesDefinition[] made = new SeriesDefinition[definitions.Length];
        for (int i = 0; i < made.Length; i++)
        {
            SeriesDefinition definition = DefinitionReader.Read(definitions[i], DefinitionOptions.Lenient).OrThrow();
            await new SeriesCreator(connection).CreateAsync(definition, new CreationOptions { AllowsMissingTargets = true }, Cancel);
            made[i] = await new SeriesCatalog(connection).GetAsync(definition.Name, Cancel);
        }
        return made;
    }

    /// <summary>Looks definitions up on a connection.</summary>
    public static SeriesLookup Lookup(NpgsqlConnection connection) => (name, cancel) =>
        SeriesName.TryParse(name, out SeriesName series) ? new SeriesCatalog(connection).FindAsync(series, cancel) : Task.FromResult<SeriesDefinition?>(null);
}
