using System.Globalization;
using NetDrms.Database.Faults;
using NetDrms.Database.Sql;
using NetDrms.Sums.Client;
using NetDrms.Sums.Units;
using Npgsql;

namespace NetDrms.Sums.Tests.Daemon;

/// <summary>The state machine of spec 04 §3.2, single requests §3.3, alive frames §3.1, and sessions beside each other.</summary>
public sealed class SessionTests
{
    private const string Ok = "{\"status\": \"ok\"}";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_second_open_is_refused_and_dooms_the_session()
    {
        await using TestSums sums = await TestSums.StartAsync();
        await using RawClient client = await RawClient.ConnectAsync(sums.Address);
        string session = await client.OpenAsync();
        Assert.Contains("session-opened", await client.AskAsync("{\"reqtype\": \"open\"}"), StringComparison.Ordinal);
        Assert.Contains("session-rolledback", await client.AskAsync($"{{\"reqtype\": \"ping\", \"sessionid\": \"{session}\"}}"), StringComparison.Ordinal);
        Assert.Equal(Ok, await client.AskAsync($"{{\"reqtype\": \"close\", \"sessionid\": \"{session}\"}}"));
    }

    [Fact]
    public async Task Requests_sent_early_are_answered_in_order()
    {
        await using TestSums sums = await TestSums.StartAsync();
        await using RawClient client = await RawClient.ConnectAsync(sums.Address);
        string session = await client.OpenAsync();
        await client.SendAsync($"{{\"reqtype\": \"ping\", \"sessionid\": \"{session}\"}}");
        await client.SendAsync($"{{\"reqtype\": \"get\", \"sessionid\": \"{session}\", \"touch\": false, \"retrieve\": false, \"retention\": 0, \"sus\": [\"1\"]}}");
        await client.SendAsync($"{{\"reqtype\": \"close\", \"sessionid\": \"{session}\"}}");
        Assert.Equal(Ok, await client.AnswerAsync());
        Assert.Equal("{\"status\": \"ok\", \"supaths\": [{\"sunum\": \"1\", \"path\": null}]}", await client.AnswerAsync());
        Assert.Equal(Ok, await client.AnswerAsync());
    }

    [Fact]
    public async Task A_connection_may_carry_one_request_without_a_session()
    {
        await using TestSums sums = await TestSums.StartAsync();
        string answer;
        await using (RawClient client = await RawClient.ConnectAsync(sums.Address))
            answer = (await client.AskAsync("{\"reqtype\": \"alloc\", \"sessionid\": \"5\", \"sunum\": null, \"sugroup\": 0, \"numbytes\": 1000}"))!;
        string hex = answer.Split('"')[7], path = answer.Split('"')[11];
        AllocatedUnit unit = new(new(long.Parse(hex, NumberStyles.HexNumber, CultureInfo.InvariantCulture)), path);
        await sums.SettleAsync();
        Assert.Equal([$"{path}|5|1|1000|0"], await sums.RowsAsync($"select wd, sumid, status, bytes, ds_index from sum_partn_alloc"));
        TestSums.Fill(unit);
        await using (RawClient client = await RawClient.ConnectAsync(sums.Address))
            Assert.Equal(Ok, await client.AskAsync($"{{\"reqtype\": \"put\", \"sessionid\": \"5\", \"sudirs\": [{{\"{hex}\": \"{path}\"}}], \"series\": \"h04.t\", \"archivetype\": \"temporary+noarchive\"}}"));
        Assert.Equal([$"{path}|5"], await sums.RowsAsync($"select online_loc, create_sumid from sum_main"));
        Assert.Equal([$"{path}|5|2|{unit.Sunum}"], await sums.RowsAsync($"select wd, sumid, status, ds_index from sum_partn_alloc"));
    }

    [Fact]
    public async Task A_single_request_cannot_put_what_a_session_holds()
    {
        await using TestSums sums = await TestSums.StartAsync();
        await using SumsClient owner = await sums.OpenAsync();
        AllocatedUnit unit = await owner.AllocAsync(1000, 0, Cancel);
        await using RawClient client = await RawClient.ConnectAsync(sums.Address);
        string? answer = await client.AskAsync(
            $"{{\"reqtype\": \"put\", \"sessionid\": \"{owner.SessionId:x}\", \"sudirs\": [{{\"{unit.Sunum.ToHex()}\": \"{unit.Path}\"}}], \"series\": \"h04.t\", \"archivetype\": \"x\"}}");
        Assert.Contains("is not the directory that alloc gave", answer, StringComparison.Ordinal);
        TestSums.Fill(unit);
        await owner.PutAsync([unit], "h04.t", 1, ArchiveType.TemporaryNoArchive, Cancel);
        await owner.CloseAsync(Cancel);
    }

    [Fact]
    public async Task The_first_alive_frame_comes_after_a_second_of_work()
    {
        await using TestSums sums = await TestSums.StartAsync();
        await using RawClient client = await RawClient.ConnectAsync(sums.Address);
        string session = await client.OpenAsync();
        Assert.Equal(0, client.AliveFrames);
        using (Failpoint.Arm("sums.alloc.made", () => Thread.Sleep(2500)))
            Assert.Contains("sudir", await client.AskAsync($"{{\"reqtype\": \"alloc\", \"sessionid\": \"{session}\", \"sunum\": null, \"sugroup\": 0, \"numbytes\": 10}}"), StringComparison.Ordinal);
        Assert.InRange(client.AliveFrames, 1, 3);
    }

    [Fact]
    public async Task A_locked_row_holds_up_one_touch_only()
    {
        await using TestSums sums = await TestSums.StartAsync();
        AllocatedUnit unit;
        await using (SumsClient client = await sums.OpenAsync())
        {
            unit = await client.AllocAsync(1000, 0, Cancel);
            TestSums.Fill(unit);
            await client.PutAsync([unit], "h04.t", 1, ArchiveType.TemporaryNoArchive, Cancel);
            await client.CloseAsync(Cancel);
        }
        await using NpgsqlConnection original = await sums.Database.DataSource.OpenConnectionAsync(Cancel);
        await using NpgsqlTransaction transaction = await original.BeginTransactionAsync(Cancel);
        SqlText hold = $"update sum_partn_alloc set effective_date = '0'";   // as an original daemon's open session
        await using (NpgsqlCommand command = hold.On(original, transaction))
            await command.ExecuteNonQueryAsync(Cancel);
        await using SumsClient waiting = await sums.OpenAsync(), other = await sums.OpenAsync();
        Task<IReadOnlyList<string?>> touch = waiting.GetAsync([unit.Sunum], true, 5, false, Cancel);
        Assert.Equal([unit.Path], await other.GetAsync([unit.Sunum], false, 0, false, Cancel));
        Assert.False(touch.IsCompleted);
        await transaction.RollbackAsync(Cancel);
        Assert.Equal([unit.Path], await touch);
    }

    [Fact]
    public async Task Sessions_in_parallel_do_not_see_or_hinder_each_other()
    {
        await using TestSums sums = await TestSums.StartAsync();
        await Parallel.ForEachAsync(Enumerable.Range(0, 24), new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = Cancel }, async (i, cancel) =>
        {
            await using SumsClient client = await SumsClient.OpenAsync(sums.Address, cancel);
            AllocatedUnit unit = await client.AllocAsync(1000, 0, cancel);
            TestSums.Fill(unit);
            await client.PutAsync([unit], "h04.t", 1, ArchiveType.TemporaryNoArchive, cancel);
            if (i % 3 == 0)
                await client.RollbackAsync();
            else
                await client.CloseAsync(cancel);
        });
        await sums.SettleAsync();
        Assert.Equal(["16"], await sums.RowsAsync($"select count(*) from sum_main"));
        Assert.Equal(16, sums.Directories().Length);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task A_client_that_goes_at_any_step_leaves_nothing(int steps)
    {
        await using TestSums sums = await TestSums.StartAsync();
        await using (RawClient client = await RawClient.ConnectAsync(sums.Address))
        {
            string session = steps > 0 ? await client.OpenAsync() : "";
            string answer = steps > 1 ? (await client.AskAsync($"{{\"reqtype\": \"alloc\", \"sessionid\": \"{session}\", \"sunum\": null, \"sugroup\": 0, \"numbytes\": 10}}"))! : "";
            if (steps > 2)
                await client.SendAsync($"{{\"reqtype\": \"put\", \"sessionid\": \"{session}\", \"sudirs\": [{{\"{answer.Split('"')[7]}\": \"{answer.Split('"')[11]}\"}}], \"series\": \"h04.t\", \"archivetype\": \"x\"}}");
            await client.SendRawAsync("0000"u8.ToArray());
        }
        await Task.Delay(50, Cancel);   // the accept queue
        await sums.SettleAsync();
        Assert.Empty(sums.Directories());
        Assert.Empty(await sums.JournalAsync());
        Assert.Empty(await sums.RowsAsync($"select 1 from sum_main"));
    }

    [Fact]
    public async Task A_unix_socket_serves_as_well()
    {
        using NetDrms.Sums.Tests.Units.TemporaryFolder folder = new();
        await using TestSums sums = await TestSums.StartAsync(TestSums.Quick with { SocketPath = folder["sums.sock"] });
        await using SumsClient client = await SumsClient.OpenAsync(SumsAddress.Unix(folder["sums.sock"]), Cancel);
        await client.PingAsync(Cancel);
        await client.CloseAsync(Cancel);
    }

    [Fact]
    public async Task A_daemon_that_stops_lets_its_clients_come_back()
    {
        await using TestSums sums = await TestSums.StartAsync(TestSums.Quick with { AbandonedMinutes = 60 });
        AllocatedUnit unit;
        await using (SumsClient client = await sums.OpenAsync())
        {
            unit = await client.AllocAsync(1000, 0, Cancel);
            TestSums.Fill(unit);
            await sums.StopAsync();
        }
        await sums.RunAsync();
        await using SumsClient again = await sums.OpenAsync();
        await again.PutAsync([unit], "h04.t", 1, ArchiveType.TemporaryNoArchive, Cancel);
        await again.CloseAsync(Cancel);
        Assert.Equal([unit.Path], await sums.RowsAsync($"select online_loc from sum_main"));
    }
}
