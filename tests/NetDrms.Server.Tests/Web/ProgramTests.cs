using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text;
using NetDrms.Database.Sql;
using Npgsql;

namespace NetDrms.Server.Tests.Web;

[Collection(WebTests.Name)]
public sealed class ProgramTests(WebSite web)
{
    private const string One = "/cgi-bin/ajax/show_info?ds=demo.web[3]&key=N,TXT&q=1";
    private const string All = "/cgi-bin/ajax/show_info?ds=demo.many[]&key=N,TXT&q=1";
    private const int Many = 200_000;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/cgi-bin/ajax/show_info")]
    [InlineData("/cgi-bin/show_info")]
    [InlineData("/show_info")]
    [InlineData("/showextinfo")]
    public async Task A_program_answers_under_each_of_its_addresses(string path)
    {
        (HttpResponseMessage response, string body) = await web.GetAsync(path + "?ds=demo.web[3]&key=N,TXT&q=1");
        Assert.Equal((HttpStatusCode.OK, "3\ttext 3\n"), (response.StatusCode, body));
        Assert.Equal("text/plain; charset=utf-8", response.Content.Headers.ContentType!.ToString());
    }

    [Fact]
    public async Task A_form_is_posted_in_one_piece_or_in_chunks()
    {
        const string Form = "ds=demo.web%5B3%5D&key=N%2CTXT&q=1";
        using StringContent content = new(Form, Encoding.ASCII, "application/x-www-form-urlencoded");
        using HttpResponseMessage whole = await web.Client.PostAsync("/cgi-bin/ajax/show_info", content, Cancel);
        Assert.Equal("3\ttext 3\n", await whole.Content.ReadAsStringAsync(Cancel));
        string answer = await RawHttp.ExchangeAsync(web.Site.WebUrl, Encoding.ASCII.GetBytes(
            "POST /cgi-bin/ajax/show_info HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
            + $"5\r\n{Form[..5]}\r\n{Form.Length - 5:x}\r\n{Form[5..]}\r\n0\r\n\r\n"));
        Assert.Contains("3\ttext 3\n", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_beyond_the_limit_is_refused()
    {
        using ByteArrayContent content = new(new byte[(8 << 20) + 1]);
        try
        {
            using HttpResponseMessage response = await web.Client.PostAsync("/cgi-bin/ajax/show_info", content, Cancel);
            Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        }
        catch (HttpRequestException refused)
        {
            Assert.IsType<IOException>(refused.InnerException, exactMatch: false);   // closed while we were still sending
        }
    }

    [Fact]
    public async Task What_cannot_be_answered_is_told_in_the_answer()
    {
        (HttpResponseMessage response, string body) = await web.GetAsync("/cgi-bin/ajax/show_info?ds=demo.wep[3]&key=N");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Contains("demo.wep", body, StringComparison.Ordinal);
        Assert.Contains("demo.web", body, StringComparison.Ordinal);   // the nearest name
        Assert.Contains("[", (await web.GetAsync("/cgi-bin/ajax/show_info?ds=demo.web[[&key=N")).Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    public async Task Text_is_compressed_on_its_way(string encoding)
    {
        await FillAsync();
        using HttpRequestMessage request = new(HttpMethod.Get, All);
        request.Headers.TryAddWithoutValidation("Accept-Encoding", encoding);
        using HttpResponseMessage response = await web.Client.SendAsync(request, Cancel);
        Assert.Equal(encoding, Assert.Single(response.Content.Headers.ContentEncoding));
        byte[] bytes = await response.Content.ReadAsByteArrayAsync(Cancel);
        await using Stream plain = encoding == "br" ? new BrotliStream(new MemoryStream(bytes), CompressionMode.Decompress) : new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress);
        using StreamReader reader = new(plain);
        string text = await reader.ReadToEndAsync(Cancel);
        Assert.Equal(Many, text.Count(c => c == '\n'));
        Assert.True(bytes.Length < text.Length / 2);
    }

    [Fact]
    public async Task The_first_bytes_come_long_before_the_last_record_is_read()
    {
        await FillAsync();
        using Socket socket = await RawHttp.ConnectAsync(web.Site.WebUrl);
        await socket.SendAsync(Encoding.ASCII.GetBytes($"GET {All} HTTP/1.1\r\nHost: x\r\n\r\n"), Cancel);
        Assert.True(await socket.ReceiveAsync(new byte[1000], Cancel) > 0);
        Assert.Equal(1, await RunningAsync("demo.many"));   // it waits for us to read on
    }

    [Fact]
    public async Task Head_gives_the_header_without_reading_the_records()
    {
        await FillAsync();
        using HttpRequestMessage request = new(HttpMethod.Head, All);
        using HttpResponseMessage response = await web.Client.SendAsync(request, Cancel);
        Assert.Equal((HttpStatusCode.OK, "text/plain"), (response.StatusCode, response.Content.Headers.ContentType!.MediaType));
    }

    [Fact]
    public async Task A_client_that_goes_away_takes_its_query_with_it_within_a_second()
    {
        await using BlockedTable blocked = await BlockedTable.OfAsync(web);
        using (Socket socket = await RawHttp.ConnectAsync(web.Site.WebUrl))
        {
            await socket.SendAsync(Encoding.ASCII.GetBytes($"GET {One} HTTP/1.1\r\nHost: x\r\n\r\n"), Cancel);
            await blocked.WaitForAsync(1);
        }
        await blocked.WaitForAsync(0, TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task A_client_that_goes_away_while_it_reads_ends_the_query_too()
    {
        await FillAsync();
        using (Socket socket = await RawHttp.ConnectAsync(web.Site.WebUrl))
        {
            await socket.SendAsync(Encoding.ASCII.GetBytes($"GET {All} HTTP/1.1\r\nHost: x\r\n\r\n"), Cancel);
            await socket.ReceiveAsync(new byte[1000], Cancel);
            Assert.Equal(1, await RunningAsync("demo.many"));
        }
        System.Diagnostics.Stopwatch watch = System.Diagnostics.Stopwatch.StartNew();
        while (await RunningAsync("demo.many") > 0)
        {
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(1), "the query still runs");
            await Task.Delay(20, Cancel);
        }
    }

    [Fact]
    public async Task A_listing_that_is_cut_off_says_so_and_does_not_look_whole()
    {
        await FillAsync();
        using Socket socket = await RawHttp.ConnectAsync(web.Site.WebUrl);
        await socket.SendAsync(Encoding.ASCII.GetBytes($"GET {All} HTTP/1.1\r\nHost: x\r\n\r\n"), Cancel);
        byte[] buffer = new byte[64 * 1024];
        StringBuilder answer = new();
        int count = await socket.ReceiveAsync(buffer, Cancel);
        Assert.Equal("t", await web.Site.DrmsValueAsync($"select left(bool_and(pg_cancel_backend(pid))::text, 1) from pg_stat_activity where backend_type = 'client backend' and query like '%demo%many%' and state = 'active' and pid <> pg_backend_pid()"));
        try
        {
            for (; count > 0; count = await socket.ReceiveAsync(buffer, Cancel))
                answer.Append(Encoding.Latin1.GetString(buffer, 0, count));
        }
        catch (SocketException)
        {
            // reset
        }
        Assert.Contains("the query ran into the statement limit", answer.ToString(), StringComparison.Ordinal);
        Assert.False(answer.ToString().EndsWith("0\r\n\r\n", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_warm_request_asks_the_database_once()
    {
        string log = Path.Combine(web.Site.Home.LogFolder, "cluster.log");
        string role = web.Site.Home.DrmsProduction.User;
        await web.Site.DrmsValueAsync(new SqlText().Append($"alter role {SqlName.Exact(role)} set log_statement = 'all'"));
        try
        {
            await web.Site.DrmsValueAsync($"select bool_and(pg_terminate_backend(pid)) from pg_stat_activity where usename = {role} and pid <> pg_backend_pid()");
            for (int i = 0; i < 100; i++)   // the pool takes its connections in turn
                await web.GetAsync(One);
            long before = new FileInfo(log).Length;
            Assert.Equal("3\ttext 3\n", (await web.GetAsync(One)).Body);
            string[] statements = [.. (await Appended(log, before)).Split('\n').Where(line => line.Contains("LOG:", StringComparison.Ordinal) && line.Contains("@netdrms LOG", StringComparison.Ordinal) && !line.Contains("parameter", StringComparison.OrdinalIgnoreCase))];   // storage asks its own database for work
            Assert.True(statements.Length == 1 && statements[0].Contains("demo", StringComparison.Ordinal), string.Join('\n', statements));
        }
        finally
        {
            await web.Site.DrmsValueAsync(new SqlText().Append($"alter role {SqlName.Exact(role)} reset log_statement"));
            await web.Site.DrmsValueAsync($"select bool_and(pg_terminate_backend(pid, 5000)) from pg_stat_activity where usename = {role} and pid <> pg_backend_pid()");
            for (int i = 0; i < 100; i++)   // each connection that was ended is noticed by the request that it fails
                await web.GetAsync(One);
        }
    }

    [Fact]
    public async Task A_series_that_is_new_is_there_at_once()
    {
        const string Ask = "/show_info?ds=demo.later&l=1";
        Assert.Contains("does not exist", (await web.GetAsync(Ask)).Body, StringComparison.Ordinal);
        await web.Site.SucceedAsync("create_series", web.Write("later.jsd", Encoding.UTF8.GetBytes("""
            Seriesname:  demo.later
            Author:      "tests"
            Owner:       demo
            Unitsize:    1
            Archive:     0
            Retention:   10
            Tapegroup:   0
            PrimeKeys:   N
            Description: "made while others ask for it"
            Keyword: N, int, variable, record, DRMS_MISSING_VALUE, %d, none, "number"

            """)));
        Assert.Contains("made while others ask for it", (await web.GetAsync(Ask)).Body + (await web.GetAsync("/show_info?ds=demo.later&j=1")).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_series_that_was_made_anew_is_read_as_it_is_now()
    {
        string definition = """
            Seriesname:  demo.anew
            Author:      "tests"
            Owner:       demo
            Unitsize:    1
            Archive:     0
            Retention:   10
            Tapegroup:   0
            PrimeKeys:   N
            Description: "made twice"
            Keyword: N, int, variable, record, DRMS_MISSING_VALUE, %d, none, "number"
            Keyword: VALUE, int, variable, record, 0, %d, none, "a value"

            """;
        const string Ask = "/show_info?ds=demo.anew[]&key=VALUE&q=1";
        await web.Site.SucceedAsync("create_series", web.Write("anew1.jsd", Encoding.UTF8.GetBytes(definition)));
        await web.Site.SucceedAsync("set_info", "-c", "ds=demo.anew", "N=1", "VALUE=7");
        for (int i = 0; i < 8; i++)
            Assert.Equal("7\n", (await web.GetAsync(Ask)).Body);
        await web.Site.RunAsync(["delete_series", "demo.anew"], "yes\nyes\n");
        await web.Site.SucceedAsync("create_series", web.Write("anew2.jsd", Encoding.UTF8.GetBytes(definition.Replace("VALUE, int", "VALUE, string", StringComparison.Ordinal).Replace("0, %d, none, \"a v", "\"\", %s, none, \"a v", StringComparison.Ordinal))));
        await web.Site.SucceedAsync("set_info", "-c", "ds=demo.anew", "N=1", "VALUE=seven");
        await Task.Delay(TimeSpan.FromSeconds(2.1), Cancel);   // as long as a definition is remembered
        for (int i = 0; i < 4; i++)
            Assert.Equal("seven\n", (await web.GetAsync(Ask)).Body);
    }

    private static async Task<string> Appended(string log, long before)
    {
        await Task.Delay(300, Cancel);
        await using FileStream file = new(log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        file.Position = before;
        using StreamReader reader = new(file);
        return await reader.ReadToEndAsync(Cancel);
    }

    private async Task<int> RunningAsync(string series) => int.Parse((await web.Site.DrmsValueAsync(
        $"select count(*) from pg_stat_activity where backend_type = 'client backend' and state = 'active' and replace(query, '\"', '') like {"%" + series + "%"} and pid <> pg_backend_pid()"))!, System.Globalization.CultureInfo.InvariantCulture);

    private async Task FillAsync()
    {
        if (await web.Site.DrmsValueAsync($"select to_regclass('demo.many')::text") is { Length: > 0 })
            return;
        await web.Site.SucceedAsync("create_series", web.Write("many.jsd", Encoding.UTF8.GetBytes("""
            Seriesname:  demo.many
            Author:      "tests"
            Owner:       demo
            Unitsize:    1
            Archive:     0
            Retention:   10
            Tapegroup:   0
            PrimeKeys:   N
            Description: "more records than fit into the buffers on the way"
            Keyword: N, int, variable, record, DRMS_MISSING_VALUE, %d, none, "number"
            Keyword: TXT, string, variable, record, "", %s, none, "a text"

            """)));
        await using NpgsqlConnection connection = await DatabaseConnection.OpenAsync(web.Site.Home.DrmsAdministrator, Cancel);
        SqlText sql = $"insert into demo.many (recnum, sunum, slotnum, sessionid, sessionns, n, txt) select g, -1, 0, 0, 'demo', g, repeat('a text of a record ', 5) from generate_series(1, {Many}) g";
        await using NpgsqlCommand command = sql.On(connection);
        await command.ExecuteNonQueryAsync(Cancel);
    }
}
