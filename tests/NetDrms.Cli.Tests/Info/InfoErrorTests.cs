using System.Runtime.InteropServices;
using System.Text.Json;
using NetDrms.Cli.Tests.Driver;
using NetDrms.Cli.Tests.Golden;
using NetDrms.Database.Sql;
using Npgsql;

namespace NetDrms.Cli.Tests.Info;

/// <summary>What jsoc_info answers when it cannot: the rows of spec 06 §2.6, and ours.</summary>
public sealed class InfoErrorTests : IClassFixture<LoadedSite>
{
    private readonly GoldenSite _site;

    public InfoErrorTests(LoadedSite loaded) => _site = loaded.Site;

    [Theory]
    [InlineData("op=rs_list&ds=gold.m_45s[notatime]", "invalid record-set specification `gold.m_45s[notatime]`", "notatime")]
    [InlineData("op=rs_summary&ds=gold.m_45s[2014.03.01", "invalid record-set specification `gold.m_45s[2014.03.01`", "")]
    [InlineData("op=series_struct&ds=", "invalid record-set specification ``", "no record set was given")]
    [InlineData("op=series_struct", "invalid record-set specification `Not Specified`", "no record set was given")]
    [InlineData("op=series_struct&ds=gold.ts,gold.carr", "invalid record-set specification `gold.ts,gold.carr`; the records must belong to a single data series", null)]
    [InlineData("op=series_struct&ds=gold.m_46s", "series not found", "Did you mean \"gold.m_45s\"?")]
    [InlineData("op=rs_summary&ds=gold.m_46s[]", "series not found", "Did you mean \"gold.m_45s\"?")]
    [InlineData("op=rs_list&ds=gold.m_46s[]&key=T_REC", " jsoc_info: series not found.", "Did you mean \"gold.m_45s\"?")]
    [InlineData("op=rs_list&ds=gold.m_45s[? datamean / 0 > 1 ?]&key=T_REC", "ERROR:  division by zero", "division by zero")]
    [InlineData("op=rs_summary&ds=gold.m_45s[? datamean / 0 > 1 ?]", null, "division by zero")]
    [InlineData("op=rs_list&ds=gold.m_45s[? nosuch > 1 ?]&key=T_REC", "series \"gold.m_45s\" has no keyword or column \"nosuch\"", "at character")]
    [InlineData("op=series_struct&ds=gold.m_45s&processing=[1]", "invalid processing list argument", "not a JSON object")]
    [InlineData("op=series_struct&ds=gold.m_45s&processing={\"rebin\":1}", "invalid processing list argument", "not an object of arguments")]
    [InlineData("op=series_struct&ds=gold.m_45s&processing={\"rebni\":{}}", "invalid processing list argument", "Did you mean \"rebin\"?")]
    [InlineData("op=series_struct&ds=gold.m_45s&processing={\"rebin\":{}}", "invalid processing list argument", "\"scale\"")]
    [InlineData("op=series_struct&ds=gold.m_45s&processing={\"im_patch\":{\"width\":-1,\"height\":1}}", "invalid processing list argument", "\"width\"")]
    [InlineData("op=series_struct&ds=gold.ts&processing={\"im_patch\":{\"width\":1,\"height\":1}}", "invalid processing list argument", "size of an image")]
    [InlineData("op=series_struct&ds=gold.m_45s&processing={\"resize\":{\"rescale\":true,\"scale_to\":2}}", "invalid processing list argument", "CDELT1")]
    [InlineData("op=series_struct&ds=gold.m_45s&processing={", "invalid processing list argument", "not JSON")]
    [InlineData("op=rs_list&ds=gold.lev1[]&n=x", "Bad QUERY_STRING", null)]
    [InlineData("op=rs_lst&ds=gold.lev1[]", "op=rs_lst is not one of series_struct, rs_summary, rs_list", "Did you mean \"rs_list\"?")]
    [InlineData("ds=gold.lev1[]", "op was not given; it is one of series_struct, rs_summary, rs_list", null)]
    public async Task An_error_is_json_with_status_1_the_originals_text_and_ours(string query, string? error, string? detail)
    {
        TestRun run = await _site.RunAsync("jsoc_info", [$"QUERY_STRING={query}"], cancel: TestContext.Current.CancellationToken);
        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("Content-type: application/json\n\n", run.Output, StringComparison.Ordinal);
        using JsonDocument answer = JsonDocument.Parse(run.Output[run.Output.IndexOf('{', StringComparison.Ordinal)..]);
        Assert.Equal(1, answer.RootElement.GetProperty("status").GetInt32());
        string text = answer.RootElement.GetProperty("error").GetString()!;
        if (error is not null)
            Assert.StartsWith(error, text, StringComparison.Ordinal);
        if (detail is not null)
            Assert.Contains(detail, answer.RootElement.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain("select ", run.Output, StringComparison.OrdinalIgnoreCase);   // strangers never see SQL
    }

    [Fact]
    public async Task Names_beyond_a_thousand_are_refused_before_anything_is_read()
    {
        TestRun run = await _site.RunAsync("jsoc_info", ["op=rs_list", "ds=gold.m_45s[]", $"key={string.Join(',', Enumerable.Repeat("T_REC", 1001))}"], cancel: TestContext.Current.CancellationToken);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("key lists 1001 names; at most 1000", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_argument_without_value_on_the_command_line_is_the_drivers_business()
    {
        TestRun run = await _site.RunAsync("jsoc_info", ["op=series_struct", "ds="], cancel: TestContext.Current.CancellationToken);
        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.StartsWith("The value of option ds is missing.\n", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_error_behind_rows_that_were_read_leaves_no_answer_that_looks_whole()
    {
        // The last record of many divides by zero, long after the first ones were sent by the database.
        await LongSeries.MakeAsync(_site, "late", 30_000);
        TestRun run = await _site.RunAsync("jsoc_info", ["op=rs_list", "ds=gold.late[][? 1 / v > 0 ?]", "key=N,V"], cancel: TestContext.Current.CancellationToken);
        Assert.Equal(1, run.ExitCode);
        using JsonDocument answer = JsonDocument.Parse(run.Output[run.Output.IndexOf('{', StringComparison.Ordinal)..]);
        Assert.Equal(["status", "error", "detail"], answer.RootElement.EnumerateObject().Select(m => m.Name));
        Assert.StartsWith("ERROR:  division by zero", answer.RootElement.GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_query_that_is_interrupted_says_so()
    {
        CancellationToken cancel = TestContext.Current.CancellationToken;
        await using NpgsqlConnection connection = await _site.Drms.SuperuserSource.OpenConnectionAsync(cancel);
        await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync(cancel);
        SqlText hold = $"lock table gold.carr in access exclusive mode";   // the query waits for it
        await using (NpgsqlCommand command = hold.On(connection, transaction))
            await command.ExecuteNonQueryAsync(cancel);
        using RunningCommand running = RunningCommand.Start([ProcessSite.Drms, "jsoc-info", "-s", "op=rs_list", "ds=gold.carr[]", "key=Value"], _site.WorkFolder, _site.Environment.ToDictionary(e => e.Key, e => (string?)e.Value));
        SqlText waiting = $"select count(*) from pg_locks where not granted and relation = 'gold.carr'::regclass";
        await using (NpgsqlCommand command = waiting.On(connection, transaction))
        {
            while (await command.ExecuteScalarAsync(cancel) is not > 0L)
            {
                Assert.False(running.HasEnded);
                await Task.Delay(20, cancel);
            }
        }
        running.Signal(PosixSignal.SIGTERM);
        CommandRun run = await running.EndAsync(cancel);
        Assert.Equal((1, "{\"status\":-1}\n"), (run.ExitCode, run.Output));
    }
}
