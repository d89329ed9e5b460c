using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using NetDrms.Database.Sql;
using Npgsql;

namespace NetDrms.Server.Tests.Api;

/// <summary>A site of real processes with a series of every type of keyword, links and files, and one of many records.</summary>
public sealed class ApiSite : IAsyncLifetime
{
    /// <summary>Records of demo.many, newest versions.</summary>
    public const int Many = 2500;

    private const string Types = """
        Seriesname:  demo.types
        Author:      "tests"
        Owner:       demo
        Unitsize:    1
        Archive:     0
        Retention:   10
        Tapegroup:   0
        Index:       T_REC,CAMERA
        Description: "every type; <marks> & 'quotes' in the text"
        Link: FIRST, demo.target, static, "a record of demo.target"
        Keyword: T_REC, time, ts_eq, record, DRMS_MISSING_VALUE, 0, TAI, "slotted time"
        Keyword: T_REC_epoch, time, constant, record, 1993.01.01_00:00:00_TAI, 0, TAI, "slot epoch"
        Keyword: T_REC_step, double, constant, record, 45.0, "%f", seconds, "slot width"
        Keyword: CAMERA, int, variable, record, 2, "%d", none, "camera"
        Keyword: T_OBS, time, variable, record, DRMS_MISSING_VALUE, 2, TAI, "mid observation time"
        Keyword: DATE, time, variable, record, DRMS_MISSING_VALUE, 0, ISO, "date of processing"
        Keyword: SPAN, time, variable, record, DRMS_MISSING_VALUE, "%.2f", mins, "a length of time"
        Keyword: REAL8, double, variable, record, DRMS_MISSING_VALUE, "%f", Gauss, "a double"
        Keyword: REAL4, float, variable, record, DRMS_MISSING_VALUE, "%g", arcsec, "a float"
        Keyword: INT8, longlong, variable, record, DRMS_MISSING_VALUE, "%lld", none, "a longlong"
        Keyword: QUALITY, int, variable, record, DRMS_MISSING_VALUE, "0x%08X", none, "quality word"
        Keyword: INT2, short, variable, record, DRMS_MISSING_VALUE, "%d", none, "a short"
        Keyword: INT1, char, variable, record, DRMS_MISSING_VALUE, "%d", none, "a char"
        Keyword: TXT, string, variable, record, "", "%s", none, "a text"
        Keyword: TELESCOP, string, constant, record, "SDO/HMI", "%s", none, "telescope"
        Keyword: MEAN, float, variable, segment, DRMS_MISSING_VALUE, "%f", Gauss, "mean of a segment"
        Keyword: LINKED, link, FIRST, VALUE, "a value behind the link"
        Data: image, variable, int, 0, none, generic, "any file"
        Data: other, variable, int, 0, none, generic, "another file"

        """;

    private const string Target = """
        Seriesname:  demo.target
        Author:      "tests"
        Owner:       demo
        Unitsize:    1
        Archive:     0
        Retention:   10
        Tapegroup:   0
        Index:       N
        Description: "what links lead to"
        Keyword: N, int, variable, record, DRMS_MISSING_VALUE, "%d", none, "number"
        Keyword: VALUE, double, variable, record, DRMS_MISSING_VALUE, "%f", m/s, "the value"

        """;

    private const string ManyRecords = """
        Seriesname:  demo.many
        Author:      "tests"
        Owner:       demo
        Unitsize:    1
        Archive:     0
        Retention:   10
        Tapegroup:   0
        Index:       K,N
        Description: "many records"
        Keyword: K, string, variable, record, "", "%s", none, "group"
        Keyword: N, int, variable, record, DRMS_MISSING_VALUE, "%d", none, "number"
        Keyword: X, double, variable, record, DRMS_MISSING_VALUE, "%f", none, "value"

        """;

    /// <summary>The site.</summary>
    public ProcessSite Site { get; private set; } = null!;

    /// <summary>A client of its web role.</summary>
    public HttpClient Client { get; private set; } = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        Site = await ProcessSite.StartAsync();
        foreach (string definition in (string[])[Target, Types, ManyRecords])
            await Site.SucceedAsync("create_series", Write("series.jsd", definition));
        await SetAsync("demo.target", "N=1", "VALUE=-7.25");
        await SetAsync("demo.types", "T_REC=2014.03.01_00:00:00_TAI", "CAMERA=1", "T_OBS=2014.03.01_00:00:00.37_TAI", "DATE=2014-03-05T17:00:00Z", "SPAN=1.5", "REAL8=-10.25", "REAL4=0.1", "INT8=9007199254740993",
            "QUALITY=0x80000010", "INT2=-20", "INT1=65", "TXT=plain", "MEAN_000=1.5", "MEAN_001=2.5", "FIRST=demo.target[:#1]", $"image={Write("first image#1.fits", "first")}", $"other={Write("other.txt", "other")}");
        await SetAsync("demo.types", "T_REC=2014.03.01_00:00:45_TAI", "CAMERA=1", "TXT=a \"quoted\", text\nwith <lines> & ünïcödé 太陽 \U0001F31E ", "REAL8=inf", "REAL4=-inf", "INT8=-9223372036854775807");
        await SetAsync("demo.types", "T_REC=2016.12.31_23:59:60_UTC", "CAMERA=2", "T_OBS=2016.12.31_23:59:60.50_UTC", "REAL8=1e300", "REAL4=1.17549435e-38", "TXT= ");
        await SetAsync("demo.types", "T_REC=2014.03.01_00:00:00_TAI", "CAMERA=2", "REAL8=0.1", "INT1=10");
        await FillAsync();
        Client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, AutomaticDecompression = DecompressionMethods.None, UseProxy = false, UseCookies = false })
        {
            BaseAddress = new Uri(Site.WebUrl),
            Timeout = TimeSpan.FromSeconds(120),
        };
    }

    /// <summary>Asks for a path.</summary>
    public async Task<(HttpResponseMessage Response, string Body)> GetAsync(string path, string? accept = null)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, path);
        if (accept is not null)
            request.Headers.TryAddWithoutValidation("Accept", accept);
        HttpResponseMessage response = await Client.SendAsync(request, Cancel);
        return (response, await response.Content.ReadAsStringAsync(Cancel));
    }

    /// <summary>Asks for JSON, which must be had.</summary>
    public async Task<JsonElement> JsonAsync(string path)
    {
        (HttpResponseMessage response, string body) = await GetAsync(path);
        Assert.True(response.IsSuccessStatusCode, (int)response.StatusCode == 500 ? body + LogTail() : body);
        return JsonDocument.Parse(body).RootElement;
    }

    // What the daemon says of a defect of ours.
    private string LogTail() => string.Join('\n', Directory.EnumerateFiles(Site.Folder, "*.log", SearchOption.AllDirectories).SelectMany(File.ReadLines).Where(line => line.Contains("\"Error\"", StringComparison.Ordinal)).TakeLast(3));

    /// <summary>The bytes of an answer, which must be had.</summary>
    public async Task<byte[]> BytesAsync(string path)
    {
        using HttpResponseMessage response = await Client.GetAsync(path, Cancel);
        byte[] body = await response.Content.ReadAsByteArrayAsync(Cancel);
        Assert.True(response.IsSuccessStatusCode, Encoding.UTF8.GetString(body));
        return body;
    }

    /// <summary>Writes a file into the working folder.</summary>
    public string Write(string name, string content)
    {
        string path = Path.Combine(Site.WorkFolder, name);
        File.WriteAllText(path, content);
        return path;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Client?.Dispose();
        if (Site is not null)
            await Site.DisposeAsync();
    }

    private Task<CommandRun> SetAsync(string series, params string[] words) => Site.SucceedAsync(["set_info", "-c", $"ds={series}", .. words]);

    // Two versions of every tenth record, and some records with a NULL key, as made by hand.
    private async Task FillAsync()
    {
        await using NpgsqlConnection connection = await DatabaseConnection.OpenAsync(Site.Home.DrmsAdministrator, Cancel);
        SqlText rows = $"""
            insert into demo.many (recnum, sunum, slotnum, sessionid, sessionns, k, n, x)
            select nextval('demo.many_seq'), -1, 0, 1, 'demo', case when i % 250 = 7 then null else 'g' || (i % 3) end, case when i % 500 = 11 then null else i end, i / 8.0
            from generate_series(1, {Many}) i
            """;
        SqlText newer = $"""
            insert into demo.many (recnum, sunum, slotnum, sessionid, sessionns, k, n, x)
            select nextval('demo.many_seq'), -1, 0, 1, 'demo', k, n, -x from demo.many where k is not null and n % 10 = 0
            """;
        foreach (SqlText sql in new[] { rows, newer })
        {
            await using NpgsqlCommand command = sql.On(connection);
            await command.ExecuteNonQueryAsync(Cancel);
        }
    }
}
