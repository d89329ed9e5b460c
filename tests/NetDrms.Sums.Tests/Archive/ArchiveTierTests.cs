using NetDrms.Database.Faults;
using NetDrms.Model.Errors;
using NetDrms.Sums.Archive;
using NetDrms.Sums.Archive.Writing;
using NetDrms.Sums.Tests.Daemon;
using NetDrms.Sums.Units;

namespace NetDrms.Sums.Tests.Archive;

/// <summary>What every tier of the archive does. Spec 04 §5.</summary>
public abstract class ArchiveTierTests
{
    /// <summary>Options of the tier; what it keeps lies in a folder.</summary>
    protected abstract ArchiveOptions Options(string folder);

    /// <summary>Changes one byte of a file of a volume.</summary>
    protected abstract Task DamageAsync(string folder, string tapeId, int file);

    private Task<TestArchive> StartAsync(Func<ArchiveOptions, ArchiveOptions>? change = null) =>
        TestArchive.StartAsync(folder => change is null ? Options(folder) : change(Options(folder)));

    private static string FolderOf(TestArchive archive) => archive.Sums.Root + "-archive";

    [Fact]
    public async Task A_unit_goes_to_a_volume_and_comes_back_as_it_was()
    {
        await using TestArchive archive = await StartAsync();
        AllocatedUnit one = await archive.PutAsync(), two = await archive.PutAsync(), other = await archive.PutAsync("h04.u");
        string before = TestArchive.Tree(one.Path);
        Assert.Equal(new ArchiveWriter.Outcome(3, 2, 0), await archive.RunAsync());
        Assert.Equal(["Y|1|True|2|128", "Y|1|True|2|128", "Y|2|True|2|128"], await archive.Sums.RowsAsync(
            $"select archive_status, arch_tape_fn, arch_tape_date is not null, p.status, archive_substatus from sum_main m join sum_partn_alloc p using (ds_index) order by ds_index"));
        Assert.Equal(["7|3|1|-1|True"], await archive.Sums.RowsAsync($"select group_id, nxtwrtfn, closed, spare, last_write is not null from sum_tape where group_id = 7"));
        Assert.Equal(["1|256|32", "2|256|32"], await archive.Sums.RowsAsync($"select filenum, gtarblock, length(md5cksum) from sum_file order by 1"));
        await archive.TakeOffLineAsync(one, two, other);
        IReadOnlyList<string?> paths = await archive.GetAsync(one, other);
        Assert.Equal([one.Sunum.DirectoryName, other.Sunum.DirectoryName], paths.Select(Path.GetFileName));
        Assert.Equal(before, TestArchive.Tree(paths[0]!));
        Assert.Equal(
            [$"{paths[0]}|Y|True|2|0|0|True"],
            await archive.Sums.RowsAsync($"""
                select wd, online_status, wd = online_loc, p.status, archive_substatus, group_id, effective_date = to_char(localtimestamp + interval '5 days', 'YYYYMMDDHH24MI')
                from sum_main m join sum_partn_alloc p using (ds_index) where ds_index = {one.Sunum.Value}
                """));
        bool isWhole = archive.Site.Main.Library.IsSequential;
        Assert.Equal([isWhole ? "Y" : "N"], await archive.Sums.RowsAsync($"select online_status from sum_main where ds_index = {two.Sunum.Value}"));
        Assert.Empty(await archive.Sums.RowsAsync($"select 1 from netdrms.sums_retrieval"));
    }

    [Fact]   // spec 04 §3.6: under alive frames, within one get
    public async Task A_plain_client_waits_under_alive_frames()
    {
        await using TestArchive archive = await StartAsync();
        AllocatedUnit unit = await archive.PutAsync();
        await archive.RunAsync();
        await archive.TakeOffLineAsync(unit);
        using (Failpoint.Arm("sums.retrieve.claimed", static () => Thread.Sleep(2500)))
        {
            await using RawClient client = await RawClient.ConnectAsync(archive.Sums.Address);
            string session = await client.OpenAsync();
            string? answer = await client.AskAsync(
                $"{{\"reqtype\": \"get\", \"sessionid\": \"{session}\", \"touch\": false, \"retrieve\": true, \"retention\": -3, \"sus\": [\"{unit.Sunum.ToHex()}\", \"ffff\"]}}");
            Assert.True(client.AliveFrames >= 2, answer);
            Assert.Matches($$"""^{"status": "ok", "supaths": \[{"sunum": "{{unit.Sunum.ToHex()}}", "path": "[^"]+/{{unit.Sunum.DirectoryName}}"}, {"sunum": "ffff", "path": null}\]}$""", answer);
        }
    }

    [Fact]
    public async Task A_client_that_polls_is_answered_at_once_and_finds_its_units_later()
    {
        await using TestArchive archive = await StartAsync();
        AllocatedUnit unit = await archive.PutAsync();
        await archive.RunAsync();
        await archive.TakeOffLineAsync(unit);
        await using RawClient client = await RawClient.ConnectAsync(archive.Sums.Address, greet: false);
        await client.SendAsync("{\"pid\": 1, \"user\": \"me\", \"poll\": true}");
        string session = await client.OpenAsync();
        string answer = (await client.AskAsync(
            $"{{\"reqtype\": \"get\", \"sessionid\": \"{session}\", \"touch\": false, \"retrieve\": true, \"retention\": -3, \"sus\": [\"{unit.Sunum.ToHex()}\"]}}"))!;
        Assert.StartsWith("{\"status\": \"taperead\", \"taperead-requestid\": \"", answer, StringComparison.Ordinal);
        string id = answer.Split('"')[7];
        while (answer.Contains("taperead", StringComparison.Ordinal))
        {
            Assert.Contains(id, answer, StringComparison.Ordinal);
            answer = (await client.AskAsync($"{{\"reqtype\": \"poll\", \"sessionid\": \"{session}\", \"requestid\": \"{id}\"}}"))!;
        }
        Assert.Matches($$"""^{"status": "ok", "reqtype": "get", "supaths": \[{"sunum": "{{unit.Sunum.ToHex()}}", "path": "[^"]+/{{unit.Sunum.DirectoryName}}"}\]}$""", answer);
    }

    [Fact]
    public async Task A_unit_with_a_wrong_checksum_is_not_served_and_the_volume_is_reported()
    {
        await using TestArchive archive = await StartAsync();
        AllocatedUnit unit = await archive.PutAsync();
        await archive.RunAsync();
        await archive.TakeOffLineAsync(unit);
        string tape = (await archive.Sums.RowsAsync($"select arch_tape from sum_main"))[0];
        await DamageAsync(FolderOf(archive), tape, 1);
        Assert.Equal([null], await archive.GetAsync(unit));
        Assert.Empty(archive.Sums.Directories());
        Assert.Equal(["N|2|True|failed"], await archive.Sums.RowsAsync($"""
            select online_status, closed, damage like '%MD5%' or damage like '%checksum%', step
            from sum_main m join sum_tape t on t.tapeid = arch_tape join netdrms.sum_volume v on v.tapeid = arch_tape join netdrms.sums_retrieval r on r.sunum = ds_index
            """));
        Assert.Contains("\"bad\":[\"file 1", await archive.Volumes.VerifyAsync(tape, archive, TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_volume_that_is_full_is_closed_and_the_next_one_is_taken()
    {
        await using TestArchive archive = await StartAsync(static options => options with { CapacityBlocks = 976_580 });
        await archive.PutAsync();
        await archive.RunAsync();
        await archive.PutAsync();
        await archive.RunAsync();
        Assert.Equal(["2|2", "2|2"], await archive.Sums.RowsAsync($"select nxtwrtfn, closed from sum_tape where group_id = 7 order by tapeid"));
        Assert.Equal(["2"], await archive.Sums.RowsAsync($"select count(distinct arch_tape) from sum_main"));
    }

    [Fact]
    public async Task A_tape_group_has_volumes_of_its_own_and_permanent_units_stay_permanent()
    {
        await using TestArchive archive = await StartAsync();
        await archive.PutAsync(group: 7);
        await archive.PutAsync(group: 8, type: ArchiveType.PermanentArchive);
        await archive.PutAsync(group: 9, type: ArchiveType.TemporaryNoArchive);
        Assert.Equal(1, (await archive.RunAsync(7)).Units);
        Assert.Equal(1, (await archive.RunAsync(8)).Units);
        Assert.Equal(0, (await archive.RunAsync(9)).Units);
        Assert.Equal(["7|2|128", "8|16|64", "null|2|32"], await archive.Sums.RowsAsync(
            $"select t.group_id, p.status, p.archive_substatus from sum_main m join sum_partn_alloc p using (ds_index) left join sum_tape t on t.tapeid = m.arch_tape order by ds_index"));
        Assert.Empty(await archive.Sums.RowsAsync($"select 1 from netdrms.sums_tape_group"));
        string manifest = File.ReadAllText(Assert.Single(Directory.GetFiles(Path.Combine(archive.Options.ManifestFolder, "DONE"), "manifest.group8.*")));
        Assert.Matches(@"\A#group=8 [^\n]*\n#File 1:\n#Total bytes in file = (\d+)\n8 h04\.t \d+ [^ ]+/D\d+ \1 \d+ \d{12}\n\z", manifest);
    }

    [Fact]
    public async Task A_file_that_was_written_but_not_entered_is_written_over()
    {
        await using TestArchive archive = await StartAsync(static options => options with { VerifyAfterWrite = false });
        AllocatedUnit unit = await archive.PutAsync();
        using (Failpoint.Arm("sums.archive.appended", static () => throw new DrmsException(ErrorCode.Internal, "injected")))
            await Assert.ThrowsAsync<DrmsException>(() => archive.RunAsync());
        Assert.Equal(["N|4"], await archive.Sums.RowsAsync($"select archive_status, p.status from sum_main m join sum_partn_alloc p using (ds_index)"));
        Assert.Equal(["7"], await archive.Sums.RowsAsync($"select tape_group from netdrms.sums_archive_run"));
        Assert.Equal(1, (await archive.RunAsync()).Units);
        await archive.TakeOffLineAsync(unit);
        Assert.NotNull((await archive.GetAsync(unit))[0]);
        Assert.Equal(["1"], await archive.Sums.RowsAsync($"select filenum from sum_file"));
    }

    [Fact]
    public async Task What_is_on_a_bad_volume_is_archived_again()
    {
        await using TestArchive archive = await StartAsync();
        AllocatedUnit online = await archive.PutAsync("h04.a"), bad = await archive.PutAsync("h04.b"), good = await archive.PutAsync("h04.c");
        await archive.RunAsync();
        string tape = (await archive.Sums.RowsAsync($"select distinct arch_tape from sum_main"))[0];
        await archive.TakeOffLineAsync(bad, good);
        await DamageAsync(FolderOf(archive), tape, 2);
        Assert.Equal($$"""{"marked":2,"lost":[{{bad.Sunum}}]}""", await archive.Volumes.RearchiveAsync(tape, archive, TestContext.Current.CancellationToken));
        Assert.Equal(2, (await archive.RunAsync()).Units);
        Assert.Equal([$"{online.Sunum}", $"{good.Sunum}"], await archive.Sums.RowsAsync($"select ds_index from sum_main where arch_tape <> {tape} order by 1"));
    }
}
