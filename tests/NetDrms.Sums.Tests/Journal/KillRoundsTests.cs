using NetDrms.Model.Errors;
using NetDrms.Sums.Client;
using NetDrms.Sums.Steward;
using NetDrms.Sums.Tests.Archive;
using NetDrms.Sums.Units;
using Npgsql;

namespace NetDrms.Sums.Tests.Journal;

/// <summary>Round after round a daemon with steward and archive is killed at a step chosen by chance while it stores, archives, scrubs and reads back; what clients were promised is there at the end. Spec 04, better 4.</summary>
public sealed class KillRoundsTests(ITestOutputHelper output) : IProgress<string>
{
    private const int RoundsASettling = 5;
    private const int UnitBytes = 3000;

    private static readonly string[] s_points =
    [
        "sums.alloc.journalled", "sums.alloc.made", "sums.alloc.allocated", "sums.put.journalled", "sums.put.sealed", "sums.put.recorded", "sums.close.started", "sums.close.entered", "sums.close.committed",
        "sums.remove.journalled", "sums.remove.removed", "sums.reconcile.adopting", "sums.reconcile.settled", "sums.expire.chosen", "sums.expire.doomed", "sums.expire.claimed", "sums.expire.removed", "sums.expire.gone",
        "sums.archive.planned", "sums.archive.labelled", "sums.archive.unit-written", "sums.archive.file-written", "sums.archive.appended", "sums.archive.verified", "sums.archive.entered", "sums.archive.committed",
        "sums.retrieve.claimed", "sums.retrieve.read", "sums.retrieve.extracting", "sums.retrieve.placing", "sums.retrieve.placed", "sums.retrieve.entered",
    ];

    private readonly List<Promise> _promises = [];

    private static int Rounds => Environment.GetEnvironmentVariable("NETDRMS_TEST_LONG") == "1" ? 300 : 30;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>A unit whose put was answered.</summary>
    private sealed record Promise(Sunum Sunum, bool IsArchived, bool IsKept)
    {
        /// <summary>A record of the DRMS database refers to it.</summary>
        public bool IsReferred { get; set; }
    }

    [Fact]
    public async Task What_was_promised_survives_and_nothing_else_stays()
    {
        int seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");   // of the points; what the daemon does in between is chance of its own
        Random chance = new(seed);
        await using TestArchive archive = await ArchiveHost.StartAsync();
        await archive.Sums.Drms!.ExecuteAsync($"create schema h04; create table h04.t (recnum bigint generated always as identity primary key, sunum bigint); grant usage on schema h04 to public; grant select on h04.t to public");
        int killed = 0;
        for (int round = 1; round <= Rounds; round++)
        {
            string point = s_points[chance.Next(s_points.Length)];
            if (await RoundAsync(archive, $"{point}=kill@{chance.Next(1, 4)}", chance))
                killed++;
            if (round % RoundsASettling == 0 || round == Rounds)
                await SettleAsync(archive, isLast: round == Rounds);
        }
        output.WriteLine($"{killed} of {Rounds} rounds reached their point, {_promises.Count} units were put");
        Assert.True(killed * 3 > Rounds, $"only {killed} of {Rounds} rounds reached their point");
    }

    private static Task<HostProcess> RunAsync(TestArchive archive, string? failpoint) => HostProcess.StartAsync(archive.Sums, failpoint, "life", archive.Sums.Root + "-archive");

    // True when the daemon died at its point.
    private async Task<bool> RoundAsync(TestArchive archive, string failpoint, Random chance)
    {
        using HostProcess host = await RunAsync(archive, failpoint);
        try
        {
            for (int i = 0; i < 4; i++)
                await StoreAsync(archive, host, chance);
            await ArchiveAsync(archive, host);
            await ReadBackAsync(archive, host, most: 3);
        }
        catch (DrmsException lost) when (lost.Error.Code is ErrorCode.SumsUnavailable or ErrorCode.Sums)
        {
            // it died meanwhile
        }
        for (int i = 0; i < 20 && !host.HasEnded; i++)
            await Task.Delay(25, Cancel);   // it scrubs; and the end of a process is seen later than that of its connections
        if (host.HasEnded)
            return true;
        await host.KillAsync();
        return false;
    }

    private async Task StoreAsync(TestArchive archive, HostProcess host, Random chance)
    {
        (bool isArchived, bool isKept) = chance.Next(3) switch { 0 => (true, false), 1 => (false, true), _ => (false, false) };
        await using SumsClient client = await SumsClient.OpenAsync(host.Address, Cancel);
        AllocatedUnit unit = await client.AllocAsync(UnitBytes, 7, Cancel);
        Directory.CreateDirectory(Path.Combine(unit.Path, "S00000"));
        await File.WriteAllBytesAsync(Path.Combine(unit.Path, "S00000", "file.dat"), Content(unit.Sunum), Cancel);
        if (chance.Next(3) == 0)
            await client.AllocAsync(UnitBytes, 7, Cancel);   // never put: removed at close
        await client.PutAsync([unit], "h04.t", isKept ? 10 : 0, isArchived ? ArchiveType.TemporaryArchive : ArchiveType.TemporaryNoArchive, Cancel);
        Promise promise = new(unit.Sunum, isArchived, isKept);
        _promises.Add(promise);
        if (chance.Next(4) > 0)
        {
            await archive.Sums.Drms!.ExecuteAsync($"insert into h04.t (sunum) values ({unit.Sunum.Value})");
            promise.IsReferred = true;
        }
        await client.CloseAsync(Cancel);
    }

    private async Task ArchiveAsync(TestArchive archive, HostProcess host)
    {
        await using NpgsqlConnection connection = await archive.Sums.Database.DataSource.OpenConnectionAsync(Cancel);
        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        Task<string> run = new TaskClient(connection).DoAsync("archive.run", "{\"group\": 7}", this, patience.Token);
        while (!run.IsCompleted && !host.HasEnded)
            await Task.Delay(20, Cancel);
        await patience.CancelAsync();
        await run.ContinueWith(static done => done.Exception, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
    }

    private static async Task ReadBackAsync(TestArchive archive, HostProcess host, int most)
    {
        long[] offLine = [.. (await archive.Sums.RowsAsync($"select ds_index from sum_main where online_status = 'N' order by random() limit {most}")).Select(long.Parse)];
        if (offLine.Length == 0)
            return;
        await using SumsClient client = await SumsClient.OpenAsync(host.Address, Cancel);
        Sunum[] units = [.. offLine.Select(static number => new Sunum(number))];
        IReadOnlyList<string?> paths = await client.GetAsync(units, touch: true, 5, retrieve: true, Cancel);
        await client.CloseAsync(Cancel);
        for (int i = 0; i < units.Length; i++)
        {
            Assert.True(paths[i] is not null, $"unit {units[i]} was not read back");
            Assert.Equal(Content(units[i]), await File.ReadAllBytesAsync(Path.Combine(paths[i]!, "S00000", "file.dat"), Cancel));
        }
    }

    private async Task SettleAsync(TestArchive archive, bool isLast)
    {
        using HostProcess host = await RunAsync(archive, null);
        await ArchiveHost.UntilAsync(archive, "0|0", $"select (select count(*) from netdrms.sums_unit where step <> 'unconfirmed'), (select count(*) from netdrms.sums_archive_run)");
        await ArchiveAsync(archive, host);   // no night passes
        await ArchiveHost.UntilAsync(archive, "0|0|0|0|0", $"""
            select (select count(*) from netdrms.sums_unit), (select count(*) from netdrms.sums_expiry where step <> 'gone'), (select count(*) from netdrms.sums_retrieval),
                   (select count(*) from netdrms.sums_archive_run),
                   (select count(*) from sum_partn_alloc where status <> 2 or effective_date = '0' or effective_date < to_char(localtimestamp, 'YYYYMMDDHH24MI'))
            """);
        await CheckAsync(archive);
        if (isLast)
            await ReadBackAsync(archive, host, most: 10_000);
        await host.StopAsync();
    }

    private async Task CheckAsync(TestArchive archive)
    {
        Dictionary<long, (string Path, bool IsOnline, bool IsArchived)> rows = (await archive.Sums.RowsAsync($"select ds_index, online_loc, online_status = 'Y', archive_status = 'Y' from sum_main"))
            .Select(static row => row.Split('|')).ToDictionary(static row => long.Parse(row[0]), static row => (row[1], bool.Parse(row[2]), bool.Parse(row[3])));
        Assert.Equal(
            rows.Values.Where(static row => row.IsOnline).Select(row => Path.GetRelativePath(archive.Sums.Root, row.Path)).Order(StringComparer.Ordinal),
            archive.Sums.Directories());
        foreach (Promise promise in _promises.Where(static p => p.IsReferred && (p.IsKept || p.IsArchived)))
        {
            Assert.True(rows.TryGetValue(promise.Sunum.Value, out (string Path, bool IsOnline, bool IsArchived) row), $"unit {promise.Sunum}, put and referred to, is lost");
            Assert.True(row.IsOnline || row.IsArchived, $"unit {promise.Sunum} is nowhere");
            if (row.IsOnline)
                Assert.Equal(Content(promise.Sunum), await File.ReadAllBytesAsync(Path.Combine(row.Path, "S00000", "file.dat"), Cancel));
        }
        Assert.Equal(["0|0"], await archive.Sums.RowsAsync($"""
            select (select count(*) from sum_main m where online_status = 'Y' and not exists (select from sum_partn_alloc p where p.ds_index = m.ds_index)),
                   (select count(*) from sum_partn_alloc p where not exists (select from sum_main m where m.ds_index = p.ds_index and m.online_status = 'Y'))
            """));
        foreach (string[] file in (await archive.Sums.RowsAsync($"select tapeid, filenum, md5cksum from sum_file")).Select(static row => row.Split('|')))
            Assert.Equal(file[2], TestArchive.Run("md5sum", Path.Combine(archive.Sums.Root + "-archive", "volumes", file[0], $"{file[1]}.tar")).Split(' ')[0]);
    }

    private static byte[] Content(Sunum sunum) => [.. Enumerable.Range(0, UnitBytes).Select(i => (byte)((i * 31) + (sunum.Value * 7)))];

    void IProgress<string>.Report(string value)
    {
    }
}
