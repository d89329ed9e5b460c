using System.Globalization;
using System.Net;
using System.Text.Json;
using NetDrms.Database.Sql;
using Npgsql;

namespace NetDrms.Server.Tests.Api;

/// <summary>Limits of time and memory, on a site of its own.</summary>
public sealed class LimitTests
{
    private const int LongRows = 1_000_000;
    private const int MostGrowthKilobytes = 128 * 1024;

    private const string Definition = """
        Seriesname:  demo.long
        Author:      "tests"
        Owner:       demo
        Unitsize:    1
        Archive:     0
        Retention:   10
        Tapegroup:   0
        Index:       N
        Description: "very many records"
        Keyword: N, int, variable, record, DRMS_MISSING_VALUE, "%d", none, "number"
        Keyword: T, time, variable, record, DRMS_MISSING_VALUE, 3, TAI, "time"
        Keyword: X, double, variable, record, DRMS_MISSING_VALUE, "%f", none, "value"
        Keyword: Y, float, variable, record, DRMS_MISSING_VALUE, "%f", none, "value"
        Keyword: TXT, string, variable, record, "", "%s", none, "text"

        """;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_query_that_takes_too_long_is_504_with_the_limit()
    {
        await using ProcessSite site = await StartAsync(rows: 10, statementSeconds: "0.5");
        using HttpClient client = Client(site);
        await using NpgsqlConnection connection = await DatabaseConnection.OpenAsync(site.Home.DrmsAdministrator, Cancel);
        await using (NpgsqlTransaction transaction = await connection.BeginTransactionAsync(Cancel))
        {
            await ExecuteAsync(connection, $"lock table demo.long in access exclusive mode");
            foreach (string path in (string[])["records?spec=demo.long[]", "records?spec=demo.long[]&limit=3", "files?spec=demo.long[]", "series/demo.long"])
            {
                using HttpResponseMessage response = await client.GetAsync("/api/v1/" + path, Cancel);
                Assert.Equal(HttpStatusCode.GatewayTimeout, response.StatusCode);
                JsonElement problem = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Cancel)).RootElement;
                Assert.Equal(("Limit", 0.5), (problem.GetProperty("code").GetString(), problem.GetProperty("limitSeconds").GetDouble()));
            }
        }
        using HttpResponseMessage after = await client.GetAsync("/api/v1/records?spec=demo.long[]", Cancel);
        Assert.Equal(HttpStatusCode.OK, after.StatusCode);
    }

    [Fact]
    public async Task A_database_that_is_not_there_is_503()
    {
        await using ProcessSite site = await StartAsync(rows: 10, statementSeconds: "30");
        using HttpClient client = Client(site);
        string name = site.Home.DrmsAdministrator.Database;
        await using NpgsqlConnection connection = await DatabaseConnection.OpenAsync(site.Home.DrmsAdministrator with { Database = "postgres" }, Cancel);
        await ExecuteAsync(connection, $"alter database {SqlName.Exact(name)} allow_connections false");
        await ExecuteAsync(connection, $"select count(pg_terminate_backend(pid, 5000)) from pg_stat_activity where datname = {name}");
        using (HttpResponseMessage response = await client.GetAsync("/api/v1/records?spec=demo.long[]", Cancel))
        {
            Assert.Equal((HttpStatusCode.ServiceUnavailable, "application/problem+json"), (response.StatusCode, response.Content.Headers.ContentType!.MediaType));
            Assert.NotNull(response.Headers.RetryAfter);
        }
        await ExecuteAsync(connection, $"alter database {SqlName.Exact(name)} allow_connections true");
        using HttpResponseMessage after = await client.GetAsync("/api/v1/records?spec=demo.long[]", Cancel);
        Assert.Equal(HttpStatusCode.OK, after.StatusCode);
    }

    [Fact]
    public async Task A_page_of_long_texts_ends_before_its_limit_and_loses_nothing()
    {
        const int Rows = 7000;
        await using ProcessSite site = await StartAsync(Rows, statementSeconds: "60");
        await using (NpgsqlConnection connection = await DatabaseConnection.OpenAsync(site.Home.DrmsAdministrator, Cancel))
            await ExecuteAsync(connection, $"update demo.long set txt = repeat('x', 6000)");
        using HttpClient client = Client(site);
        List<int> numbers = [];
        int pages = 0;
        for (string? next = "/api/v1/records?spec=demo.long[]&key=N,TXT&limit=10000"; next is not null; pages++)
        {
            JsonElement page = JsonDocument.Parse(await client.GetStringAsync(next, Cancel)).RootElement;
            numbers.AddRange(page.GetProperty("rows").EnumerateArray().Select(r => r.GetProperty("N").GetInt32()));
            next = page.GetProperty("next").GetString();
        }
        Assert.Equal(Enumerable.Range(1, Rows), numbers);
        Assert.InRange(pages, 3, 4);
    }

    [Fact]
    public async Task A_million_records_take_no_more_memory_than_some()
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("NETDRMS_TEST_LONG") == "1", "long run only");
        await using ProcessSite site = await StartAsync(LongRows, statementSeconds: "600");
        using HttpClient client = Client(site);
        foreach (string format in (string[])["json", "ndjson", "csv", "votable", "votable-binary2", "arrow"])
        {
            await LengthAsync(client, $"/api/v1/records?spec=demo.long[]&format={format}&n=100000");
            long before = PeakKilobytes(site);
            long length = await LengthAsync(client, $"/api/v1/records?spec=demo.long[]&format={format}");
            long growth = PeakKilobytes(site) - before;
            TestContext.Current.SendDiagnosticMessage($"{format}: {length} bytes, {growth} kB");
            Assert.True(length > 32L * LongRows, $"{format}: {length} bytes");
            Assert.True(growth < MostGrowthKilobytes, $"{format}: {growth} kB more");
        }
    }

    private static async Task<ProcessSite> StartAsync(int rows, string statementSeconds)
    {
        ProcessSite site = await ProcessSite.StartAsync();
        try
        {
            await site.SucceedAsync("site", "down");
            site.Environment["NETDRMS_WEB_STATEMENT_SECONDS"] = statementSeconds;
            await site.SucceedAsync("site", "up");
            string definition = Path.Combine(site.WorkFolder, "long.jsd");
            await File.WriteAllTextAsync(definition, Definition, Cancel);
            await site.SucceedAsync("create_series", definition);
            await using NpgsqlConnection connection = await DatabaseConnection.OpenAsync(site.Home.DrmsAdministrator, Cancel);
            await ExecuteAsync(connection, $"""
                insert into demo.long (recnum, sunum, slotnum, sessionid, sessionns, n, t, x, y, txt)
                select i, -1, 0, 1, 'demo', i, 1e9 + i / 7.0, i / 3.0, i / 3.0, 'text number ' || i from generate_series(1, {rows}) i
                """);
            return site;
        }
        catch
        {
            await site.DisposeAsync();
            throw;
        }
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, SqlText sql)
    {
        await using NpgsqlCommand command = sql.On(connection);
        command.CommandTimeout = 300;
        await command.ExecuteNonQueryAsync(Cancel);
    }

    private static HttpClient Client(ProcessSite site) => new(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new Uri(site.WebUrl), Timeout = TimeSpan.FromMinutes(10) };

    private static async Task<long> LengthAsync(HttpClient client, string path)
    {
        using HttpResponseMessage response = await client.GetAsync(path, HttpCompletionOption.ResponseHeadersRead, Cancel);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        await using Stream body = await response.Content.ReadAsStreamAsync(Cancel);
        byte[] buffer = new byte[1 << 16];
        long length = 0;
        for (int read; (read = await body.ReadAsync(buffer, Cancel)) > 0;)
            length += read;
        return length;
    }

    private static long PeakKilobytes(ProcessSite site)
    {
        string pid = File.ReadAllText(Directory.EnumerateFiles(site.Folder, "drmsd.pid", SearchOption.AllDirectories).Single()).Split()[0];
        string line = File.ReadLines($"/proc/{pid}/status").Single(l => l.StartsWith("VmHWM:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
    }
}
