using NetDrms.Model.Errors;
using NetDrms.Sums.Client;
using NetDrms.Sums.Salvage;
using NetDrms.Sums.Steward;
using NetDrms.Sums.Tests.Daemon;
using NetDrms.Sums.Units;
using Npgsql;

namespace NetDrms.Sums.Tests.Salvage;

/// <summary>Data whose put failed are kept, told of, and put back or dropped on demand. Spec 04, better 5.</summary>
public sealed class SalvageTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static async Task<TestSums> StartAsync()
    {
        TestSums sums = await TestSums.StartAsync(TestSums.Quick with { SalvageDays = 7 }, withDrms: true);
        await sums.Drms!.ExecuteAsync($"create schema h04; create table h04.t (recnum bigint primary key, sunum bigint); grant usage on schema h04 to public; grant select on h04.t to public");
        return sums;
    }

    // As an original client: a put that also names a directory that is not the session's is refused as a whole, and the client goes without a rollback.
    private static async Task<AllocatedUnit> FailAsync(TestSums sums, string series = "h04.t")
    {
        await using RawClient client = await RawClient.ConnectAsync(sums.Address);
        string session = await client.OpenAsync();
        string[] answer = (await client.AskAsync($"{{\"reqtype\": \"alloc\", \"sessionid\": \"{session}\", \"sunum\": null, \"sugroup\": 0, \"numbytes\": 1000}}"))!.Split('"');
        AllocatedUnit unit = new(new Sunum(Convert.ToInt64(answer[7], 16)), answer[11]);
        TestSums.Fill(unit);
        string refused = (await client.AskAsync($"{{\"reqtype\": \"put\", \"sessionid\": \"{session}\", \"sudirs\": [{{\"{unit.Sunum.ToHex()}\": \"{unit.Path}\"}}, {{\"1267\": \"/SUM8/D4711\"}}], "
            + $"\"series\": \"{series}\", \"retention\": 10, \"archivetype\": \"temporary+noarchive\"}}"))!;
        Assert.Contains("cant-generate-response", refused, StringComparison.Ordinal);
        return unit;
    }

    private static async Task DoAsync(TestSums sums, string kind, SalvageOrder order)
    {
        await using NpgsqlConnection connection = await sums.Database.DataSource.OpenConnectionAsync(Cancel);
        await new TaskClient(connection).DoAsync(kind, order.ToJson(), new Progress<string>(), Cancel);
    }

    private static async Task<IReadOnlyList<SalvageEntry>> ListAsync(TestSums sums)
    {
        await using NpgsqlConnection connection = await sums.Database.DataSource.OpenConnectionAsync(Cancel);
        return await new SalvageTable(connection, sums.Drms!.Target).ListAsync(Cancel);
    }

    [Fact]
    public async Task A_restored_unit_is_as_its_put_would_have_made_it()
    {
        await using TestSums sums = await StartAsync();
        AllocatedUnit unit = await FailAsync(sums);
        await sums.Drms!.ExecuteAsync($"insert into h04.t values (1, {unit.Sunum.Value})");
        await sums.SettleAsync();
        SalvageEntry listed = Assert.Single(await ListAsync(sums));
        Assert.Equal((unit.Sunum, unit.Path, "h04.t", 24605L, true), (listed.Sunum, listed.Path, listed.Series, listed.Bytes, listed.IsReferenced));
        Assert.Contains("D4711", listed.Reason, StringComparison.Ordinal);
        await DoAsync(sums, SalvageOrder.RestoreKind, new([unit.Sunum]));
        Assert.Equal([$"{unit.Path}|Y|h04.t|24605|netdrms_production"], await sums.RowsAsync($"select online_loc, online_status, owning_series, bytes, username from sum_main"));
        Assert.Equal([$"{unit.Path}|2|32|True"], await sums.RowsAsync($"select wd, status, archive_substatus, effective_date between to_char(localtimestamp + interval '9 days', 'YYYYMMDDHH24MI') and to_char(localtimestamp + interval '10 days', 'YYYYMMDDHH24MI') from sum_partn_alloc"));
        Assert.Equal([unit.Sunum.ToString()], await sums.RowsAsync($"select sunum from netdrms.sums_manifest"));
        Assert.Contains($"restore|h04.t|{Environment.UserName}|{{{unit.Sunum}}}", await sums.RowsAsync($"select action, subject, db_user, sunums::text from netdrms.sums_audit"));
        Assert.Equal((UnixFileMode)0b100_100_100, File.GetUnixFileMode(Path.Combine(unit.Path, "S00000", "file.dat")));
        Assert.Empty(await sums.JournalAsync());
        await using SumsClient client = await sums.OpenAsync();
        Assert.Equal([unit.Path], await client.GetAsync([unit.Sunum], false, 0, false, Cancel));
    }

    [Fact]
    public async Task What_records_refer_to_is_not_dropped_unless_that_is_said()
    {
        await using TestSums sums = await StartAsync();
        AllocatedUnit unit = await FailAsync(sums);
        await sums.Drms!.ExecuteAsync($"insert into h04.t values (1, {unit.Sunum.Value})");
        DrmsException refused = await Assert.ThrowsAsync<DrmsException>(() => DoAsync(sums, SalvageOrder.DropKind, new([unit.Sunum])));
        Assert.Equal($"records of h04.t refer to storage unit {unit.Sunum}", refused.Message);
        Assert.True(Directory.Exists(unit.Path));
        await DoAsync(sums, SalvageOrder.DropKind, new([unit.Sunum], EvenIfReferenced: true));
        Assert.False(Directory.Exists(unit.Path));
        Assert.Empty(await sums.JournalAsync());
        Assert.Contains($"drop|h04.t|{{{unit.Sunum}}}", await sums.RowsAsync($"select action, subject, sunums::text from netdrms.sums_audit"));
    }

    [Fact]
    public async Task A_series_that_cannot_be_must_be_named_at_the_restore()
    {
        await using TestSums sums = await StartAsync();
        AllocatedUnit unit = await FailAsync(sums, new string('x', 81));
        Assert.Null(Assert.Single(await ListAsync(sums)).Series);
        DrmsException refused = await Assert.ThrowsAsync<DrmsException>(() => DoAsync(sums, SalvageOrder.RestoreKind, new([unit.Sunum])));
        Assert.Contains("series", refused.Message, StringComparison.Ordinal);
        await DoAsync(sums, SalvageOrder.RestoreKind, new([unit.Sunum], Series: "h04.t", RetentionDays: 100));
        Assert.Equal(["h04.t|True"], await sums.RowsAsync($"select owning_series, effective_date > to_char(localtimestamp + interval '99 days', 'YYYYMMDDHH24MI') from sum_main join sum_partn_alloc using (ds_index)"));
    }

    [Fact]
    public async Task What_does_not_wait_for_salvage_is_left_alone()
    {
        await using TestSums sums = await StartAsync();
        await using SumsClient client = await sums.OpenAsync();
        AllocatedUnit unit = await client.AllocAsync(1000, 0, Cancel);
        foreach (string kind in (string[])[SalvageOrder.RestoreKind, SalvageOrder.DropKind])
        {
            DrmsException refused = await Assert.ThrowsAsync<DrmsException>(() => DoAsync(sums, kind, new([unit.Sunum], EvenIfReferenced: true)));
            Assert.Equal($"storage unit {unit.Sunum} does not wait for salvage", refused.Message);
        }
        Assert.True(Directory.Exists(unit.Path));
    }
}
