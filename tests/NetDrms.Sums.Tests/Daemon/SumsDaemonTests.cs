using Microsoft.Extensions.Logging;
using NetDrms.Model.Errors;
using NetDrms.Sums.Client;
using NetDrms.Sums.Units;

namespace NetDrms.Sums.Tests.Daemon;

public sealed class SumsDaemonTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_unit_goes_from_alloc_to_get_and_its_rows_are_the_original_s()
    {
        await using TestSums sums = await TestSums.StartAsync();
        AllocatedUnit unit;
        await using (SumsClient client = await sums.OpenAsync())
        {
            unit = await client.AllocAsync(1000, 0, Cancel);
            TestSums.Fill(unit);
            await client.PutAsync([unit], "h04.t", 10, ArchiveType.TemporaryNoArchive, Cancel);
            Assert.Empty(await sums.RowsAsync($"select 1 from sum_main"));
            Assert.Equal("Y", (await client.InfoAsync([unit.Sunum], Cancel))[0].OnlineStatus);   // its own work a session sees
            await client.CloseAsync(Cancel);
        }
        await using (SumsClient client = await sums.OpenAsync())
        {
            Assert.Equal([unit.Path, null], await client.GetAsync([unit.Sunum, new Sunum(999999)], true, -3, false, Cancel));
            StorageUnit info = (await client.InfoAsync([unit.Sunum], Cancel))[0];
            Assert.Equal(("h04.t", 24605L, 2, 32), (info.OwningSeries, info.Bytes, info.Status, info.Substatus));
            await client.CloseAsync(Cancel);
        }
        Assert.Equal(
            [$"{unit.Path}|Y|N|N||h04.t|0|0|24605|{unit.Sunum}|netdrms_production"],
            await sums.RowsAsync($"select online_loc, online_status, archive_status, offsite_ack, history_comment, owning_series, storage_group, storage_set, bytes, ds_index, username from sum_main"));
        Assert.Equal(
            [$"{unit.Path}|2|24605|32|0|{unit.Sunum}|0|True"],
            await sums.RowsAsync($"select wd, status, bytes, archive_substatus, group_id, ds_index, safe_id, effective_date = to_char(localtimestamp + interval '10 days', 'YYYYMMDDHH24MI') from sum_partn_alloc"));
        Assert.Equal([$"{unit.Sunum}|unconfirmed"], await sums.JournalAsync());
    }

    [Fact]   // the original means it to; spec 04 §3.4
    public async Task Infoarray_is_answered_as_info_in_a_list_of_its_own_name()
    {
        await using TestSums sums = await TestSums.StartAsync();
        await using RawClient raw = await RawClient.ConnectAsync(sums.Address);
        string session = await raw.OpenAsync();
        string info = (await raw.AskAsync($"{{\"reqtype\": \"info\", \"sessionid\": \"{session}\", \"sus\": [\"1\", \"2\"]}}"))!;
        string array = (await raw.AskAsync($"{{\"reqtype\": \"infoarray\", \"sessionid\": \"{session}\", \"sulist\": [\"1\", \"2\"]}}"))!;
        Assert.Contains("\"suinfo\": [{\"sunum\": \"1\"", info, StringComparison.Ordinal);
        Assert.Equal(info.Replace("\"suinfo\"", "\"suinfolist\"", StringComparison.Ordinal), array);
    }

    [Fact]
    public async Task What_is_not_put_is_removed_at_close()
    {
        await using TestSums sums = await TestSums.StartAsync();
        await using (SumsClient client = await sums.OpenAsync())
        {
            TestSums.Fill(await client.AllocAsync(1000, 0, Cancel));
            Assert.Single(sums.Directories());
            await client.CloseAsync(Cancel);
        }
        await sums.SettleAsync();
        Assert.Empty(sums.Directories());
        Assert.Empty(await sums.JournalAsync());
    }

    [Fact]   // bad input is the client's; only what an administrator has to look after is a warning
    public async Task The_log_warns_of_our_failures_and_not_of_a_client_s_mistakes()
    {
        await using TestSums sums = await TestSums.StartAsync();
        await using (SumsClient client = await sums.OpenAsync())
        {
            AllocatedUnit stranger = new(new Sunum(4711), "/SUM8/D4711");
            await Assert.ThrowsAsync<DrmsException>(() => client.PutAsync([stranger], "h04.t", 10, ArchiveType.TemporaryNoArchive, Cancel));
        }
        await using (RawClient raw = await RawClient.ConnectAsync(sums.Address, greet: true))
        {
            await raw.SendAsync("{\"reqtype\": \"nosuch\"}");
            await raw.AnswerAsync();
        }
        await sums.SettleAsync();
        Assert.DoesNotContain(sums.Log.Lines, line => line.Level >= LogLevel.Warning);
        Assert.Contains(sums.Log.Lines, line => line.Level == LogLevel.Debug && line.Text.Contains("put of ", StringComparison.Ordinal) && line.Text.Contains("refused", StringComparison.Ordinal));
        Directory.Delete(sums.Partition("SUM8"));
        Directory.Delete(sums.Partition("SUM9"));
        await using (SumsClient client = await sums.OpenAsync())
            await Assert.ThrowsAsync<DrmsException>(() => client.AllocAsync(1000, 0, Cancel));
        Assert.Contains(sums.Log.Lines, line => line.Level == LogLevel.Warning && line.Text.Contains("alloc of ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_database_that_is_away_is_told_and_comes_back()
    {
        await using TestSums sums = await TestSums.StartAsync();
        await using SumsClient client = await sums.OpenAsync();
        await sums.Database.AllowConnectionsAsync(false);
        DrmsException error = await Assert.ThrowsAsync<DrmsException>(() => client.AllocAsync(1000, 0, Cancel));
        Assert.Contains("not currently accepting connections", error.Message, StringComparison.Ordinal);
        await sums.Database.AllowConnectionsAsync(true);
        await using SumsClient other = await sums.OpenAsync();
        await other.AllocAsync(1000, 0, Cancel);
        await other.RollbackAsync();
        Assert.Empty(sums.Directories());
    }
}
