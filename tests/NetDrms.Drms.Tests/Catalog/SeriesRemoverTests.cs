using NetDrms.Drms.Catalog;
using NetDrms.Model.Errors;
using NetDrms.Model.Series;
using NetDrms.Testing;
using Npgsql;

namespace NetDrms.Drms.Tests.Catalog;

public class SeriesRemoverTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_tells_before_what_goes_and_who_points_there()
    {
        await using TestDatabase database = await TestCluster.NewGoldDatabaseAsync();
        await using NpgsqlConnection connection = await database.DataSource.OpenConnectionAsync(Cancel);
        SeriesName name = (await new SeriesCatalog(connection).GetAsync("gold.m_45s", Cancel)).Name;
        SeriesRemoval removal = await new SeriesRemover(connection).InspectAsync(name, Cancel);
        Assert.Equal(69, removal.Records);
        Assert.True(removal.StorageUnits > 0 && removal.TableBytes > 0);
        Assert.False(removal.HasShadow);
        Assert.Equal([("gold.linked", "FIXED"), ("gold.linked", "MDATA")], removal.LinkedFrom);
        Assert.NotNull(await new SeriesCatalog(connection).FindAsync(name, Cancel));   // nothing went
    }

    [Fact]
    public async Task Everything_of_a_series_goes_and_nothing_of_another()
    {
        await using TestDatabase database = await TestCluster.NewGoldDatabaseAsync();
        await using NpgsqlConnection connection = await database.DataSource.OpenConnectionAsync(Cancel);
        SeriesName name = (await new SeriesCatalog(connection).GetAsync("gold.lev1", Cancel)).Name;
        await new SeriesRemover(connection).RemoveAsync(name, Cancel);
        Assert.Null(await new SeriesCatalog(connection).FindAsync(name, Cancel));
        foreach (string table in (string[])["drms_series", "drms_keyword", "drms_link", "drms_segment"])
            Assert.Empty(await SeriesSnapshot.RowsAsync(connection, name, table, Cancel));
        Assert.Equal(0L, await database.ScalarAsync<long>($"select count(*) from pg_class where relname like 'lev1%'"));
        Assert.Equal(4, await new SeriesCatalog(connection).ListAsync(null, Cancel).CountAsync(Cancel));
    }

    [Fact]
    public async Task In_a_transaction_it_comes_with_the_commit()
    {
        await using TestDatabase database = await TestCluster.NewGoldDatabaseAsync();
        await using NpgsqlConnection connection = await database.DataSource.OpenConnectionAsync(Cancel);
        SeriesName name = (await new SeriesCatalog(connection).GetAsync("gold.ts", Cancel)).Name;
        await using (NpgsqlTransaction transaction = await connection.BeginTransactionAsync(Cancel))
        {
            await new SeriesRemover(connection, transaction).RemoveAsync(name, Cancel);
            Assert.Null(await new SeriesCatalog(connection, transaction).FindAsync(name, Cancel));
        }
        Assert.NotNull(await new SeriesCatalog(connection).FindAsync(name, Cancel));
    }

    [Fact]   // spec 03 §5
    public async Task Only_the_owner_may_remove_a_series()
    {
        await using TestDatabase database = await TestCluster.NewGoldDatabaseAsync();
        await using NpgsqlConnection stranger = await Database.Sql.DatabaseConnection.OpenAsync(database.Target with { User = "readonlyuser" }, Cancel);
        SeriesName name = (await new SeriesCatalog(stranger).GetAsync("gold.ts", Cancel)).Name;
        foreach (Func<Task> attempt in (Func<Task>[])[() => new SeriesRemover(stranger).InspectAsync(name, Cancel), () => new SeriesRemover(stranger).RemoveAsync(name, Cancel)])
        {
            DrmsException thrown = await Assert.ThrowsAsync<DrmsException>(attempt);
            Assert.Equal((ErrorCode.Permission, "Permission failure - cannot delete series 'gold.ts'."), (thrown.Error.Code, thrown.Error.ClassicMessage));
        }
    }

    [Fact]
    public async Task A_series_whose_table_is_gone_can_still_be_removed()
    {
        await using TestDatabase database = await TestCluster.NewGoldDatabaseAsync();
        await database.ExecuteAsync($"drop table gold.carr");
        await using NpgsqlConnection connection = await database.DataSource.OpenConnectionAsync(Cancel);
        SeriesName name = (await new SeriesCatalog(connection).GetAsync("gold.carr", Cancel)).Name;
        Assert.Equal(0, (await new SeriesRemover(connection).InspectAsync(name, Cancel)).Records);
        await new SeriesRemover(connection).RemoveAsync(name, Cancel);
        Assert.Null(await new SeriesCatalog(connection).FindAsync(name, Cancel));
    }

    [Fact]
    public async Task An_unknown_series_is_named()
    {
        await using TestDatabase database = await TestCluster.NewGoldDatabaseAsync();
        await using NpgsqlConnection connection = await database.DataSource.OpenConnectionAsync(Cancel);
        Assert.True(SeriesName.TryParse("gold.nosuch", out SeriesName name));
        DrmsException thrown = await Assert.ThrowsAsync<DrmsException>(() => new SeriesRemover(connection).InspectAsync(name, Cancel));
        Assert.Equal("***** The series gold.nosuch does not exist, and cannot be removed. *****\n Please try again with a valid series name", thrown.Error.ClassicMessage);
    }
}
