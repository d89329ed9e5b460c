using NetDrms.Database.Sql;
using NetDrms.Drms.Records;
using NetDrms.Drms.Sessions;
using NetDrms.Drms.Tests.Records;
using NetDrms.Model.Errors;
using NetDrms.Model.Keywords;
using NetDrms.Model.Series;
using NetDrms.Testing;
using Npgsql;
using Xunit;

namespace NetDrms.Drms.Tests.Sessions;

/// <summary>What a session costs, writes and undoes. Spec 02 §6.</summary>
public sealed class DrmsSessionTests
{
    private static readonly string Files = TestSessions.FileSeries("files", retentionDays: 11);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Reading_costs_one_connection_and_nothing_else()
    {
        await using TestDatabase database = await TestCluster.NewGoldDatabaseAsync();
        await using DrmsSession session = await TestSessions.OpenAsync(database);
        await using (NpgsqlCommand command = ((SqlText)$"select count(*) from gold.m_45s").On(session.Connection))
            Assert.Equal(69L, await command.ExecuteScalarAsync(Cancel));
        Assert.Equal("1", await database.ScalarAsync<string>($"select count(*)::text from pg_stat_activity where datname = current_database() and usename = 'netdrms_production'"));
        await session.CommitAsync(Cancel);
        Assert.Equal("0|1", await database.ScalarAsync<string>($"select concat_ws('|', (select count(*) from su_production.drms_session), (select last_value from su_production.drms_sessionid_seq))"));
    }

    [Fact]
    public async Task A_session_that_did_not_say_so_cannot_change_anything()
    {
        await using TestDatabase database = await TestCluster.NewGoldDatabaseAsync();
        await using DrmsSession session = await TestSessions.OpenAsync(database);
        await using NpgsqlCommand command = ((SqlText)$"delete from gold.m_45s").On(session.Connection);
        Assert.Equal(PostgresErrorCodes.ReadOnlySqlTransaction, (await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync(Cancel))).SqlState);
    }

    [Fact]
    public async Task The_row_of_a_session_tells_its_life()
    {
        await using TestDatabase database = await TestCluster.NewGoldDatabaseAsync();
        await using (DrmsSession session = await TestSessions.OpenAsync(database))
        {
            await session.BeginChangesAsync(Cancel);
            Assert.Equal($"1|{Environment.MachineName}|65535|{Environment.ProcessId}|{Environment.UserName}|0|idle|starting|V9R5X(-905)|t", await database.ScalarAsync<string>($"""
                select concat_ws('|', sessionid, hostname, port, pid, sunum, sudir, username, endtime, clients, status, sums_thread_status, jsoc_version, starttime ~ '^\d\d\d\d-\d\d-\d\d \d\d:\d\d:\d\d$')
                from su_production.drms_session
                """));
            await session.CommitAsync(Cancel);
        }
        Assert.Equal("finished|t", await database.ScalarAsync<string>($"select concat_ws('|', status, endtime = lastcontact) from su_production.drms_session"));
    }

    [Fact]
    public async Task A_role_without_a_session_namespace_may_only_read()
    {
        await using TestDatabase database = await TestCluster.NewGoldDatabaseAsync();
        SessionOptions options = TestSessions.Options(database) with { Database = database.Target with { User = "readonlyuser" } };
        await using DrmsSession session = await DrmsSession.OpenAsync(options, Cancel);
        DrmsException error = await Assert.ThrowsAsync<DrmsException>(() => session.BeginChangesAsync(Cancel));
        Assert.Equal((ErrorCode.Permission, "User readonlyuser has read-only access to DRMS, but is attempting to modify the DRMS database."), (error.Error.Code, error.Error.ClassicMessage));
    }

    [Fact]
    public async Task A_namespace_without_sessions_is_named()
    {
        await using TestDatabase database = await TestCluster.NewGoldDatabaseAsync();
        await using (DrmsSession session = await DrmsSession.OpenAsync(TestSessions.Options(database) with { Namespace = "nowhere" }, Cancel))
        {
            DrmsException error = await Assert.ThrowsAsync<DrmsException>(() => session.BeginChangesAsync(Cancel));
            Assert.Equal("Session table nowhere.drms_session does not exist.\nFailure during server initialization.", error.Error.ClassicMessage);
        }
        DrmsException refused = await Assert.ThrowsAsync<DrmsException>(() => DrmsSession.OpenAsync(TestSessions.Options(database) with { Namespace = "Public" }, Cancel));
        Assert.Equal("Can't run drms_server in public namespace", refused.Error.ClassicMessage);
    }

    [Fact]
    public async Task A_statement_over_the_limit_is_an_error_that_says_so()
    {
        await using TestDatabase database = await TestCluster.NewGoldDatabaseAsync();
        await using DrmsSession session = await DrmsSession.OpenAsync(TestSessions.Options(database) with { StatementLimit = TimeSpan.FromMilliseconds(50) }, Cancel);
        RecordColumns columns = await RecordColumns.BindAsync(GoldSeries.Magnetograms, new RecordRequest(), GoldSeries.FindAsync, Cancel);
        SqlText slow = $"select {columns.Columns} from gold.m_45s t where pg_sleep(5) is not null";
        DrmsException error = await Assert.ThrowsAsync<DrmsException>(async () =>
        {
            await using RecordReader reader = await RecordReader.OpenAsync(session.Connection, slow, columns, Cancel);
            await reader.ReadAsync(Cancel);
        });
        Assert.Equal(ErrorCode.Limit, error.Error.Code);
    }

    [Fact]
    public async Task Files_fill_slots_and_units_are_sealed_with_their_list()
    {
        await using TestStorage storage = await TestStorage.StartAsync();
        SeriesDefinition series = (await TestSessions.CreateAsync(storage.Drms, Files))[0];
        using TextFile file = new("note.txt", "hello");
        await using (DrmsSession session = await TestSessions.OpenAsync(storage))
        {
            for (int i = 0; i < 3; i++)
                await AddAsync(session, series, i, file.Path);
            RecordWriter writer = await session.WriterAsync(series, Cancel);
            await writer.AddAsync(writer.Create(), Cancel);   // a record without a file has no unit
            Assert.Null(await storage.SumsAsync($"select online_loc from sum_main"));
            await session.CommitAsync(Cancel);
        }
        string[] units = storage.Units();
        Assert.Equal(2, units.Length);
        Assert.Equal("1:0:note.txt 2:1:note.txt 3:0:note.txt 4:0:", await storage.DrmsAsync($"select string_agg(recnum || ':' || slotnum || ':' || sg_000_file, ' ' order by recnum) from su_production.files"));
        Assert.Equal("-1", await storage.DrmsAsync($"select sunum::text from su_production.files where recnum = 4"));
        string first = await storage.DrmsAsync($"select 'D' || sunum from su_production.files where recnum = 1") ?? "";
        Assert.Equal("series=su_production.files\nslot\trecord number\n0\t1\n1\t2\n", await File.ReadAllTextAsync(Path.Combine(storage.Root, first, "Records.txt"), Cancel));
        Assert.Equal("hello", await File.ReadAllTextAsync(Path.Combine(storage.Root, first, "S00001", "note.txt"), Cancel));
        Assert.Equal("su_production.files|Y|11", await storage.SumsAsync($"""
            select concat_ws('|', owning_series, online_status, to_date(left(effective_date, 8), 'YYYYMMDD') - creat_date::date)
            from sum_main m join sum_partn_alloc a using (ds_index) limit 1
            """));
    }

    [Fact]
    public async Task Arguments_of_the_session_override_retention_and_archive()
    {
        await using TestStorage storage = await TestStorage.StartAsync();
        SeriesDefinition series = (await TestSessions.CreateAsync(storage.Drms, Files))[0];
        using TextFile file = new("note.txt", "hello");
        await using (DrmsSession session = await DrmsSession.OpenAsync(TestSessions.Options(storage) with { Archive = -1, NewUnitRetentionDays = 40 }, Cancel))
        {
            await AddAsync(session, series, 1, file.Path);
            await session.CommitAsync(Cancel);
        }
        Assert.StartsWith("DELETE_SLOTS_RECORDS\nseries=", await File.ReadAllTextAsync(Path.Combine(storage.Root, storage.Units()[0], "Records.txt"), Cancel), StringComparison.Ordinal);
        Assert.Equal("40", await storage.SumsAsync($"select (to_date(left(effective_date, 8), 'YYYYMMDD') - creat_date::date)::text from sum_main m join sum_partn_alloc a using (ds_index)"));
    }

    [Fact]
    public async Task An_abandoned_session_leaves_no_row_and_no_file()
    {
        await using TestStorage storage = await TestStorage.StartAsync();
        SeriesDefinition series = (await TestSessions.CreateAsync(storage.Drms, Files))[0];
        using TextFile file = new("note.txt", "hello");
        await using (DrmsSession session = await TestSessions.OpenAsync(storage))
        {
            await AddAsync(session, series, 1, file.Path);
            Assert.Single(storage.Units());
        }
        await storage.SettleAsync();
        Assert.Empty(storage.Units());
        Assert.Equal("0", await storage.DrmsAsync($"select count(*)::text from su_production.files"));
        Assert.Equal("aborted", await storage.DrmsAsync($"select status from su_production.drms_session"));
    }

    [Fact]
    public async Task A_cancelled_commit_leaves_no_row_and_no_file()
    {
        await using TestStorage storage = await TestStorage.StartAsync();
        SeriesDefinition series = (await TestSessions.CreateAsync(storage.Drms, Files))[0];
        using TextFile file = new("note.txt", "hello");
        using CancellationTokenSource stop = new();
        await using (DrmsSession session = await TestSessions.OpenAsync(storage))
        {
            await AddAsync(session, series, 1, file.Path);
            await stop.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => session.CommitAsync(stop.Token));
        }
        await storage.SettleAsync();
        Assert.Empty(storage.Units());
        Assert.Equal("0", await storage.DrmsAsync($"select count(*)::text from su_production.files"));
    }

    [Fact]
    public async Task A_log_gets_a_unit_of_its_own_that_the_session_row_refers_to()
    {
        await using TestStorage storage = await TestStorage.StartAsync();
        SeriesDefinition series = (await TestSessions.CreateAsync(storage.Drms, Files))[0];
        string folder = "";
        void WriteLog(string unit) => File.WriteAllText(Path.Combine(folder = unit, "module.stdout.gz"), "log");
        await using (DrmsSession session = await DrmsSession.OpenAsync(TestSessions.Options(storage) with { WriteLog = WriteLog }, Cancel))
        {
            RecordWriter writer = await session.WriterAsync(series, Cancel);
            await writer.AddAsync(writer.Create(), Cancel);
            string? noted = await storage.DrmsAsync($"select sudir from su_production.drms_session");
            await session.CommitAsync(Cancel);
            Assert.Equal(folder, noted);
            Assert.Equal("log", await File.ReadAllTextAsync(Path.Combine(folder, "module.stdout.gz"), Cancel));
        }
        string sunum = await storage.DrmsAsync($"select concat(sunum, '|', sudir is null) from su_production.drms_session") ?? "";
        Assert.Equal(sunum, await storage.SumsAsync($"select ds_index || '|t' from sum_main where owning_series = 'drms_logs'"));
    }

    [Fact]   // spec 02 §5.5: a cube into which nobody wrote
    public async Task A_virgin_cube_is_removed_at_the_commit()
    {
        await using TestStorage storage = await TestStorage.StartAsync();
        SeriesDefinition series = (await TestSessions.CreateAsync(storage.Drms, Files + "Data: cube, variable, short, 2, 4, 3, none, tas, \"\", 0, 1, \"a cube\"\n"))[0];
        using TextFile file = new("note.txt", "hello");
        await using (DrmsSession session = await TestSessions.OpenAsync(storage))
        {
            await AddAsync(session, series, 1, file.Path);
            Assert.Contains(storage.Files(), path => path.EndsWith(".virgin", StringComparison.Ordinal));
            await session.CommitAsync(Cancel);
        }
        await storage.SettleAsync();
        Assert.Equal(["Records.txt", "note.txt"], storage.Files().Select(path => Path.GetFileName(path)!));
    }

    internal static async Task AddAsync(DrmsSession session, SeriesDefinition series, int number, string file)
    {
        RecordWriter writer = await session.WriterAsync(series, Cancel);
        NewRecord record = writer.Create();
        record.Set(writer.Keyword("N"), DrmsValue.OfInteger(DrmsType.Int, number));
        await session.Segments.CopyInAsync(record, series.Segments[0], file, Cancel);
        await writer.AddAsync(record, Cancel);
    }
}
