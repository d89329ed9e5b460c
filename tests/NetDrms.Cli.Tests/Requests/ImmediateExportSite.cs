using System.Globalization;
using System.Text;
using NetDrms.Cli.Tests.Driver;
using NetDrms.Cli.Tests.Golden;

namespace NetDrms.Cli.Tests.Requests;

/// <summary>The recorded records on line; on the next day one with and one without image, on the third one whose unit is off line.</summary>
public sealed class ImmediateExportSite : IAsyncLifetime
{
    private GoldenSite? _site;

    public async ValueTask InitializeAsync()
    {
        _site = await GoldenSite.StartAsync(await TestCluster.NewGoldDatabaseAsync());
        await ProductionUnits.MakeAsync(_site, CancellationToken.None);
        await MakeAsync("2014.03.02_00:01:00_TAI", "0", 4, 154);
        await MakeAsync("2014.03.02_00:02:00_TAI", "-2147483647", 5, 204);
        await MakeAsync("2014.03.03_00:01:00_TAI", "0", 6, 300);
        await ProductionUnits.PutAsync(_site, new(300), "su_production.m_45s", CancellationToken.None);
        await _site.Sums.ExecuteAsync($"update sum_main set online_status = 'N' where ds_index = 300");
        await AddressTables.RegisterAsync(_site.Drms, "user@example.com", CancellationToken.None);
        await _site.Drms.ExecuteAsync($"select public.address_info_insert('pending@example.com', 'a-uuid')");
    }

    private async Task MakeAsync(string time, string quality, long recnum, long sunum)
    {
        TestRun set = await _site!.RunAsync("set_info", ["-c", "ds=su_production.m_45s", $"T_REC={time}", "CAMERA=2", $"QUALITY={quality}"]);
        Assert.True(set.ExitCode == 0, set.Error);
        await _site.Drms.ExecuteAsync($"update su_production.m_45s set sunum = {sunum}, slotnum = 0, sg_000_file = 'magnetogram.fits' where recnum = {recnum}");
    }

    /// <summary>Asks jsoc_fetch as a web server does.</summary>
    internal Task<TestRun> GetAsync(string query, CancellationToken cancel, params (string Name, string Value)[] variables) => AskAsync(
        [("REQUEST_METHOD", "GET"), ("QUERY_STRING", query), .. variables], null, cancel);

    internal Task<TestRun> PostAsync(string body, string contentType, CancellationToken cancel) => AskAsync(
        [("REQUEST_METHOD", "POST"), ("CONTENT_TYPE", contentType), ("CONTENT_LENGTH", Encoding.UTF8.GetByteCount(body).ToString(CultureInfo.InvariantCulture))], body, cancel);

    /// <summary>Asks it as a user of the machine.</summary>
    internal Task<TestRun> LocalAsync(string[] words, CancellationToken cancel) => _site!.RunAsync("jsoc_fetch", words, cancel: cancel);

    internal Task PutAsync(long sunum, string series, CancellationToken cancel) => ProductionUnits.PutAsync(_site!, new(sunum), series, cancel);

    internal Task ExecuteAsync(string sql) => _site!.Drms.ExecuteAsync(Sql(sql));

    private static NetDrms.Database.Sql.SqlText Sql(string text)
    {
        NetDrms.Database.Sql.SqlText sql = new();
        sql.AppendLiteral(text);
        return sql;
    }

    private Task<TestRun> AskAsync(IEnumerable<(string Name, string Value)> variables, string? body, CancellationToken cancel) =>
        _site!.RunAsync("jsoc_fetch", [], body, variables.ToDictionary(v => v.Name, v => v.Value), cancel);

    public async ValueTask DisposeAsync()
    {
        if (_site is not null)
            await _site.DisposeAsync();
    }
}
