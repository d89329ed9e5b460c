using NetDrms.Model.Errors;
using NetDrms.Sums.Access;
using NetDrms.Sums.Client;
using NetDrms.Sums.Tests.Daemon;
using NetDrms.Sums.Units;

namespace NetDrms.Sums.Tests.Access;

/// <summary>Only a series' owner and administrators may let its units expire, or expire earlier. Spec 04, better 6.</summary>
public sealed class OwnerTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    // Series h04.t of user owner_anna; her and owner_bert's tokens may write.
    private static async Task<(TestSums Sums, SumsAddress Anna, SumsAddress Bert)> StartAsync()
    {
        TestSums sums = await TestSums.StartAsync(TestSums.Quick with { UnconfirmedHours = 24, Access = new() { Administrators = ["owner_carl"] } }, withDrms: true);
        await sums.Drms!.ExecuteAsync($"""
            do $$ begin
                if not exists (select from pg_roles where rolname = 'owner_anna') then create role owner_anna; create role owner_bert; end if;
            end $$
            """);
        await sums.Drms.ExecuteAsync($"create schema h04 authorization owner_anna; create table h04.t (recnum bigint primary key, sunum bigint); alter table h04.t owner to owner_anna");
        return (sums, await TokenAsync(sums, "owner_anna"), await TokenAsync(sums, "owner_bert"));
    }

    private static async Task<SumsAddress> TokenAsync(TestSums sums, string user)
    {
        AccessToken token = AccessToken.New(user);
        await sums.Database.ExecuteAsync($"insert into netdrms.sums_token (name, hash, db_user, rights) values ({user}, {token.Hash()}, {user}, 'write')");
        return sums.Address with { Token = token.ToSecretText() };
    }

    private static async Task<AllocatedUnit> StoreAsync(SumsAddress address)
    {
        await using SumsClient client = await SumsClient.OpenAsync(address, Cancel);
        AllocatedUnit unit = await client.AllocAsync(1000, 0, Cancel);
        await client.PutAsync([unit], "h04.t", 100, ArchiveType.TemporaryNoArchive, Cancel);
        await client.CloseAsync(Cancel);
        return unit;
    }

    private static async Task TouchAsync(SumsAddress address, AllocatedUnit unit, double days)
    {
        await using SumsClient client = await SumsClient.OpenAsync(address, Cancel);
        Assert.Equal([unit.Path], await client.GetAsync([unit.Sunum], touch: true, days, retrieve: false, Cancel));
        await client.CloseAsync(Cancel);
    }

    private static async Task DeleteAsync(SumsAddress address)
    {
        await using SumsClient client = await SumsClient.OpenAsync(address, Cancel);
        await client.DeleteSeriesAsync("H04.T", Cancel);
        await client.CloseAsync(Cancel);
    }

    private static async Task<int> DaysAsync(TestSums sums) =>
        int.Parse((await sums.RowsAsync($"select round(extract(epoch from to_timestamp(effective_date, 'YYYYMMDDHH24MI') - now()) / 86400)::int from sum_partn_alloc"))[0], System.Globalization.CultureInfo.InvariantCulture);

    [Fact]
    public async Task Another_user_may_keep_a_unit_longer_but_not_shorter()
    {
        (TestSums sums, SumsAddress anna, SumsAddress bert) = await StartAsync();
        await using TestSums disposed = sums;
        AllocatedUnit unit = await StoreAsync(anna);
        await TouchAsync(bert, unit, 5);
        Assert.Equal(100, await DaysAsync(sums));
        await TouchAsync(bert, unit, 200);
        Assert.Equal(203, await DaysAsync(sums));
        await TouchAsync(anna, unit, 5);
        Assert.Equal(8, await DaysAsync(sums));
        Assert.Equal([$"put|owner_anna|{{{unit.Sunum}}}", $"shorten|owner_anna|{{{unit.Sunum}}}"],
            await sums.RowsAsync($"select action, db_user, sunums::text from netdrms.sums_audit order by entry"));
    }

    [Fact]
    public async Task Only_the_owner_may_let_a_series_expire()
    {
        (TestSums sums, SumsAddress anna, SumsAddress bert) = await StartAsync();
        await using TestSums disposed = sums;
        await StoreAsync(anna);
        DrmsException denied = await Assert.ThrowsAsync<DrmsException>(() => DeleteAsync(bert));
        Assert.Contains("owner_bert does not own series H04.T", denied.Message, StringComparison.Ordinal);
        Assert.Equal(["32"], await sums.RowsAsync($"select archive_substatus from sum_partn_alloc"));
        await DeleteAsync(anna);
        Assert.Equal(["0|1024"], await sums.RowsAsync($"select effective_date, archive_substatus from sum_partn_alloc"));
        Assert.Equal(["deleteseries|H04.T|owner_anna|1 storage units"], await sums.RowsAsync($"select action, subject, db_user, detail from netdrms.sums_audit where action = 'deleteseries'"));
    }

    [Fact]   // delete_series has dropped the table by then
    public async Task Of_a_series_that_is_gone_the_owner_of_its_namespace_decides()
    {
        (TestSums sums, SumsAddress anna, SumsAddress bert) = await StartAsync();
        await using TestSums disposed = sums;
        await StoreAsync(anna);
        await sums.Drms!.ExecuteAsync($"drop table h04.t");
        await Assert.ThrowsAsync<DrmsException>(() => DeleteAsync(bert));
        await DeleteAsync(anna);
        Assert.Equal(["0"], await sums.RowsAsync($"select effective_date from sum_partn_alloc"));
    }

    [Fact]
    public async Task An_administrator_may_whatever_he_owns_and_so_may_not_a_database_that_does_not_answer()
    {
        (TestSums sums, SumsAddress anna, SumsAddress bert) = await StartAsync();
        await using TestSums disposed = sums;
        await StoreAsync(anna);
        await sums.Drms!.AllowConnectionsAsync(false);
        await Assert.ThrowsAsync<DrmsException>(() => DeleteAsync(anna));   // who cannot be asked has not said yes
        await using (RawClient raw = await RawClient.ConnectAsync(sums.Address, greet: false))
        {
            await raw.SendAsync("{\"pid\": 1, \"user\": \"owner_carl\"}");
            string session = await raw.OpenAsync();
            Assert.Equal("{\"status\": \"ok\"}", await raw.AskAsync($"{{\"reqtype\": \"deleteseries\", \"sessionid\": \"{session}\", \"series\": \"h04.t\"}}"));
            Assert.Equal("{\"status\": \"ok\"}", await raw.AskAsync($"{{\"reqtype\": \"close\", \"sessionid\": \"{session}\"}}"));
        }
        Assert.Equal(["0"], await sums.RowsAsync($"select effective_date from sum_partn_alloc"));
        Assert.Equal(["null|owner_carl"], await sums.RowsAsync($"select db_user, claimed from netdrms.sums_audit where action = 'deleteseries'"));
        await sums.Drms.AllowConnectionsAsync(true);
    }
}
