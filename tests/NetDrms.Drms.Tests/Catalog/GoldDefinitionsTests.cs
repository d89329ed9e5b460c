using NetDrms.Database.Schema;
using NetDrms.Drms.Catalog;
using NetDrms.Model.Series;
using NetDrms.Testing;
using Npgsql;

namespace NetDrms.Drms.Tests.Catalog;

/// <summary>Our series compared with those that the original made of the same definitions. Spec 02 §2.2, §3.</summary>
public class GoldDefinitionsTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    // The targets of links come first. Dates, and the order of rows, are left aside.
    private static readonly string[] s_series = ["m_45s", "ts", "lev1", "carr", "linked"];

    [Fact]
    public async Task Our_series_have_the_rows_columns_indexes_and_rights_of_the_original_s()
    {
        await using TestDatabase gold = await TestCluster.NewGoldDatabaseAsync();
        await using TestDatabase made = await TestCluster.NewDrmsDatabaseAsync();
        await using (NpgsqlConnection superuser = await made.SuperuserSource.OpenConnectionAsync(Cancel))
            await NamespaceSchema.CreateAsync(superuser, "gold", NamespaceGroup.System, TestCluster.ProductionUser, Cancel);
        await using NpgsqlConnection original = await gold.DataSource.OpenConnectionAsync(Cancel);
        await using NpgsqlConnection ours = await made.DataSource.OpenConnectionAsync(Cancel);
        foreach (string name in s_series)
        {
            string text = await File.ReadAllTextAsync(Golden.PathOf($"jsd/{name}.jsd"), Cancel);
            ClassicCreateSeries created = await ClassicCreateSeries.RunAsync(ours, text, Cancel);
            Assert.True(created.Exit == 0, created.Error);
            await CompareAsync(original, ours, created.Made!.Name);
        }
    }

    [Fact]   // read, write, read: the same definition, whoever made the catalog rows
    public async Task The_definitions_of_the_original_read_back_from_our_description()
    {
        await using TestDatabase gold = await TestCluster.NewGoldDatabaseAsync();
        await using NpgsqlConnection connection = await gold.DataSource.OpenConnectionAsync(Cancel);
        foreach (string name in s_series)
        {
            SeriesDefinition read = await new SeriesCatalog(connection).GetAsync($"gold.{name}", Cancel);
            SeriesDefinition again = DefinitionReader.Read(DefinitionWriter.Write(read), DefinitionOptions.Strict).OrThrow();
            SameDefinition.Check(read with { Created = "", StagingRetentionDays = 3 }, again);
        }
    }

    private static async Task CompareAsync(NpgsqlConnection original, NpgsqlConnection ours, SeriesName series)
    {
        foreach (string table in (string[])["drms_series", "drms_keyword", "drms_link", "drms_segment"])
            Assert.Equal(await SeriesSnapshot.RowsAsync(original, series, table, Cancel), await SeriesSnapshot.RowsAsync(ours, series, table, Cancel));
        Assert.Equal(await SeriesSnapshot.ColumnsAsync(original, series, Cancel), await SeriesSnapshot.ColumnsAsync(ours, series, Cancel));
        Assert.Equal(await SeriesSnapshot.IndexesAsync(original, series, Cancel), await SeriesSnapshot.IndexesAsync(ours, series, Cancel));
        Assert.Equal(await SeriesSnapshot.GrantsAsync(original, series, Cancel), await SeriesSnapshot.GrantsAsync(ours, series, Cancel));
        Assert.Equal(await SeriesSnapshot.ConstraintsAsync(original, series, Cancel), await SeriesSnapshot.ConstraintsAsync(ours, series, Cancel));
        Assert.Equal(await SeriesSnapshot.SequenceAsync(original, series, Cancel), await SeriesSnapshot.SequenceAsync(ours, series, Cancel));
    }
}
