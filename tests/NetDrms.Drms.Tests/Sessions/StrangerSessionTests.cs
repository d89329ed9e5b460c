using NetDrms.Database.Cluster;
using NetDrms.Database.Schema;
using NetDrms.Database.Sql;
using NetDrms.Drms.Sessions;
using NetDrms.Model.Errors;
using NetDrms.Model.RecordSets;
using NetDrms.Testing;
using Npgsql;
using Xunit;

namespace NetDrms.Drms.Tests.Sessions;

/// <summary>What a stranger's query could do if it were not refused before: nothing but read what everybody may. Spec 01 §2.11.</summary>
public sealed class StrangerSessionTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("insert into gold.ts (recnum) values (1000)")]
    [InlineData("update gold.ts set v = 0")]
    [InlineData("delete from gold.ts")]
    [InlineData("select nextval('gold.ts_seq')")]
    [InlineData("select setval('gold.ts_seq', 1)")]
    [InlineData("create table gold.x (a int)")]
    [InlineData("create table public.x (a int)")]
    [InlineData("drop table gold.ts")]
    [InlineData("select * from pg_authid")]
    public async Task Even_without_the_read_only_transaction_the_role_cannot_change_anything(string statement)
    {
        await using TestDatabase database = await TestCluster.NewGoldDatabaseAsync();
        await using DrmsSession session = await OpenAsync(database.Target);
        Assert.Equal("12 netdrms_reader", await TextAsync(session, "select count(*) || ' ' || current_user from gold.ts"));
        await TextAsync(session, "set default_transaction_read_only = off");
        PostgresException refused = await Assert.ThrowsAsync<PostgresException>(() => TextAsync(session, statement));
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
    }

    [Fact]   // the same statements are those of a local user's right, so the role is what refuses them
    public async Task A_local_user_has_his_own_rights()
    {
        await using TestDatabase database = await TestCluster.NewGoldDatabaseAsync();
        await using DrmsSession session = await TestSessions.OpenAsync(database);
        await TextAsync(session, "set default_transaction_read_only = off");
        Assert.Equal("13", await TextAsync(session, "select nextval('gold.ts_seq')::text"));
    }

    [Fact]
    public async Task Resetting_the_role_leads_to_the_reader_again()
    {
        await using TestDatabase database = await TestCluster.NewGoldDatabaseAsync();
        await using DrmsSession session = await OpenAsync(database.Target);
        await TextAsync(session, "reset role");
        await TextAsync(session, "reset all");
        Assert.Equal(DrmsSchema.Reader, await TextAsync(session, "select current_user::text"));
    }

    [Fact]
    public async Task It_cannot_begin_to_change()
    {
        await using TestDatabase database = await TestCluster.NewGoldDatabaseAsync();
        await using DrmsSession session = await OpenAsync(database.Target);
        Assert.Equal(ErrorCode.Permission, (await Assert.ThrowsAsync<DrmsException>(() => session.BeginChangesAsync(Cancel))).Error.Code);
        Assert.Equal(0L, await database.ScalarAsync<long>($"select count(*) from su_production.drms_session"));
    }

    [Fact]   // a database of the original: the role exists not, or somebody is not in its group
    public async Task Without_the_role_it_reads_as_itself_and_read_only()
    {
        await using TestDatabase database = await TestCluster.NewGoldDatabaseAsync();
        await database.ExecuteAsync($"create role no_member login");
        await using (DrmsSession session = await OpenAsync(database.Target with { User = "no_member" }))
            await ReadsOnlyAsync(session, "no_member");
        await database.ExecuteAsync($"drop role no_member");

        string folder = Directory.CreateTempSubdirectory("netdrms-no-reader-").FullName;
        ServiceAccount account = ServiceAccount.Default();
        account.CreateFolder(folder, FolderModes.Public);
        PrivateCluster cluster = new(Path.Combine(folder, "data"), Path.Combine(folder, "run"), Path.Combine(folder, "log", "cluster.log"), account, ClusterDurability.Disposable);
        await cluster.InitializeAsync(Cancel);
        await cluster.StartAsync(Cancel);
        try
        {
            await using DrmsSession session = await OpenAsync(cluster.Target("postgres"));
            await ReadsOnlyAsync(session, PrivateCluster.Superuser);
        }
        finally
        {
            await cluster.StopAsync(CancellationToken.None);
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task ReadsOnlyAsync(DrmsSession session, string user)
    {
        Assert.Equal($"{user} on", await TextAsync(session, "select current_user || ' ' || current_setting('transaction_read_only')"));
    }

    private static Task<DrmsSession> OpenAsync(DatabaseTarget target) =>
        DrmsSession.OpenAsync(new SessionOptions { Database = target, Started = TimeProvider.System.GetUtcNow(), Trust = Trust.Stranger }, Cancel);

    private static async Task<string?> TextAsync(DrmsSession session, string statement)
    {
        SqlText sql = new();
        sql.AppendLiteral(statement);
        await using NpgsqlCommand command = sql.On(session.Connection);
        return await command.ExecuteScalarAsync(Cancel) as string;
    }
}
