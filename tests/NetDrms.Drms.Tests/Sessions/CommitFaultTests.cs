using System.Diagnostics;
using System.Globalization;
using NetDrms.Database.Faults;
using NetDrms.Database.Sql;
using NetDrms.Drms.Records;
using NetDrms.Drms.Sessions;
using NetDrms.Model.Errors;
using NetDrms.Model.Series;
using NetDrms.Sums.Client;
using NetDrms.Testing;
using Npgsql;
using Xunit;

namespace NetDrms.Drms.Tests.Sessions;

/// <summary>Whatever happens in the middle of a session: rows and units agree, and nothing half done stays. Spec 02 §6.3–6.4.</summary>
public sealed class CommitFaultTests
{
    private const string Child = "NETDRMS_TEST_CHILD";
    private const int Records = 3;

    private static readonly string Definition = TestSessions.FileSeries("faults", retentionDays: 5);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("session.row-made", 0)]
    [InlineData("session.unit-allocated", 0)]
    [InlineData("segment-store.file-written", 0)]
    [InlineData("record-writer.numbered", 0)]
    [InlineData("record-writer.copied", 0)]
    [InlineData("session.rows-copied", 0)]
    [InlineData("session.records-written", 0)]
    [InlineData("session.units-put", 0)]
    [InlineData("session.row-finished", 0)]
    [InlineData("session.sums-closed", 0)]   // the units are sealed, but no row refers to them: the daemon lets them expire
    [InlineData("session.committed", Records)]
    public async Task After_a_kill_rows_and_units_agree(string point, int records)
    {
        await using TestStorage storage = await TestStorage.StartAsync();
        await TestSessions.CreateAsync(storage.Drms, Definition);
        using TextFile file = new("note.txt", "hello");
        Assert.Equal(137, await RunChildAsync(storage, file.Path, point + "=kill"));
        await WaitForBackendsAsync(storage);
        await storage.SettleAsync();
        await AssertAgreesAsync(storage, records);
        // what was left does not stand in the way
        await using (DrmsSession session = await TestSessions.OpenAsync(storage))
        {
            await WorkAsync(session, await FindAsync(session), file.Path);
            await session.CommitAsync(Cancel);
        }
        await AssertAgreesAsync(storage, records + Records);
    }

    [Fact]
    public async Task A_storage_daemon_that_stops_loses_the_session_and_says_so()
    {
        await using TestStorage storage = await TestStorage.StartAsync();
        SeriesDefinition series = (await TestSessions.CreateAsync(storage.Drms, Definition))[0];
        using TextFile file = new("note.txt", "hello");
        await using (DrmsSession session = await TestSessions.OpenAsync(storage))
        {
            await WorkAsync(session, series, file.Path);
            await storage.StopAsync();
            DrmsException error = await Assert.ThrowsAsync<DrmsException>(() => session.CommitAsync(Cancel));
            Assert.Equal(ErrorCode.SumsUnavailable, error.Error.Code);
        }
        await storage.RunAsync();
        await storage.SettleAsync();
        await AssertAgreesAsync(storage, 0);
    }

    [Fact]
    public async Task Without_a_storage_daemon_a_record_with_a_file_cannot_be_made()
    {
        await using TestStorage storage = await TestStorage.StartAsync();
        SeriesDefinition series = (await TestSessions.CreateAsync(storage.Drms, Definition))[0];
        using TextFile file = new("note.txt", "hello");
        await storage.StopAsync();
        await using (DrmsSession session = await TestSessions.OpenAsync(storage))
        {
            DrmsException error = await Assert.ThrowsAsync<DrmsException>(() => WorkAsync(session, series, file.Path));
            Assert.Equal(ErrorCode.SumsUnavailable, error.Error.Code);
        }
        await storage.RunAsync();
        await AssertAgreesAsync(storage, 0);
    }

    [Fact]
    public async Task A_database_that_stops_loses_the_session_and_its_units()
    {
        await using TestStorage storage = await TestStorage.StartAsync();
        SeriesDefinition series = (await TestSessions.CreateAsync(storage.Drms, Definition))[0];
        using TextFile file = new("note.txt", "hello");
        await using (DrmsSession session = await TestSessions.OpenAsync(storage))
        {
            await WorkAsync(session, series, file.Path);
            await storage.Drms.AllowConnectionsAsync(false);
            DrmsException error = await Assert.ThrowsAsync<DrmsException>(() => session.CommitAsync(Cancel));
            Assert.Equal(ErrorCode.DatabaseUnavailable, error.Error.Code);
        }
        await storage.Drms.AllowConnectionsAsync(true);
        await storage.SettleAsync();
        await AssertAgreesAsync(storage, 0);
    }

    [Fact]
    public async Task A_connection_that_breaks_during_the_commit_keeps_the_units_and_tells_the_doubt()
    {
        await using TestStorage storage = await TestStorage.StartAsync();
        SeriesDefinition series = (await TestSessions.CreateAsync(storage.Drms, Definition))[0];
        using TextFile file = new("note.txt", "hello");
        await using (DrmsSession session = await TestSessions.OpenAsync(storage))
        {
            await WorkAsync(session, series, file.Path);
            using IDisposable armed = Failpoint.Arm("session.sums-closed", () => storage.Drms.AllowConnectionsAsync(false).GetAwaiter().GetResult());
            DrmsException error = await Assert.ThrowsAsync<DrmsException>(() => session.CommitAsync(Cancel));
            Assert.Contains("outcome is unknown", error.Message, StringComparison.Ordinal);
            Assert.Equal(2, storage.Units().Length);
        }
        await storage.Drms.AllowConnectionsAsync(true);
        await storage.SettleAsync();   // nothing refers to them, as the daemon finds out
        await AssertAgreesAsync(storage, 0);
    }

    [Fact]
    public async Task A_full_partition_is_named_and_nothing_stays()
    {
        string partition = Directory.CreateTempSubdirectory("netdrms-full-").FullName;
        Assert.SkipUnless(await MountAsync(partition, "1m"), "only root can mount a small file system");
        try
        {
            await using TestDatabase drms = await TestCluster.NewDrmsDatabaseAsync();
            string small = Definition.Replace("note, variable, int, 0, none, generic", "note, variable, int, 1, 1000000, none, fits, \"\", 0, 1", StringComparison.Ordinal);
            SeriesDefinition series = (await TestSessions.CreateAsync(drms, Definition, small.Replace("faults", "images", StringComparison.Ordinal)))[1];
            await using TestStorage storage = await TestStorage.StartAsync(drms, Path.Combine(partition, "SUM0"));
            await using (DrmsSession session = await TestSessions.OpenAsync(storage))
            {
                RecordWriter writer = await session.WriterAsync(series, Cancel);
                using Fits.Images.SegmentArray image = new(Model.Keywords.DrmsType.Int, [1000000]);
                DrmsException error = await Assert.ThrowsAsync<DrmsException>(() => session.Segments.WriteAsync(writer.Create(), series.Segments[0], image, Cancel));
                Assert.Contains(error.Error.Code, (ErrorCode[])[ErrorCode.File, ErrorCode.Sums]);
                await Assert.ThrowsAsync<DrmsException>(() => session.CommitAsync(Cancel));
            }
            await storage.SettleAsync();
            Assert.Empty(storage.Units());
            Assert.Equal("0", await storage.DrmsAsync($"select count(*)::text from su_production.images"));
        }
        finally
        {
            await RunAsync("umount", partition);
            Directory.Delete(partition, recursive: true);
        }
    }

    /// <summary>The work of the process that is killed; only that process runs it.</summary>
    [Fact(Explicit = true)]
    public async Task Child_process_stores_three_records()
    {
        string[] arguments = Environment.GetEnvironmentVariable(Child)!.Split('|');
        SessionOptions options = new()
        {
            Database = new DatabaseTarget { Host = arguments[0], Port = int.Parse(arguments[1], CultureInfo.InvariantCulture), Database = arguments[2], User = arguments[3] },
            Sums = SumsAddress.TryParse(arguments[4], out SumsAddress? address) ? address : null,
            Started = TimeProvider.System.GetUtcNow(),
        };
        await using DrmsSession session = await DrmsSession.OpenAsync(options, Cancel);
        await WorkAsync(session, await FindAsync(session), arguments[5]);
        await session.CommitAsync(Cancel);
    }

    private static async Task WorkAsync(DrmsSession session, SeriesDefinition series, string file)
    {
        for (int i = 0; i < Records; i++)
            await DrmsSessionTests.AddAsync(session, series, i, file);
    }

    private static async Task<SeriesDefinition> FindAsync(DrmsSession session) =>
        await TestSessions.Lookup(session.Connection)("su_production.faults", Cancel) ?? throw new InvalidOperationException("no series");

    // Every row has its unit and file, every unit that is kept has its rows; what no row refers to has expired, for the steward to remove.
    private static async Task AssertAgreesAsync(TestStorage storage, int records)
    {
        Assert.Equal(records, int.Parse(await storage.DrmsAsync($"select count(*)::text from su_production.faults") ?? "", CultureInfo.InvariantCulture));
        string referred = await storage.DrmsAsync($"select coalesce(string_agg(distinct 'D' || sunum, ' ' order by 'D' || sunum), '') from su_production.faults") ?? "";
        SqlText units = $"""
            select coalesce(string_agg('D' || ds_index, ' ' order by 'D' || ds_index) filter (where a.effective_date <> '0'), '') || '|'
              || coalesce(string_agg('D' || ds_index, ' ' order by 'D' || ds_index) filter (where a.effective_date = '0' and a.status = 2), '')
            from sum_main m join sum_partn_alloc a using (ds_index)
            """;
        string[] kept = (await storage.SumsAsync(units))!.Split('|');
        Assert.Equal(referred, kept[0]);
        string[] known = [.. kept[0].Split(' ', StringSplitOptions.RemoveEmptyEntries), .. kept[1].Split(' ', StringSplitOptions.RemoveEmptyEntries)];
        Assert.Equal(known.Order(StringComparer.Ordinal), storage.Units());
        Assert.Equal(records, storage.Files().Count(path => path.EndsWith("note.txt", StringComparison.Ordinal) && kept[0].Split(' ').Contains(path.Split('/')[0])));
        Assert.DoesNotContain(storage.Files(), path => path.EndsWith(".part", StringComparison.Ordinal));
    }

    private static async Task<int> RunChildAsync(TestStorage storage, string file, string failpoints)
    {
        DatabaseTarget target = storage.Drms.Target;
        ProcessStartInfo start = new(Environment.ProcessPath!) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string argument in (string[])["-explicit", "only", "-method", $"{typeof(CommitFaultTests).FullName}.{nameof(Child_process_stores_three_records)}", "-noLogo"])
            start.ArgumentList.Add(argument);
        start.Environment[Child] = string.Create(CultureInfo.InvariantCulture, $"{target.Host}|{target.Port}|{target.Database}|{target.User}|{storage.Address}|{file}");
        start.Environment[Failpoint.Variable] = failpoints;
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(Cancel), errors = process.StandardError.ReadToEndAsync(Cancel);
        await process.WaitForExitAsync(Cancel);
        TestContext.Current.TestOutputHelper?.WriteLine(await output + await errors);
        return process.ExitCode;
    }

    // The server notices a dead client at once, but ends its transaction only then.
    private static async Task WaitForBackendsAsync(TestStorage storage)
    {
        while (await storage.DrmsAsync($"select count(*)::text from pg_stat_activity where datname = current_database() and usename = 'netdrms_production' and state like '%transaction%'") != "0")
            await Task.Delay(5, Cancel);
    }

    private static async Task<bool> MountAsync(string folder, string size)
    {
        if (!Environment.IsPrivilegedProcess || await RunAsync("mount", "-t", "tmpfs", "-o", $"size={size}", "tmpfs", folder) != 0)
            return false;
        Directory.CreateDirectory(Path.Combine(folder, "SUM0"));
        return true;
    }

    private static async Task<int> RunAsync(string program, params string[] arguments)
    {
        using Process process = Process.Start(program, arguments);
        await process.WaitForExitAsync(CancellationToken.None);
        return process.ExitCode;
    }
}
