using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using NetDrms.Sums.Client;
using NetDrms.Sums.Units;

namespace NetDrms.Cli.Tests.Administration;

/// <summary>Several storage daemons of one site, tokens, audit and salvage, with the real programs. Spec 04 §4.8, better 5, 6, 11.</summary>
public sealed class StorageCommandsTests(StorageCommandsTests.Sites sites) : IClassFixture<StorageCommandsTests.Sites>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>One running site for all tests.</summary>
    public sealed class Sites : IAsyncLifetime
    {
        internal ProcessSite Site { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Site = await ProcessSite.StartAsync();

        public ValueTask DisposeAsync() => Site.DisposeAsync();
    }

    private ProcessSite Site => sites.Site;

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static async Task<AllocatedUnit> StoreAsync(SumsAddress address, string series)
    {
        await using SumsClient client = await SumsClient.OpenAsync(address, Cancel);
        AllocatedUnit unit = await client.AllocAsync(1000, 0, Cancel);
        await File.WriteAllTextAsync(Path.Combine(unit.Path, "file"), "data", Cancel);
        await client.PutAsync([unit], series, 1, ArchiveType.TemporaryNoArchive, Cancel);
        await client.CloseAsync(Cancel);
        return unit;
    }

    [Fact]
    public async Task Two_more_daemons_start_answer_share_the_units_and_stop()
    {
        string daemon = Site.Environment["NETDRMS_DRMSD"]!;
        int first = FreePort(), second = FreePort();
        CommandRun start = await Site.SucceedAsync("sums", "start", $"daemon={daemon}", $"--ports={first},{second}", "--loglevel=debug");
        string[] lines = start.Output.TrimEnd('\n').Split('\n');
        Assert.Equal($"running {daemon} --site {Site.Folder} --sockport={first} --loglevel=debug", lines[0]);
        Assert.Matches($"^started instance {daemon}:{first} \\(pid [0-9]+\\)$", lines[1]);
        using JsonDocument started = JsonDocument.Parse(lines[^1]);
        int[] pids = [.. started.RootElement.GetProperty("started").EnumerateArray().Select(static pid => pid.GetInt32())];
        Assert.Equal(2, pids.Length);
        using (JsonDocument file = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(Site.Folder, "log", "sumsd-instances.txt"), Cancel)))
            Assert.Equal(pids[0], file.RootElement.GetProperty(daemon).GetProperty(first.ToString(CultureInfo.InvariantCulture)).GetInt32());

        AllocatedUnit unit = await StoreAsync(SumsAddress.Tcp("127.0.0.1", first), "a.b");
        await using (SumsClient other = await SumsClient.OpenAsync(SumsAddress.Tcp("127.0.0.1", second), Cancel))
            Assert.Equal([unit.Path], await other.GetAsync([unit.Sunum], touch: false, 0, retrieve: false, Cancel));
        Assert.Contains(" running ", (await Site.SucceedAsync("sums", "status")).Output, StringComparison.Ordinal);

        CommandRun taken = await Site.RunAsync("sums", "start", $"daemon={daemon}", "-p", $"{FreePort()},{first}");
        Assert.Equal(1, taken.ExitCode);
        Assert.Contains($"port {first} is already in use", taken.Error, StringComparison.Ordinal);

        CommandRun unknown = await Site.SucceedAsync("sums", "stop", $"daemon={daemon}", "-p", "1");
        Assert.Equal("invalid port argument 1\n{\"terminated\": []}\n", unknown.Output);
        CommandRun one = await Site.SucceedAsync("sums", "stop", $"daemon={daemon}", "-p", $"{second}");
        Assert.Equal($"shutting down instance {daemon}:{second}\nsending SIGINT to pid {pids[1]}\n{{\"terminated\": [{second}]}}\n", one.Output);
        CommandRun rest = await Site.SucceedAsync("sums", "stop", $"daemon={daemon}", "--quiet");
        Assert.Equal($"{{\"terminated\": [{first}]}}\n", rest.Output);
        Assert.Equal("WARNING: no instances are running - there is nothing to shutdown\n{\"terminated\": []}\n", (await Site.SucceedAsync("sums", "stop", $"daemon={daemon}")).Output);
        Assert.Equal("", (await Site.SucceedAsync("sums", "status")).Output);
    }

    [Fact]
    public async Task A_daemon_that_dies_at_once_is_told_and_not_noted()
    {
        CommandRun run = await Site.RunAsync("sums", "start", "daemon=/bin/false", $"--ports={FreePort()}", "-i", Path.Combine(Site.WorkFolder, "instances"));
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("it ended with exit code 1", run.Error, StringComparison.Ordinal);
        Assert.Equal("{}\n", await File.ReadAllTextAsync(Path.Combine(Site.WorkFolder, "instances"), Cancel));
        Assert.Equal(2, (await Site.RunAsync("sums", "start", "demon=/bin/false")).ExitCode);
        Assert.Equal(2, (await Site.RunAsync("sums", "start", "-p", "99999999")).ExitCode);
    }

    [Fact]
    public async Task The_original_s_scripts_are_links_to_the_commands()
    {
        string links = Path.Combine(Site.WorkFolder, "links"), daemon = Site.Environment["NETDRMS_DRMSD"]!;
        await Site.SucceedAsync("install-links", links);
        CommandRun stop = await CommandRun.OfAsync([Path.Combine(links, "stop-mt-sums.py"), $"daemon={daemon}", $"--instancesfile={links}/none"], Site.WorkFolder, Site.Environment, cancel: Cancel);
        Assert.Equal((0, "WARNING: no instances are running - there is nothing to shutdown\n{\"terminated\": []}\n"), (stop.ExitCode, stop.Output));
        CommandRun start = await CommandRun.OfAsync([Path.Combine(links, "start-mt-sums.py"), "daemon=/no/such", "--ports=7000"], Site.WorkFolder, Site.Environment, cancel: Cancel);
        Assert.Equal(2, start.ExitCode);
        Assert.Contains("there is no program \"/no/such\"", start.Error, StringComparison.Ordinal);
    }

    [Theory]   // spec 04 §3.8
    [InlineData(0, "", "--test")]
    [InlineData(0, "", "-t", "-s", "7001", "-L", "debug", "-m", "100", "--dbname=other", "-U", "somebody")]
    [InlineData(2, "--sockport 0 is not a port", "-s", "0")]
    [InlineData(2, "--loglevel loud is none of critical, error, warning, info, debug", "--loglevel=loud")]
    [InlineData(2, "--maxconn and --db… are for a further storage daemon", "-m", "3")]
    [InlineData(2, "-s needs a value", "-s")]
    [InlineData(2, "there is no option --sok", "--sok=3")]
    public async Task The_daemon_takes_the_original_s_options(int exitCode, string message, params string[] words)
    {
        CommandRun run = await CommandRun.OfAsync([Site.Environment["NETDRMS_DRMSD"]!, "--site", Site.Folder, .. words], Site.WorkFolder, Site.Environment, cancel: Cancel);
        Assert.Equal(exitCode, run.ExitCode);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_is_shown_once_works_and_ends()
    {
        SumsAddress address = Home();
        string token = (await Site.SucceedAsync("sums", "token", "add", "mirror", "--user", "mira", "--days", "2")).Output.TrimEnd('\n');
        Assert.StartsWith("mirror.", token, StringComparison.Ordinal);
        AllocatedUnit unit = await StoreAsync(address with { Token = token }, "mira.series");
        CommandRun list = await Site.SucceedAsync("sums", "token", "list");
        Assert.Contains("mirror  mira  write", list.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(token.Split('.')[1], list.Output, StringComparison.Ordinal);
        CommandRun twice = await Site.RunAsync("sums", "token", "add", "mirror");
        Assert.Equal(1, twice.ExitCode);
        await Site.SucceedAsync("sums", "token", "remove", "mirror");
        await Assert.ThrowsAsync<Model.Errors.DrmsException>(() => SumsClient.OpenAsync(address with { Token = token }, Cancel));
        using JsonDocument audit = JsonDocument.Parse((await Site.SucceedAsync("sums", "audit", "--series", "mira.series", "--json")).Output);
        JsonElement entry = Assert.Single(audit.RootElement.EnumerateArray());
        Assert.Equal(("put", "mira", unit.Sunum.Value), (entry.GetProperty("action").GetString(), entry.GetProperty("user").GetString(), entry.GetProperty("sunums")[0].GetInt64()));
        Assert.Contains("token-remove", (await Site.SucceedAsync("sums", "audit", "--since", "1h")).Output, StringComparison.Ordinal);
        Assert.Equal(2, (await Site.RunAsync("sums", "audit", "--since", "yesterday")).ExitCode);
        Assert.Equal(2, (await Site.RunAsync("sums", "token", "add", "no/name")).ExitCode);
        Assert.Equal(2, (await Site.RunAsync("sums", "token", "remove", "nosuch")).ExitCode);
    }

    // As an original client: put of what alloc did not give, then gone without a rollback.
    [Fact]
    public async Task A_failed_put_is_listed_restored_and_dropped()
    {
        long[] failed = [await FailAsync(), await FailAsync()];
        CommandRun list = await Site.SucceedAsync("sums", "salvage", "list");
        Assert.All(failed, sunum => Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"/D{sunum} "), list.Output, StringComparison.Ordinal));
        Assert.Equal("1 storage unit restored\n", (await Site.SucceedAsync("sums", "salvage", "restore", failed[0].ToString(CultureInfo.InvariantCulture), "--series", "a.b")).Output);
        Assert.NotNull(await Site.SumsValueAsync($"select online_loc from sum_main where ds_index = {failed[0]}"));
        Assert.Equal("1 storage unit dropped\n", (await Site.SucceedAsync("sums", "salvage", "drop", failed[1].ToString(CultureInfo.InvariantCulture))).Output);
        Assert.Equal(1, (await Site.RunAsync("sums", "salvage", "drop", failed[1].ToString(CultureInfo.InvariantCulture))).ExitCode);
        Assert.Equal("[]\n", (await Site.SucceedAsync("sums", "salvage", "list", "--json")).Output);
    }

    [Fact]
    public async Task The_unit_for_systemd_passes_its_check()
    {
        string unit = (await Site.SucceedAsync("site", "unit")).Output;
        Assert.Contains($"site up --site {Site.Folder}", unit, StringComparison.Ordinal);
        string[] paths = [Path.Combine(Site.WorkFolder, "netdrms.service"), Path.Combine(NetDrms.Testing.Golden.Repository, "build", "systemd", "netdrms@.service")];
        await File.WriteAllTextAsync(paths[0], unit, Cancel);
        if (!File.Exists("/usr/bin/systemd-analyze"))
            Assert.Skip("systemd-analyze is not installed");
        string packaged = Path.Combine(Site.WorkFolder, "netdrms@.service");
        await File.WriteAllTextAsync(packaged, (await File.ReadAllTextAsync(paths[1], Cancel)).Replace("/usr/lib/netdrms/drmsd", "/bin/true", StringComparison.Ordinal), Cancel);
        foreach (string path in (string[])[paths[0], packaged])
        {
            CommandRun check = await CommandRun.OfAsync(["systemd-analyze", "verify", path], Site.WorkFolder, new Dictionary<string, string?>(), cancel: Cancel);
            Assert.True(check.ExitCode == 0, check.Output + check.Error);
            Assert.DoesNotContain(Path.GetFileName(path), check.Error, StringComparison.Ordinal);
        }
    }

    private SumsAddress Home() => SumsAddress.Unix(Path.Combine(Site.Folder, "run", "sums.sock"));

    private async Task<long> FailAsync()
    {
        using Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(Path.Combine(Site.Folder, "run", "sums.sock")), Cancel);
        await using NetworkStream stream = new(socket);
        await AskAsync(stream, "{\"pid\": 1, \"user\": \"u\"}", answers: false);
        string session = (await AskAsync(stream, "{\"reqtype\": \"open\"}")).Split('"')[7];
        string[] alloc = (await AskAsync(stream, $"{{\"reqtype\": \"alloc\", \"sessionid\": \"{session}\", \"sunum\": null, \"sugroup\": 0, \"numbytes\": 1}}")).Split('"');
        string put = await AskAsync(stream, $"{{\"reqtype\": \"put\", \"sessionid\": \"{session}\", \"sudirs\": [{{\"{alloc[7]}\": \"{alloc[11]}\"}}, {{\"fffffff\": \"/SUM/D1\"}}], \"series\": \"a.b\", \"retention\": 1, \"archivetype\": \"\"}}");
        Assert.Contains("cant-generate-response", put, StringComparison.Ordinal);
        return Convert.ToInt64(alloc[7], 16);
    }

    private static async Task<string> AskAsync(NetworkStream stream, string body, bool answers = true)
    {
        await stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes($"{body.Length:x8}{body}"), Cancel);
        string answer = "is-alive";
        while (answers && answer.Contains("is-alive", StringComparison.Ordinal))
        {
            byte[] header = new byte[8];
            await stream.ReadExactlyAsync(header, Cancel);
            byte[] text = new byte[Convert.ToInt32(System.Text.Encoding.ASCII.GetString(header), 16)];
            await stream.ReadExactlyAsync(text, Cancel);
            answer = System.Text.Encoding.ASCII.GetString(text);
        }
        return answer;
    }
}
