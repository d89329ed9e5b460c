using NetDrms.Model.Errors;
using NetDrms.Sums.Client;
using NetDrms.Sums.Tests.Daemon;
using NetDrms.Sums.Units;

namespace NetDrms.Sums.Tests.Journal;

/// <summary>kill -9 of a real daemon process at each step; rows, directories and journal after the next start. Spec 04, better 4.</summary>
public sealed class KillTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static async Task<TestSums> StartAsync()
    {
        TestSums sums = await TestSums.StartAsync(withDrms: true, run: false);
        await sums.Drms!.ExecuteAsync($"create schema h04; create table h04.t (recnum bigint primary key, sunum bigint); grant usage on schema h04 to public; grant select on h04.t to public");
        return sums;
    }

    [Theory]
    [InlineData("sums.alloc.journalled")]
    [InlineData("sums.alloc.made")]
    [InlineData("sums.alloc.allocated")]
    [InlineData("sums.put.journalled")]
    [InlineData("sums.put.sealed")]
    [InlineData("sums.put.recorded")]
    [InlineData("sums.close.started")]
    [InlineData("sums.close.entered")]
    [InlineData("sums.close.committed")]
    [InlineData("sums.remove.journalled")]
    [InlineData("sums.remove.removed")]
    public async Task A_daemon_killed_at_any_step_leaves_all_of_a_unit_or_nothing(string point)
    {
        await using TestSums sums = await StartAsync();
        bool isClosed = false;
        using (HostProcess host = await HostProcess.StartAsync(sums, $"{point}=kill"))
        {
            try
            {
                await using SumsClient client = await SumsClient.OpenAsync(host.Address, Cancel);
                AllocatedUnit unit = await client.AllocAsync(1000, 0, Cancel);
                TestSums.Fill(unit);
                await client.PutAsync([unit], "h04.t", 10, ArchiveType.TemporaryNoArchive, Cancel);
                await client.AllocAsync(1000, 0, Cancel);   // removed at close
                await client.CloseAsync(Cancel);
                isClosed = true;
            }
            catch (DrmsException lost)
            {
                Assert.Equal(ErrorCode.SumsUnavailable, lost.Error.Code);
            }
            Assert.NotEqual(0, await host.EndedAsync());
        }
        bool isCommitted = point is "sums.close.committed" or "sums.remove.journalled" or "sums.remove.removed";
        await RestartTwiceAsync(sums);
        List<string> stored = await sums.RowsAsync($"select online_loc from sum_main");
        Assert.Equal(isCommitted ? 1 : 0, stored.Count);
        Assert.True(isCommitted || !isClosed);
        Assert.Equal(stored.Select(path => Path.GetRelativePath(sums.Root, path)), sums.Directories());
        Assert.Empty(await sums.JournalAsync());
    }

    [Theory]   // the client committed its record although the daemon died: as the original's does (spec 04 §3.6)
    [InlineData("sums.put.journalled")]
    [InlineData("sums.put.sealed")]
    [InlineData("sums.put.recorded")]
    [InlineData("sums.close.started")]
    [InlineData("sums.close.entered")]
    [InlineData("sums.close.committed")]
    public async Task A_unit_whose_put_had_begun_is_saved_when_a_record_refers_to_it(string point)
    {
        await using TestSums sums = await StartAsync();
        AllocatedUnit? unit = null;
        using (HostProcess host = await HostProcess.StartAsync(sums, $"{point}=kill"))
        {
            await Assert.ThrowsAsync<DrmsException>(async () =>
            {
                await using SumsClient client = await SumsClient.OpenAsync(host.Address, Cancel);
                unit = await client.AllocAsync(1000, 0, Cancel);
                TestSums.Fill(unit);
                await client.PutAsync([unit], "h04.t", 10, ArchiveType.TemporaryNoArchive, Cancel);
                await client.CloseAsync(Cancel);
            });
            await host.EndedAsync();
        }
        await sums.Drms!.ExecuteAsync($"insert into h04.t values (1, {unit!.Sunum.Value})");
        await RestartTwiceAsync(sums);
        Assert.Equal([$"{unit.Path}|24605"], await sums.RowsAsync($"select online_loc, bytes from sum_main"));
        Assert.Equal(["True"], await sums.RowsAsync($"select effective_date > '0' from sum_partn_alloc"));
        Assert.True(File.Exists(Path.Combine(unit.Path, "S00000", "file.dat")));
        Assert.Empty(await sums.JournalAsync());
    }

    [Theory]
    [InlineData("sums.reconcile.adopting")]
    [InlineData("sums.reconcile.settled")]
    public async Task A_daemon_killed_while_it_reconciles_does_it_again(string point)
    {
        await using TestSums sums = await StartAsync();
        AllocatedUnit? unit = null;
        using (HostProcess host = await HostProcess.StartAsync(sums, "sums.put.recorded=kill"))
        {
            await Assert.ThrowsAsync<DrmsException>(async () =>
            {
                await using SumsClient client = await SumsClient.OpenAsync(host.Address, Cancel);
                unit = await client.AllocAsync(1000, 0, Cancel);
                TestSums.Fill(unit);
                await client.PutAsync([unit], "h04.t", 10, ArchiveType.TemporaryNoArchive, Cancel);
            });
            await host.EndedAsync();
        }
        await sums.Drms!.ExecuteAsync($"insert into h04.t values (1, {unit!.Sunum.Value})");
        using (HostProcess host = await HostProcess.StartAsync(sums, $"{point}=kill"))
            Assert.NotEqual(0, await host.EndedAsync());
        await RestartTwiceAsync(sums);
        Assert.Equal([unit.Path], await sums.RowsAsync($"select online_loc from sum_main"));
        Assert.Empty(await sums.JournalAsync());
    }

    [Fact]
    public async Task A_module_that_outlives_the_daemon_puts_in_a_new_session()
    {
        await using TestSums sums = await StartAsync();
        AllocatedUnit? unit = null;
        using (HostProcess host = await HostProcess.StartAsync(sums, "sums.close.started=kill"))
        {
            await Assert.ThrowsAsync<DrmsException>(async () =>
            {
                await using SumsClient client = await SumsClient.OpenAsync(host.Address, Cancel);
                unit = await client.AllocAsync(1000, 0, Cancel);
                TestSums.Fill(unit);
                await client.CloseAsync(Cancel);
            });
            await host.EndedAsync();
        }
        await sums.RunAsync(TestSums.Quick with { AbandonedMinutes = 60 });
        await using (SumsClient client = await sums.OpenAsync())
        {
            await client.PutAsync([unit!], "h04.t", 10, ArchiveType.TemporaryNoArchive, Cancel);
            await client.CloseAsync(Cancel);
        }
        Assert.Equal([unit!.Path], await sums.RowsAsync($"select online_loc from sum_main"));
    }

    // The first start claims what the dead one left, and lets directories wait for their clients: here for no time at all. The second finds them due.
    private static async Task RestartTwiceAsync(TestSums sums)
    {
        for (int i = 0; i < 2 || (i < 10 && (await sums.JournalAsync()).Count > 0); i++)   // transactions of other tests hold a decision up
        {
            using HostProcess host = await HostProcess.StartAsync(sums, null);
            await host.StopAsync();
        }
    }
}
