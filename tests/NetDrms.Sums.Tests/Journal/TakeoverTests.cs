using NetDrms.Sums.Client;
using NetDrms.Sums.Tests.Daemon;
using NetDrms.Sums.Units;

namespace NetDrms.Sums.Tests.Journal;

/// <summary>Several daemons over one database: when one dies, another settles what it left, while it runs. Spec 04, better 11.</summary>
public sealed class TakeoverTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Another_daemon_settles_what_a_killed_one_left()
    {
        await using TestSums sums = await TestSums.StartAsync(TestSums.Quick with { ReconcileMinutes = 60 }, withDrms: true);
        await sums.Drms!.ExecuteAsync($"create schema h04; create table h04.t (recnum bigint primary key, sunum bigint); grant usage on schema h04 to public; grant select on h04.t to public");
        AllocatedUnit lost, saved, own;
        await using SumsClient bystander = await sums.OpenAsync();   // a session of the daemon that lives
        own = await bystander.AllocAsync(1000, 0, Cancel);
        using (HostProcess dying = await HostProcess.StartAsync(sums, failpoint: null))
        {
            await using SumsClient first = await SumsClient.OpenAsync(dying.Address, Cancel), second = await SumsClient.OpenAsync(dying.Address, Cancel);
            lost = await first.AllocAsync(1000, 0, Cancel);
            saved = await second.AllocAsync(1000, 0, Cancel);
            TestSums.Fill(saved);
            await second.PutAsync([saved], "h04.t", 10, ArchiveType.TemporaryNoArchive, Cancel);
            await sums.Drms.ExecuteAsync($"insert into h04.t values (1, {saved.Sunum.Value})");
            await dying.KillAsync();
        }
        long start = Environment.TickCount64;
        while ((await sums.JournalAsync()).Count > 1 && Environment.TickCount64 - start < 30_000)
            await Task.Delay(200, Cancel);
        Assert.Equal([$"{own.Sunum}|allocated"], await sums.JournalAsync());   // within the heartbeat limit, and the living daemon's sessions are left alone
        Assert.Equal([saved.Path], await sums.RowsAsync($"select online_loc from sum_main"));
        Assert.Equal(["adopt|netdrms_production|storage daemon"], await sums.RowsAsync($"select action, db_user, address from netdrms.sums_audit"));
        Assert.False(Directory.Exists(lost.Path));
        TestSums.Fill(own);
        await bystander.PutAsync([own], "h04.t", 10, ArchiveType.TemporaryNoArchive, Cancel);
        await bystander.CloseAsync(Cancel);
    }

    [Fact]   // after a restart of the database every lock is free for some seconds
    public async Task A_free_lock_alone_does_not_make_a_daemon_dead()
    {
        await using TestSums sums = await TestSums.StartAsync(withDrms: true);
        await using SumsClient client = await sums.OpenAsync();
        AllocatedUnit unit = await client.AllocAsync(1000, 0, Cancel);
        await sums.Database.ExecuteAsync($"select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and classid = 1398099283 and database = (select oid from pg_database where datname = current_database())");
        using (HostProcess other = await HostProcess.StartAsync(sums, failpoint: null))   // claims at its start
        {
            TestSums.Fill(unit);
            await client.PutAsync([unit], "h04.t", 10, ArchiveType.TemporaryNoArchive, Cancel);
            await client.CloseAsync(Cancel);
            await other.StopAsync();
        }
        Assert.Equal([unit.Path], await sums.RowsAsync($"select online_loc from sum_main"));
    }
}
