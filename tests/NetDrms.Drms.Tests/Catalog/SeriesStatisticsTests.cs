using NetDrms.Database.Sql;
using NetDrms.Drms.Catalog;
using NetDrms.Model.Keywords;
using NetDrms.Model.Series;
using NetDrms.Testing;
using Npgsql;

namespace NetDrms.Drms.Tests.Catalog;

public class SeriesStatisticsTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]   // recorded: cli.jsonl, show_info -s and describe_series
    [InlineData("gold.m_45s", 3, 69, 69, 52)]
    [InlineData("gold.lev1", 1, 30, 30, 30)]
    [InlineData("gold.carr", 1, 5, 5, 5)]
    [InlineData("gold.linked", null, null, 5, 4)]
    public async Task Ends_and_counts_are_the_original_s(string name, int? first, int? last, int records, int groups)
    {
        await using TestDatabase database = await TestCluster.NewGoldDatabaseAsync();
        await using NpgsqlConnection connection = await database.DataSource.OpenConnectionAsync(Cancel);
        SeriesDefinition series = await new SeriesCatalog(connection).GetAsync(name, Cancel);
        SeriesExtent extent = await new SeriesStatistics(connection).ExtentAsync(series, Cancel);
        if (first is not null)
            Assert.Equal(new SeriesExtent(first, last, records, false), extent);
        SeriesCounts counts = await new SeriesStatistics(connection).CountAsync(series, Cancel);
        Assert.Equal((records, records, groups), (counts.LastRecnum, counts.Records, counts.Groups));
        Assert.Equal(series.PrimeKeys, counts.Ranges.Select(range => range.Key));
    }

    [Fact]
    public async Task Ranges_have_the_type_of_the_key()
    {
        await using TestDatabase database = await TestCluster.NewGoldDatabaseAsync();
        await using NpgsqlConnection connection = await database.DataSource.OpenConnectionAsync(Cancel);
        SeriesCounts counts = await new SeriesStatistics(connection).CountAsync(await new SeriesCatalog(connection).GetAsync("gold.lev1", Cancel), Cancel);
        Assert.Equal((DrmsValue.OfInteger(DrmsType.Int, 100), DrmsValue.OfInteger(DrmsType.Int, 111)), (counts.Ranges[0].Least, counts.Ranges[0].Greatest));
        Assert.Equal((DrmsValue.OfString("171"), DrmsValue.OfString("94_THIN")), (counts.Ranges[1].Least, counts.Ranges[1].Greatest));
        Assert.Equal((DrmsValue.OfDouble(-2.5), DrmsValue.OfDouble(3)), (counts.Ranges[2].Least, counts.Ranges[2].Greatest));
    }

    [Fact]
    public async Task An_empty_series_has_no_ends()
    {
        await using TestDatabase database = await TestCluster.NewGoldDatabaseAsync();
        await database.ExecuteAsync($"delete from gold.carr");
        await using NpgsqlConnection connection = await database.DataSource.OpenConnectionAsync(Cancel);
        SeriesDefinition series = await new SeriesCatalog(connection).GetAsync("gold.carr", Cancel);
        Assert.Equal(new SeriesExtent(null, null, null, false), await new SeriesStatistics(connection).ExtentAsync(series, Cancel));
        SeriesCounts counts = await new SeriesStatistics(connection).CountAsync(series, Cancel);
        Assert.Equal((0L, 0L, 0L), (counts.LastRecnum, counts.Records, counts.Groups));
        Assert.All(counts.Ranges, range => Assert.True(range.Least.IsMissing && range.Greatest.IsMissing));
    }

    [Fact]   // a key may be NULL in rows that other programs wrote
    public async Task A_record_whose_key_is_null_does_not_hide_the_ends()
    {
        await using TestDatabase database = await TestCluster.NewGoldDatabaseAsync();
        await database.ExecuteAsync($"insert into gold.carr (recnum) values (99)");
        await using NpgsqlConnection connection = await database.DataSource.OpenConnectionAsync(Cancel);
        SeriesDefinition series = await new SeriesCatalog(connection).GetAsync("gold.carr", Cancel);
        Assert.Equal(new SeriesExtent(1, 5, 99, false), await new SeriesStatistics(connection).ExtentAsync(series, Cancel));
    }
}
