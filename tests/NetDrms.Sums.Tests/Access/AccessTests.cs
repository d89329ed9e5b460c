using System.Net.Sockets;
using NetDrms.Database.Sql;
using NetDrms.Model.Errors;
using NetDrms.Sums.Access;
using NetDrms.Sums.Client;
using NetDrms.Sums.Daemon;
using NetDrms.Sums.Tests.Daemon;
using NetDrms.Sums.Units;

namespace NetDrms.Sums.Tests.Access;

/// <summary>Who is let in, what he may do, and what is remembered of it. Spec 04, better 6.</summary>
public sealed class AccessTests
{
    private static readonly AccessOptions NobodyIsBelieved = new() { PlainNetworks = ["10.99.0.0/16"] };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static async Task<string> AddTokenAsync(TestSums sums, string rights, string user = "anna", string expires = "1 hour")
    {
        AccessToken token = AccessToken.New($"t-{rights}");
        await sums.Database.ExecuteAsync($"insert into netdrms.sums_token (name, hash, db_user, rights, expires) values ({token.Name}, {token.Hash()}, {user}, {rights}, now() + {expires}::interval)");
        return token.ToSecretText();
    }

    private static async Task<AllocatedUnit> StoreAsync(SumsAddress address, string series = "h04.t")
    {
        await using SumsClient client = await SumsClient.OpenAsync(address, Cancel);
        AllocatedUnit unit = await client.AllocAsync(1000, 0, Cancel);
        TestSums.Fill(unit);
        await client.PutAsync([unit], series, 10, ArchiveType.TemporaryNoArchive, Cancel);
        await client.CloseAsync(Cancel);
        return unit;
    }

    // Refusals are written within a second.
    private static async Task<List<string>> AuditAsync(TestSums sums, int rows)
    {
        List<string> found = [];
        for (int i = 0; i < 100 && found.Count < rows; i++)
        {
            await Task.Delay(50, Cancel);
            found = await sums.RowsAsync($"select action, subject, db_user, claimed, times, sunums::text from netdrms.sums_audit order by entry");
        }
        return found;
    }

    [Fact]
    public async Task A_stranger_is_sent_away_before_it_may_do_anything()
    {
        await using TestSums sums = await TestSums.StartAsync(TestSums.Quick with { Access = NobodyIsBelieved });
        for (int i = 0; i < 3; i++)
        {
            await using RawClient raw = await RawClient.ConnectAsync(sums.Address);
            Assert.Null(await raw.AskAsync("{\"reqtype\": \"open\"}"));
        }
        DrmsException told = await Assert.ThrowsAsync<DrmsException>(sums.OpenAsync);
        Assert.Equal(ErrorCode.SumsUnavailable, told.Error.Code);
        Assert.Contains("token", told.Error.Hint, StringComparison.Ordinal);
        Assert.Contains("connect-refused||null|drmsuser|3|null", await AuditAsync(sums, 2));
        Assert.Empty(await sums.JournalAsync());
    }

    [Fact]
    public async Task A_token_says_who_one_is_and_what_one_may_do()
    {
        await using TestSums sums = await TestSums.StartAsync(TestSums.Quick with { Access = NobodyIsBelieved });
        SumsAddress writer = sums.Address with { Token = await AddTokenAsync(sums, "write") };
        SumsAddress reader = sums.Address with { Token = await AddTokenAsync(sums, "read", "bert") };
        AllocatedUnit unit = await StoreAsync(writer);
        await using (SumsClient client = await SumsClient.OpenAsync(reader, Cancel))
        {
            Assert.Equal([unit.Path], await client.GetAsync([unit.Sunum], touch: true, -30, retrieve: false, Cancel));
            DrmsException denied = await Assert.ThrowsAsync<DrmsException>(() => client.AllocAsync(1000, 0, Cancel));
            Assert.Contains("bert may look storage units up only", denied.Message, StringComparison.Ordinal);
        }
        Assert.Equal([$"put|h04.t|anna|null|1|{{{unit.Sunum}}}", "alloc-refused||bert|null|1|null"], await AuditAsync(sums, 2));
    }

    [Theory]
    [InlineData("t-write.wrong")]
    [InlineData("nosuch.AAAA")]
    [InlineData("t-write.' or 1=1 --")]
    public async Task A_wrong_token_is_refused_even_where_plain_clients_are_admitted(string text)
    {
        await using TestSums sums = await TestSums.StartAsync();
        await AddTokenAsync(sums, "write");
        await Assert.ThrowsAsync<DrmsException>(() => SumsClient.OpenAsync(sums.Address with { Token = text }, Cancel));
        Assert.Single(await AuditAsync(sums, 1), row => row.StartsWith("connect-refused", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_token_that_has_expired_is_worth_nothing_and_no_log_holds_its_secret()
    {
        await using TestSums sums = await TestSums.StartAsync();
        string token = await AddTokenAsync(sums, "administer", expires: "-1 second");
        await Assert.ThrowsAsync<DrmsException>(() => SumsClient.OpenAsync(sums.Address with { Token = token }, Cancel));
        await AuditAsync(sums, 1);
        Assert.DoesNotContain(sums.Log.Lines, line => line.Text.Contains(token.Split('.')[1], StringComparison.Ordinal));
        Assert.DoesNotContain(token.Split('.')[1], string.Join('\n', await sums.RowsAsync($"select a::text from netdrms.sums_audit a")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plain_clients_may_be_restricted_to_looking_up()
    {
        await using TestSums sums = await TestSums.StartAsync(TestSums.Quick with { Access = new() { PlainRights = "read" } });
        await using RawClient raw = await RawClient.ConnectAsync(sums.Address);
        string session = await raw.OpenAsync();
        Assert.StartsWith("{\"status\": \"ok\"", await raw.AskAsync($"{{\"reqtype\": \"info\", \"sessionid\": \"{session}\", \"sus\": [\"1\"]}}"), StringComparison.Ordinal);
        Assert.Contains("drmsuser may look storage units up only", await raw.AskAsync($"{{\"reqtype\": \"deleteseries\", \"sessionid\": \"{session}\", \"series\": \"a.b\"}}"), StringComparison.Ordinal);
        Assert.Equal(["deleteseries-refused|a.b|null|drmsuser|1|null"], await AuditAsync(sums, 1));
    }

    [Fact]
    public async Task On_a_unix_socket_the_system_s_word_counts_not_the_client_s()
    {
        await using TestSums sums = await TestSums.StartAsync(run: false);
        string socket = sums.Partition("sums.sock");
        await sums.RunAsync(TestSums.Quick with { SocketPath = socket, Access = NobodyIsBelieved });
        AllocatedUnit unit = await StoreAsync(SumsAddress.Unix(socket));
        Assert.Equal([$"{Environment.UserName}|null|unix socket|{Environment.ProcessId}"], await sums.RowsAsync($"select db_user, claimed, address, pid from netdrms.sums_audit where {unit.Sunum.Value} = any(sunums)"));
    }

    [Fact]
    public void The_system_tells_who_is_at_the_other_end()
    {
        string path = Path.Combine(Path.GetTempPath(), $"peer-{Environment.ProcessId}.sock");
        using Socket listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(path));
        listener.Listen(1);
        using Socket client = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        client.Connect(new UnixDomainSocketEndPoint(path));
        using Socket accepted = listener.Accept();
        Assert.Equal(new PeerUser(Environment.ProcessId, Posix.geteuid(), Environment.UserName), PeerUser.Of(accepted));
        File.Delete(path);
    }

    [Fact]
    public async Task What_one_user_left_to_be_put_another_may_not_put()
    {
        await using TestSums sums = await TestSums.StartAsync();
        SumsAddress anna = sums.Address with { Token = await AddTokenAsync(sums, "write") };
        AccessToken other = AccessToken.New("other");
        await sums.Database.ExecuteAsync($"insert into netdrms.sums_token (name, hash, db_user, rights) values ('other', {other.Hash()}, 'bert', 'write')");
        AllocatedUnit unit;
        await using (SumsClient client = await SumsClient.OpenAsync(anna, Cancel))
        {
            unit = await client.AllocAsync(1000, 0, null, keep: true, Cancel);
            await client.CloseAsync(Cancel);
        }
        TestSums.Fill(unit);
        await using (SumsClient client = await SumsClient.OpenAsync(sums.Address with { Token = other.ToSecretText() }, Cancel))
            await Assert.ThrowsAsync<DrmsException>(() => client.PutAsync([unit], "h04.t", 1, ArchiveType.TemporaryNoArchive, Cancel));
        Assert.Equal([$"put-refused|{unit.Path}|bert|null|1|null"], await AuditAsync(sums, 1));
        await using (SumsClient client = await SumsClient.OpenAsync(anna, Cancel))
        {
            await client.PutAsync([unit], "h04.t", 1, ArchiveType.TemporaryNoArchive, Cancel);
            await client.CloseAsync(Cancel);
        }
        Assert.Equal([unit.Path], await sums.RowsAsync($"select online_loc from sum_main"));
    }

    [Fact]
    public async Task Mistaken_options_are_told_with_their_keys()
    {
        AccessOptions wrong = new() { PlainNetworks = ["10.0.0.0/33", "localhost"], PlainRights = "some", UserMap = ["anna"], TlsPort = 1 };
        Assert.Equal(
            ["sums.plain_networks \"10.0.0.0/33\" is no network such as 10.1.0.0/16", "sums.plain_networks \"localhost\" is no network such as 10.1.0.0/16",
             "sums.plain_rights \"some\" is neither \"all\" nor \"read\"", "sums.user_map \"anna\" is not login=user", "sums.tls_port needs tls_certificate and tls_key"],
            wrong.Check().Select(error => error.Message));
        await Assert.ThrowsAsync<DrmsException>(() => TestSums.StartAsync(TestSums.Quick with { Access = wrong }));
    }
}
