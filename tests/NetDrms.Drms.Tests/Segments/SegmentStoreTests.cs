using NetDrms.Database.Sql;
using NetDrms.Drms.Links;
using NetDrms.Drms.Records;
using NetDrms.Drms.Sessions;
using NetDrms.Drms.Tests.Sessions;
using NetDrms.Fits.Images;
using NetDrms.Model.Errors;
using NetDrms.Model.Keywords;
using NetDrms.Model.Series;
using NetDrms.Testing;
using Xunit;

namespace NetDrms.Drms.Tests.Segments;

/// <summary>The files of records, written and read back through the session and a real daemon. Spec 02 §5.</summary>
public sealed class SegmentStoreTests
{
    private const string Images = """
        Seriesname: su_production.images
        Author: "test"
        Unitsize: 2
        Archive: 0
        Retention: 5
        Tapegroup: 0
        Index: N
        Description: "images"
        Keyword: N, int, variable, record, DRMS_MISSING_VALUE, "%d", none, "number"
        Data: img, variable, short, 2, 3, 2, "DN", fits, "compress Rice", 10, 0.5, "an image"
        Data: free, vardim, float, 2, 1, 1, "DN", fits, "", "an image of any size"
        Data: dark, constant, int, 1, 2, "DN", fits, "", 0, 1, "the same for all"
        Data: note, variable, int, 0, none, generic, "files"

        """;

    private const string Cubes = """
        Seriesname: su_production.cubes
        Author: "test"
        Unitsize: 3
        Archive: 0
        Retention: 5
        Tapegroup: 0
        Index: N
        Description: "cubes"
        Keyword: N, int, variable, record, DRMS_MISSING_VALUE, "%d", none, "number"
        Data: cube, variable, int, 1, 2, "DN", tas, "", 0, 1, "a slice"

        """;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_image_is_stored_by_the_segment_s_rules_and_read_back()
    {
        await using TestStorage storage = await TestStorage.StartAsync();
        SeriesDefinition series = (await TestSessions.CreateAsync(storage.Drms, Images))[0];
        await using (DrmsSession session = await TestSessions.OpenAsync(storage))
        {
            NewRecord record = await NewAsync(session, series, 1);
            using SegmentArray image = SegmentArray.Of<float>(DrmsType.Float, [3, 2], [10, 10.5f, 11, -3, float.NaN, 100]);
            using SegmentArray scaled = new SegmentArray(DrmsType.Float, [3, 2]) { Zero = 10, Scale = 0.5 };
            image.Pixels<float>().CopyTo(scaled.Pixels<float>());
            await session.Segments.WriteAsync(record, series.Segments[0], scaled, Cancel);
            using SegmentArray free = SegmentArray.Of<float>(DrmsType.Float, [4, 1], [1, 2, 3, 4]);
            await session.Segments.WriteAsync(record, series.Segments[1], free, Cancel);
            await AddAsync(session, series, record);
            await session.CommitAsync(Cancel);
        }
        Assert.Equal("10|0.5|img.fits|free.fits|4|1", await storage.DrmsAsync($"select concat_ws('|', img_bzero, img_bscale, sg_000_file, sg_001_file, sg_001_axis000, sg_001_axis001) from su_production.images"));
        await using DrmsSession reading = await TestSessions.OpenAsync(storage);
        await using RecordReader reader = await OpenAsync(reading, series, 1);
        using SegmentArray read = await reading.Segments.ReadAsync(reader.Row, 0, DrmsType.Double, Cancel);
        Assert.Equal([10, 10.5, 11, -3, double.NaN, 100], read.Pixels<double>().ToArray());
        using SegmentArray raw = await reading.Segments.ReadAsync(reader.Row, 0, null, Cancel);
        Assert.Equal([0, 1, 2, -26, short.MinValue, 180], raw.Pixels<short>().ToArray());
        Assert.Equal((4, 1, 3), (reader.Row.SegmentAxis(1, 0), reader.Row.SegmentAxis(1, 1), reader.Row.SegmentAxis(0, 0)));
        using SegmentArray any = await reading.Segments.ReadAsync(reader.Row, 1, DrmsType.Float, Cancel);
        Assert.Equal([1, 2, 3, 4], any.Pixels<float>().ToArray());
    }

    [Fact]
    public async Task A_constant_segment_is_written_once_and_read_by_every_record()
    {
        await using TestStorage storage = await TestStorage.StartAsync();
        SeriesDefinition series = (await TestSessions.CreateAsync(storage.Drms, Images))[0];
        using SegmentArray dark = SegmentArray.Of<int>(DrmsType.Int, [2], [7, 8]);
        await using (DrmsSession session = await TestSessions.OpenAsync(storage))
        {
            NewRecord writing = await NewAsync(session, series, 1);
            await session.Segments.WriteAsync(writing, series.Segments[2], dark, Cancel);
            await AddAsync(session, series, writing);
            await AddAsync(session, series, await NewAsync(session, series, 2));
            await session.CommitAsync(Cancel);
        }
        await using (DrmsSession reading = await TestSessions.OpenAsync(storage))
        {
            SeriesDefinition now = await TestSessions.Lookup(reading.Connection)(series.Name.Text, Cancel) ?? series;
            await using RecordReader reader = await OpenAsync(reading, now, 2);
            Assert.Equal((LinkState.Found, 1L), (reader.Row.StateOfSegment(2), reader.Row.Segment(2).Recnum));
            using SegmentArray read = await reading.Segments.ReadAsync(reader.Row, 2, DrmsType.Int, Cancel);
            Assert.Equal([7, 8], read.Pixels<int>().ToArray());
        }
        await using DrmsSession again = await TestSessions.OpenAsync(storage);
        DrmsException error = await Assert.ThrowsAsync<DrmsException>(async () => await again.Segments.WriteAsync(await NewAsync(again, series, 3), series.Segments[2], dark, Cancel));
        Assert.Equal("constant segment has already been initialized", error.Error.ClassicMessage);
        await Assert.ThrowsAsync<DrmsException>(() => again.CommitAsync(Cancel));
    }

    [Fact]
    public async Task A_clone_shares_until_a_file_is_written_and_copies_then()
    {
        await using TestStorage storage = await TestStorage.StartAsync();
        SeriesDefinition series = (await TestSessions.CreateAsync(storage.Drms, Images))[0];
        using TextFile first = new("first.txt", "first");
        using TextFile second = new("second.txt", "second");
        await using (DrmsSession session = await TestSessions.OpenAsync(storage))
        {
            NewRecord record = await NewAsync(session, series, 1);
            await session.Segments.CopyInAsync(record, series.Segments[3], first.Path, Cancel);
            using SegmentArray image = SegmentArray.Of<short>(DrmsType.Short, [3, 2], [1, 2, 3, 4, 5, 6]);
            await session.Segments.WriteAsync(record, series.Segments[0], image, Cancel);
            await AddAsync(session, series, record);
            await session.CommitAsync(Cancel);
        }
        await using (DrmsSession session = await TestSessions.OpenAsync(storage))
        {
            await AddAsync(session, series, await CloneAsync(session, series, 1));
            NewRecord changed = await CloneAsync(session, series, 1);
            await session.Segments.CopyInAsync(changed, series.Segments[3], second.Path, Cancel);
            await AddAsync(session, series, changed);
            await session.CommitAsync(Cancel);
        }
        Assert.Equal("first.txt:true first.txt:true second.txt:false", await storage.DrmsAsync(
            $"select string_agg(sg_003_file || ':' || (sunum = (select sunum from su_production.images where recnum = 1)), ' ' order by recnum) from su_production.images"));
        string unit = "D" + await storage.DrmsAsync($"select sunum::text from su_production.images where recnum = 3");
        Assert.Equal([$"{unit}/Records.txt", $"{unit}/S00000/first.txt", $"{unit}/S00000/img.fits", $"{unit}/S00000/second.txt"], storage.Files().Where(file => file.StartsWith(unit + "/", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_tree_is_copied_whole_and_links_in_it_are_followed()
    {
        await using TestStorage storage = await TestStorage.StartAsync();
        SeriesDefinition series = (await TestSessions.CreateAsync(storage.Drms, Images))[0];
        using TextFile file = new("a.txt", "content");
        string tree = Directory.CreateDirectory(Path.Combine(file.Folder, "tree", "sub")).Parent!.FullName;
        File.CreateSymbolicLink(Path.Combine(tree, "sub", "link.txt"), file.Path);
        string path;
        await using (DrmsSession session = await TestSessions.OpenAsync(storage))
        {
            NewRecord record = await NewAsync(session, series, 1);
            path = await session.Segments.CopyInAsync(record, series.Segments[3], tree + "/", Cancel);
            await AddAsync(session, series, record);
            await session.CommitAsync(Cancel);
        }
        string copy = Path.Combine(path, "sub", "link.txt");
        Assert.Equal(("content", false), (await File.ReadAllTextAsync(copy, Cancel), new FileInfo(copy).LinkTarget is not null));
        Assert.Equal("tree", await storage.DrmsAsync($"select sg_003_file from su_production.images"));
    }

    [Fact]
    public async Task A_tree_that_leads_back_into_itself_spoils_the_session()
    {
        await using TestStorage storage = await TestStorage.StartAsync();
        SeriesDefinition series = (await TestSessions.CreateAsync(storage.Drms, Images))[0];
        using TextFile file = new("a.txt", "content");
        File.CreateSymbolicLink(Path.Combine(file.Folder, "loop"), file.Folder);
        await using (DrmsSession session = await TestSessions.OpenAsync(storage))
        {
            NewRecord record = await NewAsync(session, series, 1);
            await Assert.ThrowsAsync<DrmsException>(() => session.Segments.CopyInAsync(record, series.Segments[3], file.Folder, Cancel));
            await Assert.ThrowsAsync<DrmsException>(() => session.CommitAsync(Cancel));
        }
        await storage.SettleAsync();
        Assert.Empty(storage.Units());
    }

    [Fact]
    public async Task An_array_that_does_not_fit_spoils_the_session_and_leaves_nothing()
    {
        await using TestStorage storage = await TestStorage.StartAsync();
        SeriesDefinition series = (await TestSessions.CreateAsync(storage.Drms, Images))[0];
        await using (DrmsSession session = await TestSessions.OpenAsync(storage))
        {
            NewRecord record = await NewAsync(session, series, 1);
            using SegmentArray wrong = new(DrmsType.Short, [4, 2]);
            await Assert.ThrowsAsync<DrmsException>(() => session.Segments.WriteAsync(record, series.Segments[0], wrong, Cancel));
            await AddAsync(session, series, record);
            await Assert.ThrowsAsync<DrmsException>(() => session.CommitAsync(Cancel));
        }
        await storage.SettleAsync();
        Assert.Empty(storage.Units());
        Assert.Equal("0", await storage.DrmsAsync($"select count(*)::text from su_production.images"));
    }

    [Fact]
    public async Task A_missing_file_is_refused_without_harm()
    {
        await using TestStorage storage = await TestStorage.StartAsync();
        SeriesDefinition series = (await TestSessions.CreateAsync(storage.Drms, Images))[0];
        await using DrmsSession session = await TestSessions.OpenAsync(storage);
        NewRecord record = await NewAsync(session, series, 1);
        DrmsException error = await Assert.ThrowsAsync<DrmsException>(() => session.Segments.CopyInAsync(record, series.Segments[3], "/nowhere/x.dat", Cancel));
        Assert.Equal((ErrorCode.File, "Error:Unable to open /nowhere/x.dat"), (error.Error.Code, error.Error.ClassicMessage));
        await AddAsync(session, series, record);
        await session.CommitAsync(Cancel);
        Assert.Equal("-1|0", await storage.DrmsAsync($"select concat_ws('|', sunum, slotnum) from su_production.images"));
    }

    [Fact]
    public async Task Slices_of_a_unit_share_one_cube()
    {
        await using TestStorage storage = await TestStorage.StartAsync();
        SeriesDefinition series = (await TestSessions.CreateAsync(storage.Drms, Cubes))[0];
        await using (DrmsSession session = await TestSessions.OpenAsync(storage))
        {
            for (int i = 1; i <= 2; i++)
            {
                NewRecord record = await NewAsync(session, series, i);
                using SegmentArray slice = SegmentArray.Of<int>(DrmsType.Int, [2], [i, 10 * i]);
                await session.Segments.WriteAsync(record, series.Segments[0], slice, Cancel);
                await AddAsync(session, series, record);
            }
            await session.CommitAsync(Cancel);
        }
        string unit = Assert.Single(storage.Units());
        Assert.Equal([$"{unit}/Records.txt", $"{unit}/cube.tas"], storage.Files());   // no slot folders, no marker
        await using DrmsSession reading = await TestSessions.OpenAsync(storage);
        await using RecordReader reader = await OpenAsync(reading, series, 2);
        using SegmentArray read = await reading.Segments.ReadAsync(reader.Row, 0, DrmsType.Int, Cancel);
        Assert.Equal([2, 20], read.Pixels<int>().ToArray());
    }

    private static async Task<NewRecord> NewAsync(DrmsSession session, SeriesDefinition series, int number)
    {
        RecordWriter writer = await session.WriterAsync(series, Cancel);
        NewRecord record = writer.Create();
        record.Set(writer.Keyword("N"), DrmsValue.OfInteger(DrmsType.Int, number));
        return record;
    }

    private static async Task AddAsync(DrmsSession session, SeriesDefinition series, NewRecord record) =>
        await (await session.WriterAsync(series, Cancel)).AddAsync(record, Cancel);

    private static async Task<NewRecord> CloneAsync(DrmsSession session, SeriesDefinition series, long recnum)
    {
        RecordWriter writer = await session.WriterAsync(series, Cancel);
        await using RecordReader reader = await OpenAsync(session, series, recnum, writer.CloneRequest);
        return writer.Clone(reader.Row);
    }

    private static async Task<RecordReader> OpenAsync(DrmsSession session, SeriesDefinition series, long recnum, RecordRequest? request = null)
    {
        RecordColumns columns = await RecordColumns.BindAsync(series, request ?? new RecordRequest { Segments = series.Segments }, TestSessions.Lookup(session.Connection), Cancel);
        SqlText sql = $"select {columns.Columns} from {SqlName.Of(series.Name)} t{columns.Joins} where t.recnum = {recnum}";
        RecordReader reader = await RecordReader.OpenAsync(session.Connection, sql, columns, Cancel);
        Assert.True(await reader.ReadAsync(Cancel));
        return reader;
    }
}
