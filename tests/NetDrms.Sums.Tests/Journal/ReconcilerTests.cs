using NetDrms.Database.Sql;
using NetDrms.Model.Errors;
using NetDrms.Sums.Client;
using NetDrms.Sums.Tests.Daemon;
using NetDrms.Sums.Units;
using Npgsql;

namespace NetDrms.Sums.Tests.Journal;

/// <summary>What sessions leave is settled by asking the DRMS database. Spec 04, better 3–5; 02 §6.3.</summary>
public sealed class ReconcilerTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static async Task<TestSums> StartAsync(bool withSeries = true)
    {
        TestSums sums = await TestSums.StartAsync(withDrms: true);
        if (withSeries)
            await sums.Drms!.ExecuteAsync($"create schema h04; create table h04.t (recnum bigint primary key, sunum bigint); grant usage on schema h04 to public; grant select on h04.t to public");
        return sums;
    }

    private static Task ReferToAsync(TestSums sums, AllocatedUnit unit) => sums.Drms!.ExecuteAsync($"insert into h04.t values (1, {unit.Sunum.Value})");

    private static async Task<AllocatedUnit> PutAsync(SumsClient client, string series = "h04.t")
    {
        AllocatedUnit unit = await client.AllocAsync(1000, 0, Cancel);
        TestSums.Fill(unit);
        await client.PutAsync([unit], series, 10, ArchiveType.TemporaryNoArchive, Cancel);
        return unit;
    }

    private static async Task<AllocatedUnit> PutAndCloseAsync(TestSums sums, string series = "h04.t")
    {
        await using SumsClient client = await sums.OpenAsync();
        AllocatedUnit unit = await PutAsync(client, series);
        await client.CloseAsync(Cancel);
        return unit;
    }

    // As a killed client: no rollback, the connection ends.
    private static async Task<AllocatedUnit> PutAndVanishAsync(TestSums sums)
    {
        SumsConnection connection = await SumsConnection.OpenAsync(sums.Address, new SumsClientOptions(), Cancel);
        long session;
        using (NetDrms.Sums.Wire.SumsAnswer answer = await connection.ExchangeAsync("open", NetDrms.Sums.Wire.RequestWriter.Open, Cancel))
            session = answer.Hex("sessionid");
        AllocatedUnit unit;
        using (NetDrms.Sums.Wire.SumsAnswer answer = await connection.ExchangeAsync("alloc", json => NetDrms.Sums.Wire.RequestWriter.Alloc(json, session, null, 0, 1000, false), Cancel))
            unit = new(new Sunum(answer.Hex("sunum")), answer.Text("sudir"));
        TestSums.Fill(unit);
        (await connection.ExchangeAsync("put", json => NetDrms.Sums.Wire.RequestWriter.Put(json, session, [unit], "h04.t", 10, ArchiveType.TemporaryNoArchive), Cancel)).Dispose();
        await connection.DisposeAsync();
        while (sums.Daemon!.SessionCount > 0)
            await Task.Delay(5, Cancel);
        return unit;
    }

    [Fact]
    public async Task A_unit_that_a_record_refers_to_is_confirmed()
    {
        await using TestSums sums = await StartAsync();
        AllocatedUnit unit = await PutAndCloseAsync(sums);
        await ReferToAsync(sums, unit);
        await sums.SettleAsync();
        Assert.Empty(await sums.JournalAsync());
        Assert.Equal(["True"], await sums.RowsAsync($"select effective_date > '0' from sum_partn_alloc"));
    }

    [Fact]
    public async Task A_unit_that_no_record_refers_to_expires()
    {
        await using TestSums sums = await StartAsync();
        await PutAndCloseAsync(sums);
        await sums.SettleAsync();
        Assert.Empty(await sums.JournalAsync());
        Assert.Equal(["0|2"], await sums.RowsAsync($"select effective_date, status from sum_partn_alloc"));
        Assert.Single(sums.Directories());   // the steward removes it
    }

    [Fact]
    public async Task While_the_record_s_transaction_runs_nothing_is_decided()
    {
        await using TestSums sums = await StartAsync();
        await using NpgsqlConnection module = await sums.Drms!.SuperuserSource.OpenConnectionAsync(Cancel);
        await using NpgsqlTransaction transaction = await module.BeginTransactionAsync(Cancel);
        SqlText first = $"insert into h04.t values (7, -1)";
        await using (NpgsqlCommand command = first.On(module, transaction))
            await command.ExecuteNonQueryAsync(Cancel);
        AllocatedUnit unit = await PutAndVanishAsync(sums);
        Assert.Equal(1, await sums.Daemon!.ReconcileAsync(Cancel));
        Assert.Equal([$"{unit.Sunum}|sealed"], await sums.JournalAsync());
        SqlText second = $"insert into h04.t values (8, {unit.Sunum.Value})";
        await using (NpgsqlCommand command = second.On(module, transaction))
            await command.ExecuteNonQueryAsync(Cancel);
        await transaction.CommitAsync(Cancel);
        await sums.SettleAsync();
        Assert.Equal([unit.Path], await sums.RowsAsync($"select online_loc from sum_main"));   // saved: its client committed although it never closed
        Assert.Empty(await sums.JournalAsync());
    }

    [Fact]
    public async Task What_a_vanished_client_put_and_no_record_refers_to_is_removed()
    {
        await using TestSums sums = await StartAsync();
        await PutAndVanishAsync(sums);
        await sums.SettleAsync();
        Assert.Empty(sums.Directories());
        Assert.Empty(await sums.JournalAsync());
        Assert.Empty(await sums.RowsAsync($"select 1 from sum_main"));
    }

    [Fact]
    public async Task A_unit_of_a_series_that_this_site_does_not_have_keeps_its_retention()
    {
        await using TestSums sums = await StartAsync(withSeries: false);
        await PutAndCloseAsync(sums);
        await sums.SettleAsync();
        Assert.Equal(["True"], await sums.RowsAsync($"select effective_date > '0' from sum_partn_alloc"));
    }

    [Fact]
    public async Task A_log_directory_is_referred_to_by_its_session_row()
    {
        await using TestSums sums = await StartAsync(withSeries: false);
        AllocatedUnit kept = await PutAndCloseAsync(sums, "drms_logs"), lost = await PutAndCloseAsync(sums, "drms_logs");
        await sums.Drms!.ExecuteAsync($"insert into su_production.drms_session (sessionid, sunum) values (1, {kept.Sunum.Value})");
        await sums.SettleAsync();
        Assert.Equal([$"{lost.Sunum}"], await sums.RowsAsync($"select ds_index from sum_partn_alloc where effective_date = '0'"));
    }

    [Fact]
    public async Task A_client_that_rolls_back_after_a_refused_put_leaves_nothing()
    {
        await using TestSums sums = await StartAsync();
        await using (SumsClient client = await sums.OpenAsync())
        {
            AllocatedUnit unit = await client.AllocAsync(1000, 0, Cancel);
            TestSums.Fill(unit);
            File.CreateSymbolicLink(Path.Combine(unit.Path, "link"), "nothing");
            await Assert.ThrowsAsync<DrmsException>(() => client.PutAsync([unit], "h04.t", 10, ArchiveType.TemporaryNoArchive, Cancel));
        }
        await sums.SettleAsync();
        Assert.Empty(sums.Directories());
    }

    [Fact]
    public async Task A_failed_session_that_closes_keeps_what_a_put_named()
    {
        await using TestSums sums = await StartAsync();
        SumsConnection connection = await SumsConnection.OpenAsync(sums.Address, new SumsClientOptions(), Cancel);
        long session;
        using (NetDrms.Sums.Wire.SumsAnswer answer = await connection.ExchangeAsync("open", NetDrms.Sums.Wire.RequestWriter.Open, Cancel))
            session = answer.Hex("sessionid");
        AllocatedUnit unit;
        using (NetDrms.Sums.Wire.SumsAnswer answer = await connection.ExchangeAsync("alloc", json => NetDrms.Sums.Wire.RequestWriter.Alloc(json, session, null, 0, 1000, false), Cancel))
            unit = new(new Sunum(answer.Hex("sunum")), answer.Text("sudir"));
        TestSums.Fill(unit);
        await Assert.ThrowsAsync<DrmsException>(() =>
            connection.ExchangeAsync("put", json => NetDrms.Sums.Wire.RequestWriter.Put(json, session, [unit], new string('x', 81), 10, ArchiveType.TemporaryNoArchive), Cancel));
        (await connection.ExchangeAsync("close", json => NetDrms.Sums.Wire.RequestWriter.Plain(json, NetDrms.Sums.Wire.RequestType.Close, session), Cancel)).Dispose();
        await connection.DisposeAsync();
        while (sums.Daemon!.SessionCount > 0)
            await Task.Delay(5, Cancel);
        Assert.Equal([$"{unit.Sunum}|salvage"], await sums.JournalAsync());
        Assert.True(File.Exists(Path.Combine(unit.Path, "S00000", "file.dat")));
        await sums.SettleAsync();   // no series, no record: removed after the time for salvage, here none
        Assert.Empty(sums.Directories());
    }

    [Fact]
    public async Task A_series_that_may_not_be_read_decides_nothing()
    {
        await using TestSums sums = await StartAsync();
        await sums.Drms!.ExecuteAsync($"revoke select on h04.t from public");
        AllocatedUnit unit = await PutAndCloseAsync(sums);
        await sums.SettleAsync();
        Assert.Equal([$"{unit.Sunum}|unconfirmed"], await sums.JournalAsync());
    }
}
