using System.Globalization;
using System.Net;
using System.Text;
using NetDrms.Database.Sql;

namespace NetDrms.Server.Tests;

/// <summary>A site of real processes with series demo.web: a number, a text and a file a record; and what tests ask its web role with.</summary>
public sealed class WebSite : IAsyncLifetime, IAsyncDisposable
{
    // some units hold links that lead out of them
    private static readonly EnumerationOptions s_withoutLinks = new() { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint, IgnoreInaccessible = true };

    /// <summary>Records of demo.web.</summary>
    public const int Records = 5;

    private const string Definition = """
        Seriesname:  demo.web
        Author:      "tests"
        Owner:       demo
        Unitsize:    1
        Archive:     0
        Retention:   10
        Tapegroup:   0
        PrimeKeys:   N
        Description: "records with a text and a file"
        Keyword: N, int, variable, record, DRMS_MISSING_VALUE, %d, none, "number"
        Keyword: TXT, string, variable, record, "", %s, none, "a text"
        Data: image, variable, int, 0, none, generic, "any file"

        """;

    /// <summary>The site.</summary>
    public ProcessSite Site { get; private set; } = null!;

    /// <summary>A client that neither follows nor decompresses anything.</summary>
    public HttpClient Client { get; private set; } = null!;

    /// <summary>Paths of the records' files, from the disk's root.</summary>
    public IReadOnlyList<string> Files { get; private set; } = [];

    /// <summary>Bytes of a record's file.</summary>
    public static byte[] Content(int record)
    {
        byte[] content = new byte[10_000 + record];
        new Random(record).NextBytes(content);
        return content;
    }

    /// <inheritdoc/>
    public async ValueTask InitializeAsync() => await StartAsync(new Dictionary<string, string>());

    /// <summary>Starts a site with settings of section [web].</summary>
    public async Task StartAsync(IReadOnlyDictionary<string, string> settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        Site = await ProcessSite.StartAsync();
        if (settings.Count > 0)
            await RestartAsync(settings);
        await Site.SucceedAsync("create_series", Write("web.jsd", Encoding.UTF8.GetBytes(Definition)));
        for (int i = 1; i <= Records; i++)
            await Site.SucceedAsync("set_info", "-c", "ds=demo.web", string.Create(CultureInfo.InvariantCulture, $"N={i}"), $"TXT=text {i}", $"image={Write($"file {i}.fits", Content(i))}");
        Files = [.. (await Site.SucceedAsync("show_info", "-q", "-P", "seg=image", "demo.web[]")).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Trim())];
        Connect();
    }

    /// <summary>Starts the site again with settings of section [web].</summary>
    public async Task RestartAsync(IReadOnlyDictionary<string, string> settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        await Site.SucceedAsync("site", "down");
        foreach ((string key, string value) in settings)
            Site.Environment["NETDRMS_WEB_" + key.ToUpperInvariant()] = value;
        await Site.SucceedAsync("site", "up");
        Connect();
    }

    /// <summary>Asks for a path as it stands, and reads the answer's body.</summary>
    public async Task<(HttpResponseMessage Response, string Body)> GetAsync(string path, params (string Name, string Value)[] headers)
    {
        ArgumentNullException.ThrowIfNull(headers);
        using HttpRequestMessage request = new(HttpMethod.Get, path);
        foreach ((string name, string value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        HttpResponseMessage response = await Client.SendAsync(request, TestContext.Current.CancellationToken);
        return (response, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>Writes a file into the working folder.</summary>
    public string Write(string name, byte[] content)
    {
        string path = Path.Combine(Site.WorkFolder, name);
        File.WriteAllBytes(path, content);
        return path;
    }

    // heartbeats, the steward's clock and what it sees of disks
    private static readonly string[] s_changing = ["noted", "stats", "clock", "seen", "avail_bytes", "state_because"];

    /// <summary>Everything that a request could have changed: all rows of all tables of both databases, roles, and all names in the partitions.</summary>
    public async Task<string> StateAsync()
    {
        StringBuilder state = new();
        await AddTablesAsync(state, Site.DrmsValueAsync);
        await AddTablesAsync(state, Site.SumsValueAsync);
        state.AppendLine(await Site.DrmsValueAsync($"select string_agg(rolname || rolsuper::text, ',' order by rolname) from pg_roles"));
        foreach (string file in Directory.EnumerateFileSystemEntries(Site.Folder, "*", s_withoutLinks).Where(f => f[Site.Folder.Length..].StartsWith("/SUM", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
            state.AppendLine(file);
        return state.ToString();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Client?.Dispose();
        if (Site is not null)
            await Site.DisposeAsync();
    }

    private static async Task AddTablesAsync(StringBuilder state, Func<SqlText, Task<string?>> valueAsync)
    {
        string tables = await valueAsync(
            $"select string_agg(n.nspname || '.' || c.relname, ' ' order by 1) from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind = 'r' and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast')") ?? "";
        foreach (string table in tables.Split(' '))
        {
            string[] name = table.Split('.', 2);
            state.Append(CultureInfo.InvariantCulture, $"{table} ").AppendLine(await valueAsync($"select count(*) || ' ' || coalesce(md5(string_agg(r, '|' order by r)), '') from (select (to_jsonb(t) - {s_changing})::text as r from {SqlName.Of(name[0], name[1])} t) rows"));
        }
    }

    private void Connect()
    {
        Client?.Dispose();
        Client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, AutomaticDecompression = DecompressionMethods.None, UseProxy = false, UseCookies = false })
        {
            BaseAddress = new Uri(Site.WebUrl),
            Timeout = TimeSpan.FromSeconds(60),
        };
    }
}
