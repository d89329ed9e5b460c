using System.Globalization;
using NetDrms.Model.Errors;
using NetDrms.Sums.Client;
using NetDrms.Sums.Units;
using static NetDrms.Sums.Tests.Client.PlayedServer;

namespace NetDrms.Sums.Tests.Client;

/// <summary>What the client sends, bears and refuses; the cases of golden/sums_wire.jsonl "C client against a test server" among them.</summary>
public sealed class SumsClientTests
{
    private static readonly string Opened = Frame("{\"status\": \"ok\", \"sessionid\": \"1f\"}");
    private static readonly string Ok = Frame("{\"status\": \"ok\"}");
    private static readonly string Alive = Frame("{\"status\": \"ok\", \"is-alive\": true}");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static Task<IReadOnlyList<string?>> GetOneAsync(SumsClient client) =>
        client.GetAsync([new Sunum(0x9e)], touch: true, retentionDays: -3, retrieve: false, Cancel);

    [Fact]
    public async Task Requests_are_what_the_protocol_wants()
    {
        await using PlayedServer server = new(
            Opened, Frame("{\"status\": \"ok\", \"sunum\": \"3e\", \"sudir\": \"/SUM8/D62\"}"), Ok, Frame("{\"status\": \"ok\", \"supaths\": [{\"sunum\": \"9e\", \"path\": null}]}"), Ok, Ok, Ok);
        await using (SumsClient client = await SumsClient.OpenAsync(server.Address, Cancel))
        {
            AllocatedUnit unit = await client.AllocAsync(1000, 7, Cancel);
            Assert.Equal(new AllocatedUnit(new Sunum(62), "/SUM8/D62"), unit);
            await client.PutAsync([unit], "h04.img", 10, ArchiveType.TemporaryArchive, Cancel);
            Assert.Equal([null], await client.GetAsync([new Sunum(0x9e)], true, 1.5, true, Cancel));
            await client.DeleteSeriesAsync("h04.img", Cancel);
            await client.PingAsync(Cancel);
            await client.CloseAsync(Cancel);
        }
        await server.EndAsync();
        Assert.Equal(
            [
                $"{{\"pid\": {Environment.ProcessId}, \"user\": \"{Environment.UserName}\", \"poll\": true}}",
                "{\"reqtype\": \"open\"}",
                "{\"reqtype\": \"alloc\", \"sessionid\": \"1f\", \"sunum\": null, \"sugroup\": 7, \"numbytes\": 1000}",
                "{\"reqtype\": \"put\", \"sessionid\": \"1f\", \"sudirs\": [{\"3e\": \"/SUM8/D62\"}], \"series\": \"h04.img\", \"retention\": 10, \"archivetype\": \"temporary+archive\"}",
                "{\"reqtype\": \"get\", \"sessionid\": \"1f\", \"touch\": true, \"retrieve\": true, \"retention\": 1.5, \"sus\": [\"9e\"]}",
                "{\"reqtype\": \"deleteseries\", \"sessionid\": \"1f\", \"series\": \"h04.img\"}",
                "{\"reqtype\": \"ping\", \"sessionid\": \"1f\"}",
                "{\"reqtype\": \"close\", \"sessionid\": \"1f\"}",
            ],
            server.Requests);
    }

    [Theory]
    [InlineData("{\"status\":\"ok\",\"supaths\":[{\"sunum\":\"9e\",\"path\":\"/SUM8/D158\"}]}")]
    [InlineData("{\"Status\":\"OK\",\"SUPATHS\":[{\"SUNUM\":\"9e\",\"PATH\":\"/SUM8/D158\"}]}")]
    [InlineData("{\"x\": [], \"supaths\": [ {\"path\" : \"\\/SUM8/D158\"} ], \"status\": \"ok\"}")]
    public async Task Spelling_and_blanks_of_an_answer_do_not_matter(string answer)
    {
        await using PlayedServer server = new(Opened, Alive + Alive + Frame(answer), Ok);
        await using SumsClient client = await SumsClient.OpenAsync(server.Address, Cancel);
        Assert.Equal(["/SUM8/D158"], await GetOneAsync(client));
        await client.CloseAsync(Cancel);
    }

    [Fact]
    public async Task A_session_number_of_64_bits_is_kept_whole()
    {
        await using PlayedServer server = new(Frame("{\"status\":\"ok\",\"sessionid\":\"123456789abcdef0\"}"), Ok);
        await using SumsClient client = await SumsClient.OpenAsync(server.Address, Cancel);
        await client.CloseAsync(Cancel);
        Assert.Contains("\"123456789abcdef0\"", server.Requests[^1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"status\":\"ok\",\"sessionid\":31}", "answer of the storage daemon has no \"sessionid\" of the right kind")]
    [InlineData("{\"status\":\"cant-generate-response\",\"errmsg\":\"no database\"}", "could not open a session with the storage daemon: no database")]
    [InlineData("{\"status\":\"cant-generate-response\"}", "could not open a session with the storage daemon: cant-generate-response")]
    public async Task A_refused_open_is_an_error(string answer, string message)
    {
        await using PlayedServer server = new(Frame(answer));
        DrmsException error = await Assert.ThrowsAsync<DrmsException>(() => SumsClient.OpenAsync(server.Address, Cancel));
        Assert.Equal((ErrorCode.Sums, message), (error.Error.Code, error.Error.Message));
    }

    [Theory]
    [InlineData("hello", "answer of the storage daemon is not JSON")]
    [InlineData("[]", "answer of the storage daemon is not a JSON object")]
    [InlineData("{\"status\":\"ok\",\"supaths\":[]}", "storage daemon answered 0 of 1 units")]
    [InlineData("{\"status\":\"ok\",\"supaths\":[{\"path\": 5}]}", "answer of the storage daemon has no \"path\" of the right kind")]
    public async Task A_wrong_answer_to_get_is_an_error_and_dooms_the_session(string answer, string message)
    {
        await using PlayedServer server = new(Opened, Frame(answer), Ok);
        await using (SumsClient client = await SumsClient.OpenAsync(server.Address, Cancel))
        {
            DrmsException error = await Assert.ThrowsAsync<DrmsException>(() => GetOneAsync(client));
            Assert.Equal(message, error.Error.Message);
            Assert.Contains("can only be rolled back", (await Assert.ThrowsAsync<DrmsException>(() => client.PingAsync(Cancel))).Message, StringComparison.Ordinal);
        }
        Assert.Equal("{\"reqtype\": \"rollback\", \"sessionid\": \"1f\"}", server.Requests[^1]);
    }

    [Fact]
    public async Task Units_that_are_read_back_are_polled_for_until_they_are_there()
    {
        await using PlayedServer server = new(
            Opened,
            Frame("{\"status\":\"taperead\",\"taperead-requestid\":\"abc-1\",\"supaths\":[{\"sunum\":\"9e\",\"path\":null}]}"),
            Frame("{\"status\":\"taperead\",\"taperead-requestid\":\"abc-1\"}"),
            Frame("{\"status\":\"ok\",\"reqtype\":\"get\",\"supaths\":[{\"sunum\":\"9e\",\"path\":\"/SUM8/D158\"}]}"),
            Ok);
        await using SumsClient client = await SumsClient.OpenAsync(server.Address, Cancel);
        Assert.Equal(["/SUM8/D158"], await GetOneAsync(client));
        await client.CloseAsync(Cancel);
        Assert.Equal(2, server.Requests.Count(static request => request == "{\"reqtype\": \"poll\", \"sessionid\": \"1f\", \"requestid\": \"abc-1\"}"));
    }

    [Fact]
    public async Task A_refused_put_tells_the_daemon_s_reason_and_the_original_s_lines()
    {
        await using PlayedServer server = new(Opened, Frame("{\"status\":\"cant-generate-response\",\"errmsg\":\"Unable to create put response: disk is gone\"}"), Ok);
        await using SumsClient client = await SumsClient.OpenAsync(server.Address, Cancel);
        DrmsException error = await Assert.ThrowsAsync<DrmsException>(() =>
            client.PutAsync([new AllocatedUnit(new Sunum(777001), "/SUM8/D777001")], "h04.img", 10, ArchiveType.TemporaryNoArchive, Cancel));
        Assert.Equal("could not put storage units of h04.img: disk is gone", error.Error.Message);
        Assert.Equal("The SUMS service failed with status cant-generate-response.\nError message: Unable to create put response: disk is gone.", error.Error.ClassicMessage);
    }

    [Fact]
    public async Task A_daemon_that_does_not_run_is_told_in_the_original_s_words()
    {
        PlayedServer server = new();
        SumsAddress address = server.Address;
        await server.DisposeAsync();
        DrmsException error = await Assert.ThrowsAsync<DrmsException>(() => SumsClient.OpenAsync(address, Cancel));
        Assert.Equal(ErrorCode.SumsUnavailable, error.Error.Code);
        Assert.Equal($"could not connect to the storage daemon at {address}: nothing listens there", error.Error.Message);
        Assert.Equal(
            "Unable to connect to SUMS server with address (errno = 111).\nCannot connect to MT SUMS.\nFailed to connect to SUMS; terminating.",
            error.Error.ClassicMessage);
        error = await Assert.ThrowsAsync<DrmsException>(() => SumsClient.OpenAsync(SumsAddress.Unix("/tmp/no-such-socket"), Cancel));
        Assert.Equal(ErrorCode.SumsUnavailable, error.Error.Code);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task A_connection_that_ends_is_told(int answered)
    {
        await using PlayedServer server = new([.. new[] { Opened, Ok }.Take(answered), Close]);
        DrmsException error = await Assert.ThrowsAsync<DrmsException>(async () =>
        {
            await using SumsClient client = await SumsClient.OpenAsync(server.Address, Cancel);
            await client.CloseAsync(Cancel);
        });
        Assert.Equal(ErrorCode.SumsUnavailable, error.Error.Code);
        Assert.EndsWith("ended the connection", error.Error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_silent_daemon_is_given_up()
    {
        await using PlayedServer server = new(Opened, Silence);
        SumsClientOptions options = new() { SilenceLimit = TimeSpan.FromMilliseconds(50), RollbackLimit = TimeSpan.FromMilliseconds(50) };
        await using SumsClient client = await SumsClient.ConnectAsync(server.Address, options, Cancel);
        await client.OpenAsync(Cancel);
        DrmsException error = await Assert.ThrowsAsync<DrmsException>(() => GetOneAsync(client));
        Assert.Equal("could not get storage units: nothing arrived for 0.1 s", error.Error.Message);
    }

    [Fact]
    public async Task A_cancelled_request_rolls_back_and_its_late_answer_is_not_taken_for_another()
    {
        // the get stays without answer until the roll-back was sent
        await using PlayedServer server = new(Opened, Alive, Frame("{\"status\":\"ok\",\"supaths\":[{\"path\":null}]}") + Ok);
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        SumsClient client = await SumsClient.OpenAsync(server.Address, Cancel);
        Task get = client.GetAsync([new Sunum(0x9e)], true, -3, false, stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => get);
        await client.DisposeAsync();
        await server.EndAsync();
        Assert.Equal("{\"reqtype\": \"rollback\", \"sessionid\": \"1f\"}", server.Requests[^1]);
    }

    [Fact]
    public async Task Lists_beyond_32768_are_split()
    {
        static string Paths(int count) => Frame($"{{\"status\":\"ok\",\"supaths\":[{string.Join(',', Enumerable.Repeat("{\"path\":null}", count))}]}}");
        await using PlayedServer server = new(Opened, Paths(32768), Paths(1), Ok);
        await using SumsClient client = await SumsClient.OpenAsync(server.Address, Cancel);
        Sunum[] units = [.. Enumerable.Range(1, 32769).Select(n => new Sunum(n))];
        Assert.Equal(units.Length, (await client.GetAsync(units, false, 0, false, Cancel)).Count);
        Assert.EndsWith("\"sus\": [\"8001\"]}", server.Requests[^1], StringComparison.Ordinal);
        await client.CloseAsync(Cancel);
    }

    [Theory]
    [InlineData("sums.example.org", "sums.example.org:6002")]
    [InlineData("127.0.0.1:6121", "127.0.0.1:6121")]
    [InlineData("[::1]:6121", "[::1]:6121")]
    [InlineData("::1", "[::1]:6002")]
    [InlineData("/run/netdrms/sums.sock", "/run/netdrms/sums.sock")]
    public void Addresses_are_read(string text, string expected)
    {
        Assert.True(SumsAddress.TryParse(text, out SumsAddress? address));
        Assert.Equal(expected, address.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("host:")]
    [InlineData("host:x")]
    [InlineData("host:65536")]
    [InlineData(":6002")]
    public void Wrong_addresses_are_refused(string text) => Assert.False(SumsAddress.TryParse(text, out _), text.ToString(CultureInfo.InvariantCulture));
}
