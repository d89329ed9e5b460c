using NetDrms.Database.Sql;
using NetDrms.Drms.Catalog;
using NetDrms.Model.Errors;
using NetDrms.Model.Keywords;
using NetDrms.Model.Series;
using NetDrms.Testing;
using Npgsql;

namespace NetDrms.Drms.Tests.Catalog;

public class SeriesCatalogTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]   // spec 02 §2.2, on the rows that the original wrote
    public async Task A_series_of_the_original_is_read_whole()
    {
        await using TestDatabase database = await TestCluster.NewGoldDatabaseAsync();
        await using NpgsqlConnection connection = await database.DataSource.OpenConnectionAsync(Cancel);
        SeriesDefinition series = await new SeriesCatalog(connection).GetAsync("GOLD.m_45S", Cancel);

        Assert.Equal("gold.m_45s", series.Name.Text);
        Assert.Equal(("Golden Author", "netdrms_production", 1, 0, 10, 0), (series.Author, series.Owner, series.UnitSize, series.Archive, series.RetentionDays, series.StagingRetentionDays));
        Assert.Equal("T_REC_index CAMERA", string.Join(' ', series.PrimeKeys.Select(key => key.Name)));
        Assert.Equal("T_REC CAMERA", string.Join(' ', series.PrimeKeys.Select(key => series.External(key).Name)));
        Assert.Null(series.DbIndex);
        Assert.Equal(
            "cparms_sg000 magnetogram_bzero magnetogram_bscale T_REC T_REC_epoch T_REC_step CAMERA DATE DATE__OBS T_OBS DATAMEAN DATARMS QUALITY TELESCOP CONTENT NVALS SHORTK CHARK CRVAL1 EXPTIME T_REC_index",
            string.Join(' ', series.Keywords.Select(keyword => keyword.Name)));
        Assert.Equal(Enumerable.Range(1, 21), series.Keywords.Select(keyword => keyword.Rank));
        Assert.Equal(["cparms_sg000", "magnetogram_bzero", "magnetogram_bscale", "T_REC_index"], series.Keywords.Where(keyword => keyword.IsImplicit).Select(keyword => keyword.Name));
        Assert.Equal(KeywordKind.TsEq, series.Keywords[3].Kind);
        SegmentDefinition segment = Assert.Single(series.Segments);
        Assert.Equal((SegmentProtocol.Fits, DrmsType.Int, SegmentScope.Variable, "Gauss"), (segment.Protocol, segment.Type, segment.Scope, segment.Unit));
        Assert.Equal([100, 100], segment.Dimensions);
    }

    [Fact]
    public async Task Links_indexes_and_per_segment_keywords_are_read()
    {
        await using TestDatabase database = await TestCluster.NewGoldDatabaseAsync();
        await using NpgsqlConnection connection = await database.DataSource.OpenConnectionAsync(Cancel);
        SeriesCatalog catalog = new(connection);
        SeriesDefinition linked = await catalog.GetAsync("gold.linked", Cancel);
        Assert.Equal(
            [new LinkDefinition("FIXED", "gold.m_45s", false, "One version of the magnetogram"), new LinkDefinition("MDATA", "gold.m_45s", true, "The magnetogram, newest version")],
            linked.Links);
        Assert.True(linked.TryGetKeyword("MEANCOPY", out KeywordDefinition? copy));
        Assert.Equal(("MDATA", "DATAMEAN"), (copy.LinkName, copy.TargetKeyword));
        Assert.Equal(("MDATA", "magnetogram"), (linked.Segments[0].LinkName, linked.Segments[0].TargetSegment));

        SeriesDefinition lev1 = await catalog.GetAsync("gold.lev1", Cancel);
        Assert.Equal(["FSN"], lev1.DbIndex!);
        Assert.True(lev1.TryGetKeyword("MEAN", out KeywordDefinition? mean));
        Assert.True(mean.IsPerSegment);
        Assert.Equal((8, 10), (mean.Rank, lev1.Keywords[^1].Rank));   // two segments take two ranks
    }

    [Theory]   // an unknown series must not end a transaction that is open
    [InlineData("gold.m_46s", "gold.m_45s")]
    [InlineData("nosuchns.m_45s", null)]
    [InlineData("admin.x", null)]
    [InlineData("no name at all", null)]
    public async Task An_unknown_series_is_an_error_that_knows_the_nearest_name(string name, string? nearest)
    {
        await using TestDatabase database = await TestCluster.NewGoldDatabaseAsync();
        await using NpgsqlConnection connection = await database.DataSource.OpenConnectionAsync(Cancel);
        await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync(Cancel);
        foreach (SeriesCatalog catalog in (SeriesCatalog[])[new(connection, transaction), new(connection, transaction)])
        {
            DrmsException thrown = await Assert.ThrowsAsync<DrmsException>(() => catalog.GetAsync(name, Cancel));
            Assert.Equal(ErrorCode.UnknownSeries, thrown.Error.Code);
            Assert.Contains(name, thrown.Error.Message, StringComparison.Ordinal);
            Assert.Equal(nearest is null ? null : $"Did you mean \"{nearest}\"?", thrown.Error.Hint);
        }
        Assert.NotNull(await new SeriesCatalog(connection, transaction).FindAsync((await new SeriesCatalog(connection, transaction).GetAsync("gold.ts", Cancel)).Name, Cancel));
    }

    [Theory]   // spec 03 §4: regular expression, any case, anywhere; NOT inverts
    [InlineData(null, false, "gold.carr gold.lev1 gold.linked gold.m_45s gold.ts")]
    [InlineData("GOLD\\.L", false, "gold.lev1 gold.linked")]
    [InlineData("^gold\\.[lt]", true, "gold.carr gold.m_45s")]
    [InlineData("nothing", false, "")]
    public async Task Series_are_listed_by_name(string? pattern, bool inverted, string expected)
    {
        await using TestDatabase database = await TestCluster.NewGoldDatabaseAsync();
        await using NpgsqlConnection connection = await database.DataSource.OpenConnectionAsync(Cancel);
        List<SeriesListing> listed = await new SeriesCatalog(connection).ListAsync(pattern is null ? null : new SeriesFilter(pattern, inverted), Cancel).ToListAsync(Cancel);
        Assert.Equal(expected, string.Join(' ', listed.Select(series => series.Name)));
        if (pattern is null)
        {
            Assert.Equal(["CarrTime", "LatBin"], listed[0].PrimeKeys);
            Assert.Equal((-1, 1, 0, "carr, slot and enum keys"), (listed[0].Archive, listed[0].Retention.Days, listed[0].TapeGroup, listed[0].Description));
        }
    }

    [Fact]
    public async Task A_filter_that_is_no_regular_expression_is_an_error()
    {
        await using TestDatabase database = await TestCluster.NewGoldDatabaseAsync();
        await using NpgsqlConnection connection = await database.DataSource.OpenConnectionAsync(Cancel);
        DrmsException thrown = await Assert.ThrowsAsync<DrmsException>(async () => await new SeriesCatalog(connection).ListAsync(new SeriesFilter("a(b", false), Cancel).ToListAsync(Cancel));
        Assert.Equal(ErrorCode.Argument, thrown.Error.Code);
    }

    [Fact]   // spec 02 §2.2: before version 2.1 the column was 0 or 1, the order that of the columns
    public async Task A_series_of_before_version_2_1_gets_its_order_from_its_columns()
    {
        await using TestDatabase database = await TestCluster.NewGoldDatabaseAsync();
        await database.ExecuteAsync($"update gold.drms_series set version = '2.0' where seriesname = 'gold.lev1'");
        await database.ExecuteAsync($"update gold.drms_keyword set persegment = persegment & 1 where seriesname = 'gold.lev1'");
        await using NpgsqlConnection connection = await database.DataSource.OpenConnectionAsync(Cancel);
        SeriesDefinition series = await new SeriesCatalog(connection).GetAsync("gold.lev1", Cancel);
        Assert.Equal("cparms_sg000 image_bzero image_bscale FSN WAVE_STR TILT T_OBS MEAN COMMENT", string.Join(' ', series.Keywords.Select(keyword => keyword.Name)));
        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8, 10], series.Keywords.Select(keyword => keyword.Rank));
        Assert.Equal(3, series.Keywords.Count(keyword => keyword.IsImplicit));
        Assert.Equal("FSN WAVE_STR TILT", string.Join(' ', series.PrimeKeys.Select(key => key.Name)));
        Assert.All(series.PrimeKeys, key => Assert.True(key.Rank > 0));
    }

    [Fact]
    public async Task A_namespace_without_tables_is_passed_over()
    {
        await using TestDatabase database = await TestCluster.NewGoldDatabaseAsync();
        await database.ExecuteAsync($"insert into admin.ns values ('su_guest', 'user', 'guest'), ('GOLD2', 'user', 'nobody')");
        await using NpgsqlConnection connection = await database.DataSource.OpenConnectionAsync(Cancel);
        Assert.Equal(["gold", "hmi", "su_production"], await new SeriesCatalog(connection).NamespacesAsync(Cancel));
    }
}
