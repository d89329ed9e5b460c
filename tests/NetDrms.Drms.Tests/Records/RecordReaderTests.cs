using NetDrms.Database.Sql;
using NetDrms.Drms.Links;
using NetDrms.Drms.Records;
using NetDrms.Drms.Segments;
using NetDrms.Model.Keywords;
using NetDrms.Model.Series;
using NetDrms.Testing;
using Npgsql;
using Xunit;

namespace NetDrms.Drms.Tests.Records;

/// <summary>Reading rows of the database that the original made. Spec 02 §4.3, §7.</summary>
public sealed class RecordReaderTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Values_come_back_as_the_original_stored_them()
    {
        await using TestDatabase database = await TestCluster.NewGoldDatabaseAsync();
        await using NpgsqlConnection connection = await DatabaseConnection.OpenAsync(database.Target, Cancel);
        RecordColumns columns = await BindAsync(GoldSeries.Magnetograms, new RecordRequest
        {
            Parts = RecordParts.All,
            Keywords = [.. RecordKeyword.All(GoldSeries.Magnetograms, withImplicit: true)],
            Segments = GoldSeries.Magnetograms.Segments,
        });
        await using RecordReader reader = await RecordReader.OpenAsync(connection, Statement(columns, 7), columns, Cancel);
        Assert.True(await reader.ReadAsync(Cancel));
        RecordRow row = reader.Row;
        Assert.Equal((7, 1205, 0, 224, "su_production"), (row.Recnum, row.Sunum, row.Slotnum, row.SessionId, row.SessionNamespace));
        DrmsValue[] values = [.. Enumerable.Range(0, columns.Keywords.Count).Select(row.Keyword)];
        DrmsValue[] expected =
        [
            DrmsValue.OfTime(1172707245), DrmsValue.OfInteger(DrmsType.Int, 2), DrmsValue.OfDouble(-8.75), DrmsValue.OfFloat(0.008f),
            DrmsValue.OfInteger(DrmsType.Int, 16), DrmsValue.OfInteger(DrmsType.LongLong, 12702939000), DrmsValue.OfInteger(DrmsType.Short, -19),
            DrmsValue.OfInteger(DrmsType.Char, 45), DrmsValue.OfString("MAGNETOGRAM"), DrmsValue.OfDouble(-123.456789), DrmsValue.OfString("SDO/HMI"),
            DrmsValue.OfInteger(DrmsType.LongLong, 14839681), DrmsValue.OfTime(504921600), DrmsValue.OfDouble(45),
        ];
        Assert.Equal(expected, values);
        Assert.True(row.TryGetUtf8(8, out ReadOnlySpan<byte> text));
        Assert.True(text.SequenceEqual("MAGNETOGRAM"u8));
        Assert.False(row.TryGetUtf8(10, out _));   // a constant stands in no column
        Assert.Equal(new SegmentPlace(7, 1205, 0, ""), row.Segment(0));
        Assert.False(await reader.ReadAsync(Cancel));
    }

    [Fact]
    public async Task Links_are_followed_inside_the_one_statement()
    {
        await using TestDatabase database = await TestCluster.NewGoldDatabaseAsync();
        await using NpgsqlConnection connection = await DatabaseConnection.OpenAsync(database.Target, Cancel);
        RecordColumns columns = await BindAsync(GoldSeries.Linked, new RecordRequest
        {
            Keywords = [.. RecordKeyword.All(GoldSeries.Linked, withImplicit: false)],
            Segments = GoldSeries.Linked.Segments,
            Links = GoldSeries.Linked.Links,
        });
        await using RecordReader reader = await RecordReader.OpenAsync(connection, Statement(columns, 1, 5), columns, Cancel);
        Assert.True(await reader.ReadAsync(Cancel));
        RecordRow row = reader.Row;
        Assert.Equal(LinkState.Unset, row.StateOfKeyword(1));
        Assert.Equal(LinkState.Unset, row.StateOfSegment(0));
        Assert.True(row.Keyword(1).IsMissing);
        Assert.True(await reader.ReadAsync(Cancel));
        Assert.Equal(LinkState.Found, row.StateOfKeyword(1));
        Assert.Equal(DrmsValue.OfDouble(-7.25), row.Keyword(1));   // the newest version of 00:01:30, camera 2
        Assert.Equal(13, row.Link(0).Recnum);
        Assert.Equal(DrmsValue.OfDouble(97.25), row.Keyword(2));   // the second version of 00:03:45: a static link stays with it
        Assert.Equal(8, row.Segment(0).Recnum);
        Assert.Equal((DrmsValue.OfTime(1172707290), DrmsValue.OfInteger(DrmsType.Int, 2)), (row.LinkKey(1, 0), row.LinkKey(1, 1)));
    }

    [Fact]
    public async Task Null_reads_as_the_default_of_the_keyword()
    {
        await using TestDatabase database = await TestCluster.NewGoldDatabaseAsync();
        await using NpgsqlConnection connection = await DatabaseConnection.OpenAsync(database.Target, Cancel);
        await using (NpgsqlCommand command = ((SqlText)$"update gold.m_45s set content = null, quality = null, sunum = null where recnum = 1").On(connection))
            await command.ExecuteNonQueryAsync(Cancel);
        KeywordDefinition content = GoldSeries.Keyword("CONTENT", DrmsType.String) with { Default = DrmsValue.OfString("none given") };
        RecordColumns columns = await BindAsync(GoldSeries.Magnetograms, new RecordRequest
        {
            Parts = RecordParts.Sunum,
            Keywords = [new(content, null), new(GoldSeries.Keyword("QUALITY", DrmsType.Int), null)],
        });
        await using RecordReader reader = await RecordReader.OpenAsync(connection, Statement(columns, 1), columns, Cancel);
        Assert.True(await reader.ReadAsync(Cancel));
        Assert.Equal(DrmsValue.OfString("none given"), reader.Row.Keyword(0));
        Assert.True(reader.Row.Keyword(1).IsMissing);
        Assert.Equal(-1, reader.Row.Sunum);
    }

    private static Task<RecordColumns> BindAsync(SeriesDefinition series, RecordRequest request) => RecordColumns.BindAsync(series, request, GoldSeries.FindAsync, Cancel);

    private static SqlText Statement(RecordColumns columns, params long[] recnums) =>
        $"select {columns.Columns} from {SqlName.Of(columns.Source.Name)} t{columns.Joins} where t.recnum = any({recnums}) order by t.recnum";
}
