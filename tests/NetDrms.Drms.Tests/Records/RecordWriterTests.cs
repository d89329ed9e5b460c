using NetDrms.Database.Sql;
using NetDrms.Drms.Links;
using NetDrms.Drms.Records;
using NetDrms.Drms.Sessions;
using NetDrms.Drms.Tests.Sessions;
using NetDrms.Model.Errors;
using NetDrms.Model.Keywords;
using NetDrms.Model.Series;
using NetDrms.Testing;
using Npgsql;
using Xunit;

namespace NetDrms.Drms.Tests.Records;

/// <summary>Making records in the database that the original made. Spec 02 §4.3, §6.2, §6.5.</summary>
public sealed class RecordWriterTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_new_record_holds_its_values_its_slot_and_its_session()
    {
        await using TestDatabase database = await TestCluster.NewGoldDatabaseAsync();
        long session;
        await using (DrmsSession open = await TestSessions.OpenAsync(database))
        {
            RecordWriter writer = await open.WriterAsync(GoldSeries.Magnetograms, Cancel);
            NewRecord record = writer.Create();
            record.Set(writer.Keyword("t_rec"), DrmsValue.OfTime(1172707222.5));
            record.Set(writer.Keyword("CAMERA"), DrmsValue.OfInteger(DrmsType.Int, 3));
            record.Set(writer.Keyword("CHARK"), DrmsValue.OfInteger(DrmsType.Char, 65));
            record.Set(writer.Keyword("CONTENT"), DrmsValue.OfString("naïve 日本 text"));
            record.Set(writer.Keyword("CRVAL1"), DrmsValue.OfDouble(-0.0));
            await writer.AddAsync(record, Cancel);
            session = open.Number;
            await open.CommitAsync(Cancel);
        }
        Assert.Equal("70|-1|0|1172707222.5|3|NaN|NaN|-2147483648|-9223372036854775808|-32768|A|naïve 日本 text|-0|14839681",
            await RowAsync(database, $"select concat_ws('|', recnum, sunum, slotnum, t_rec, camera, datamean, datarms, quality, nvals, shortk, chark, content, crval1, t_rec_index) from gold.m_45s order by recnum desc limit 1"));
        Assert.Equal($"{session}|su_production", await RowAsync(database, $"select concat_ws('|', sessionid, sessionns) from gold.m_45s where recnum = 70"));
    }

    [Fact]
    public async Task Nothing_is_there_after_a_session_that_was_not_committed()
    {
        await using TestDatabase database = await TestCluster.NewGoldDatabaseAsync();
        await using (DrmsSession open = await TestSessions.OpenAsync(database))
        {
            RecordWriter writer = await open.WriterAsync(GoldSeries.Magnetograms, Cancel);
            await writer.AddAsync(writer.Create(), Cancel);
            await writer.FlushAsync(Cancel);
        }
        Assert.Equal("69", await RowAsync(database, $"select max(recnum)::text from gold.m_45s"));
        Assert.Equal("aborted|t", await RowAsync(database, $"select concat_ws('|', status, endtime is not null) from su_production.drms_session"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Rows_that_are_sent_while_others_are_made_all_arrive_in_order_or_none_does(bool commits)
    {
        const int Records = 12_000;   // some megabytes: several times as many as are sent at once
        await using TestDatabase database = await TestCluster.NewGoldDatabaseAsync();
        await using (DrmsSession open = await TestSessions.OpenAsync(database))
        {
            RecordWriter writer = await open.WriterAsync(GoldSeries.Magnetograms, Cancel);
            writer.SendsAhead = true;
            RecordKeyword camera = writer.Keyword("CAMERA"), content = writer.Keyword("CONTENT");
            DrmsValue filling = DrmsValue.OfString(new string('x', 400));
            for (int i = 0; i < Records; i++)
            {
                NewRecord record = writer.Create();
                record.Set(camera, DrmsValue.OfInteger(DrmsType.Int, i));
                record.Set(content, filling);
                if (i == Records / 2)
                    await writer.AssignRecnumAsync(record, Cancel);
                await writer.AddAsync(record, Cancel);
            }
            if (commits)
                await open.CommitAsync(Cancel);
        }
        string expected = commits ? $"{Records}|{Records}|true" : "0|0|";
        Assert.Equal(expected, await RowAsync(database,
            $"select concat_ws('|', count(*), count(distinct recnum), coalesce(bool_and(recnum = 70 + camera)::text, '')) from gold.m_45s where recnum > 69"));
    }

    [Fact]
    public async Task A_row_that_is_refused_while_others_are_made_fails_the_session()
    {
        await using TestDatabase database = await TestCluster.NewGoldDatabaseAsync();
        await database.ExecuteAsync($"alter table gold.m_45s add constraint few check (camera < 100)");
        await using (DrmsSession open = await TestSessions.OpenAsync(database))
        {
            RecordWriter writer = await open.WriterAsync(GoldSeries.Magnetograms, Cancel);
            writer.SendsAhead = true;
            await Assert.ThrowsAsync<PostgresException>(async () =>
            {
                for (int i = 0; i < 50_000; i++)
                {
                    NewRecord record = writer.Create();
                    record.Set(writer.Keyword("CAMERA"), DrmsValue.OfInteger(DrmsType.Int, i));
                    await writer.AddAsync(record, Cancel);
                }
                await writer.FlushAsync(Cancel);
            });
        }
        Assert.Equal("69", await RowAsync(database, $"select max(recnum)::text from gold.m_45s"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(-127)]
    public async Task A_char_that_the_database_cannot_hold_is_refused_when_it_is_set(int code)
    {
        await using TestDatabase database = await TestCluster.NewGoldDatabaseAsync();
        await using DrmsSession open = await TestSessions.OpenAsync(database);
        RecordWriter writer = await open.WriterAsync(GoldSeries.Magnetograms, Cancel);
        NewRecord record = writer.Create();
        DrmsException error = Assert.Throws<DrmsException>(() => record.Set(writer.Keyword("CHARK"), DrmsValue.OfInteger(DrmsType.Char, code)));
        Assert.Contains("CHARK", error.Message, StringComparison.Ordinal);
        await writer.AddAsync(record, Cancel);   // the session is not spoilt
        await open.CommitAsync(Cancel);
        Assert.Equal("true", await RowAsync(database, $"select (chark is null)::text from gold.m_45s where recnum = 70"));
    }

    [Fact]
    public async Task A_text_that_the_database_cannot_hold_is_refused_with_its_place()
    {
        await using TestDatabase database = await TestCluster.NewGoldDatabaseAsync();
        await using DrmsSession open = await TestSessions.OpenAsync(database);
        RecordWriter writer = await open.WriterAsync(GoldSeries.Magnetograms, Cancel);
        foreach ((string text, int place) in (ReadOnlySpan<(string, int)>)[("a\0b", 1), ("lone \ud800", 5), ("\ud83d\ude00 then \udc00", 8)])
        {
            DrmsException error = Assert.Throws<DrmsException>(() => writer.Create().Set(writer.Keyword("CONTENT"), DrmsValue.OfString(text)));
            Assert.Equal(new SourceSpan(place, 1), error.Error.Span);
        }
    }

    [Fact]
    public async Task What_is_no_variable_cannot_be_set()
    {
        await using TestDatabase database = await TestCluster.NewGoldDatabaseAsync();
        await using DrmsSession open = await TestSessions.OpenAsync(database);
        RecordWriter writer = await open.WriterAsync(GoldSeries.Magnetograms, Cancel);
        NewRecord record = writer.Create();
        record.Set(writer.Keyword("TELESCOP"), DrmsValue.OfString("SDO/HMI"));   // the constant itself is no change
        Assert.Throws<DrmsException>(() => record.Set(writer.Keyword("TELESCOP"), DrmsValue.OfString("SOHO")));
        Assert.Throws<DrmsException>(() => record.Set(writer.Keyword("T_REC_index"), DrmsValue.OfInteger(DrmsType.LongLong, 1)));
        DrmsException unknown = Assert.Throws<DrmsException>(() => writer.Keyword("CAMRA"));
        Assert.Equal((ErrorCode.UnknownKeyword, "Did you mean \"CAMERA\"?"), (unknown.Error.Code, unknown.Error.Hint));
        RecordWriter linked = await open.WriterAsync(GoldSeries.Linked, Cancel);
        Assert.Throws<DrmsException>(() => linked.Create().Set(linked.Keyword("MEANCOPY"), DrmsValue.OfDouble(1)));
    }

    [Fact]
    public async Task A_clone_is_a_new_version_with_the_same_values_links_and_unit()
    {
        await using TestDatabase database = await TestCluster.NewGoldDatabaseAsync();
        await using (DrmsSession open = await TestSessions.OpenAsync(database))
        {
            RecordWriter writer = await open.WriterAsync(GoldSeries.Linked, Cancel);
            await CloneAsync(open, writer, 5, record => record.Set(writer.Keyword("NOTE"), DrmsValue.OfString("changed")));
            RecordWriter fields = await open.WriterAsync(GoldSeries.Magnetograms, Cancel);
            await CloneAsync(open, fields, 7, record =>
            {
                Assert.Throws<DrmsException>(() => record.Set(fields.Keyword("T_REC"), DrmsValue.OfTime(0)));   // a prime key, though its index is the internal one
                Assert.Throws<DrmsException>(() => record.Set(fields.Keyword("CAMERA"), DrmsValue.OfInteger(DrmsType.Int, 1)));
            });
            await open.CommitAsync(Cancel);
        }
        Assert.Equal("6|-1|0|1|14839682|2|13|obj0|changed|", await RowAsync(database,
            $"select concat_ws('|', recnum, sunum, slotnum, ln_mdata_isset, ln_mdata_t_rec_index, ln_mdata_camera, ln_fixed, name, note, sg_000_file) from gold.linked where recnum = 6"));
        Assert.Equal("true", await RowAsync(database, $"""
            select ((a.sunum, a.t_rec, a.camera, a.datamean, a.datarms, a.content, a.chark, a.crval1, a.t_rec_index) is not distinct from
              (b.sunum, b.t_rec, b.camera, b.datamean, b.datarms, b.content, b.chark, b.crval1, b.t_rec_index))::text
            from gold.m_45s a, gold.m_45s b where a.recnum = 7 and b.recnum = 70
            """));
    }

    [Fact]
    public async Task Links_are_unset_as_the_original_leaves_them_and_set_by_record_or_by_keys()
    {
        await using TestDatabase database = await TestCluster.NewGoldDatabaseAsync();
        await using (DrmsSession open = await TestSessions.OpenAsync(database))
        {
            RecordWriter writer = await open.WriterAsync(GoldSeries.Linked, Cancel);
            await writer.AddAsync(writer.Create(), Cancel);
            NewRecord second = writer.Create();
            second.SetLink(GoldSeries.Linked.Links[0], 20);
            second.SetLink(GoldSeries.Linked.Links[1], GoldSeries.Magnetograms, [DrmsValue.OfInteger(DrmsType.LongLong, 14839690), DrmsValue.OfInteger(DrmsType.Int, 2)]);
            await writer.AddAsync(second, Cancel);
            await open.CommitAsync(Cancel);
        }
        Assert.Equal("0|0|0|-1", await RowAsync(database, $"select concat_ws('|', ln_mdata_isset, ln_mdata_t_rec_index, ln_mdata_camera, ln_fixed) from gold.linked where recnum = 6"));
        Assert.Equal("1|14839690|2|20", await RowAsync(database, $"select concat_ws('|', ln_mdata_isset, ln_mdata_t_rec_index, ln_mdata_camera, ln_fixed) from gold.linked where recnum = 7"));
    }

    [Fact]
    public async Task Numbers_follow_the_order_of_adding_also_when_one_is_wanted_early()
    {
        await using TestDatabase database = await TestCluster.NewGoldDatabaseAsync();
        await using DrmsSession open = await TestSessions.OpenAsync(database);
        RecordWriter writer = await open.WriterAsync(GoldSeries.Magnetograms, Cancel);
        for (int i = 0; i < 3; i++)
        {
            NewRecord record = writer.Create();
            record.Set(writer.Keyword("CAMERA"), DrmsValue.OfInteger(DrmsType.Int, i));
            if (i == 1)
            {
                await writer.AssignRecnumAsync(record, Cancel);
                Assert.Equal(71, record.Recnum);
            }
            await writer.AddAsync(record, Cancel);
        }
        await open.CommitAsync(Cancel);
        Assert.Equal("70:0 71:1 72:2", await RowAsync(database, $"select string_agg(recnum || ':' || camera, ' ' order by recnum) from gold.m_45s where recnum >= 70"));
        Assert.Equal("72", await RowAsync(database, $"select last_value::text from gold.m_45s_seq"));   // none is lost
    }

    [Fact]
    public async Task Reading_by_cursor_and_writing_share_the_connection()
    {
        await using TestDatabase database = await TestCluster.NewGoldDatabaseAsync();
        await using DrmsSession open = await TestSessions.OpenAsync(database);
        RecordWriter writer = await open.WriterAsync(GoldSeries.Magnetograms, Cancel);
        RecordColumns columns = await RecordColumns.BindAsync(GoldSeries.Magnetograms, writer.CloneRequest, GoldSeries.FindAsync, Cancel);
        SqlText sql = $"select {columns.Columns} from gold.m_45s t{columns.Joins} order by t.recnum";
        int flushes = 0;
        await using (RecordReader reader = await RecordReader.OpenCursorAsync(open.Connection, sql, columns, 10, async token =>
        {
            flushes++;
            await writer.FlushAsync(token);
        }, Cancel))
        {
            while (await reader.ReadAsync(Cancel))
                await writer.AddAsync(writer.Clone(reader.Row), Cancel);
        }
        await open.CommitAsync(Cancel);
        Assert.Equal(7, flushes);
        Assert.Equal("138", await RowAsync(database, $"select count(*)::text from gold.m_45s"));
    }

    private static async Task CloneAsync(DrmsSession session, RecordWriter writer, long recnum, Action<NewRecord> change)
    {
        RecordColumns columns = await RecordColumns.BindAsync(writer.Series, writer.CloneRequest, GoldSeries.FindAsync, Cancel);
        SqlText sql = $"select {columns.Columns} from {SqlName.Of(writer.Series.Name)} t{columns.Joins} where t.recnum = {recnum}";
        NewRecord clone;
        await using (RecordReader reader = await RecordReader.OpenAsync(session.Connection, sql, columns, Cancel))
        {
            Assert.True(await reader.ReadAsync(Cancel));
            clone = writer.Clone(reader.Row);
        }
        change(clone);
        await writer.AddAsync(clone, Cancel);
    }

    private static async Task<string?> RowAsync(TestDatabase database, SqlText sql) => await database.ScalarAsync<string>(sql);
}
