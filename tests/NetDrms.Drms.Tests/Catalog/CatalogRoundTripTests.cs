using CsCheck;
using NetDrms.Database.Schema;
using NetDrms.Drms.Catalog;
using NetDrms.Model.Keywords;
using NetDrms.Model.Series;
using NetDrms.Model.Tests.Series;
using NetDrms.Testing;
using Npgsql;

namespace NetDrms.Drms.Tests.Catalog;

public class CatalogRoundTripTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]   // spec 02 §10.1, over the database
    public async Task What_is_made_is_read_back()
    {
        await using TestDatabase database = await TestCluster.NewDrmsDatabaseAsync();
        await using NpgsqlConnection superuser = await database.SuperuserSource.OpenConnectionAsync(Cancel);
        foreach (string name in (string[])["some", "ns"])
            await NamespaceSchema.CreateAsync(superuser, name, NamespaceGroup.User, TestCluster.ProductionUser, Cancel);
        await using NpgsqlConnection connection = await database.DataSource.OpenConnectionAsync(Cancel);
        for (int i = 0; i < 3; i++)
        {
            await new SeriesCreator(connection).CreateAsync(DefinitionReader.Read($"""
                Seriesname: ns.target_{i}
                Unitsize: 1
                Index: Key, VAL
                Keyword: Key, string, variable, record, "", %s, none, ""
                Keyword: VAL, double, variable, record, 0, %f, none, ""
                Data: there, variable, int, 0, "", generic, ""
                """, DefinitionOptions.Strict).OrThrow(), CreationOptions.Standard, Cancel);
        }
        await RandomDefinition.Gen.SampleAsync(async definition =>
        {
            await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync(Cancel);   // undone: the next has the same name
            SeriesDefinition made = await new SeriesCreator(connection, transaction).CreateAsync(definition, new CreationOptions { AllowsShadow = true }, Cancel);
            SeriesDefinition read = await new SeriesCatalog(connection, transaction).GetAsync(definition.Name, Cancel);
            SameDefinition.Check(AsStored(made), read);
        }, iter: 40, threads: 1);
    }

    // the catalog keeps whole seconds of a time, six decimals of an interval, links by name, and no wish for a shadow table
    private static SeriesDefinition AsStored(SeriesDefinition series) => series with
    {
        CreateShadow = false,
        Links = [.. series.Links.OrderBy(link => link.Name, StringComparer.Ordinal)],
        Keywords = [.. series.Keywords.Select(keyword => keyword.Type == DrmsType.Time
            ? keyword with { Default = DefaultText.OfCatalog(keyword.Type, keyword.Unit, DefaultText.ToCatalog(keyword.Type, keyword.Unit, keyword.Default)) }
            : keyword)],
    };
}
