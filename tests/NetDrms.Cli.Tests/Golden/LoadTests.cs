using System.Text.Json;
using NetDrms.Cli.Tests.Driver;
using NetDrms.Database.Sql;
using NetDrms.Model.Series;
using Npgsql;

namespace NetDrms.Cli.Tests.Golden;

/// <summary>Our create_series and the recorded load.jsonl make the same rows as the original did (gold.sql).</summary>
public class LoadTests
{
    // Session, storage unit and slot are the run's own; CHARK and CONTENT are what spec 02 §2.2 and 03 §3.1 call defects.
    private static readonly string[] s_leftAside = ["sunum", "slotnum", "sessionid", "sessionns", "chark", "content"];

    [Fact]
    public async Task Our_rows_equal_the_original_s()
    {
        CancellationToken cancel = TestContext.Current.CancellationToken;
        await using TestDatabase original = await TestCluster.NewGoldDatabaseAsync();
        await using GoldenSite site = await LoadedSiteAsync(cancel);
        foreach (string name in (string[])["m_45s", "lev1", "carr", "ts", "linked"])
        {
            List<string> ours = await RowsAsync(site.Drms, name, cancel);
            List<string> theirs = await RowsAsync(original, name, cancel);
            if (name == "linked")
                theirs = theirs[..4];   // the fifth was made by a program that load.jsonl does not have
            Assert.Equal(theirs, ours);
        }
    }

    [Fact]
    public async Task Every_recorded_record_set_answers_on_our_database_as_on_the_original_s()
    {
        CancellationToken cancel = TestContext.Current.CancellationToken;
        await using GoldenSite ours = await LoadedSiteAsync(cancel);
        await using GoldenSite theirs = await GoldenSite.StartAsync(await TestCluster.NewGoldDatabaseAsync());
        await theirs.ExecuteAsync("delete from gold.linked where recnum = 5");   // made by a program that load.jsonl does not have
        List<string> differences = [];
        int compared = 0;
        foreach ((int line, JsonElement row) in Testing.Golden.Lines("record_sets.jsonl"))
        {
            foreach (string part in (string[])["count", "list", "recs"])
            {
                if (!row.TryGetProperty(part, out JsonElement recorded))
                    continue;
                string[] args = [.. recorded.GetProperty("args").EnumerateArray().Select(word => word.GetString()!)];
                TestRun left = await AnswerAsync(ours, args, cancel);
                TestRun right = await AnswerAsync(theirs, args, cancel);
                compared++;
                if ((left.ExitCode, left.Output, left.Error) != (right.ExitCode, right.Output, right.Error))
                    differences.Add($"line {line} {part} {args[^1]}:\n{left.Output}{left.Error}--- on the original's\n{right.Output}{right.Error}");
            }
        }
        Assert.True(compared > 400, $"{compared} compared");
        Assert.Empty(differences);
    }

    private static async Task<TestRun> AnswerAsync(GoldenSite site, string[] args, CancellationToken cancel)
    {
        TestRun run = await site.RunAsync(args[0], args[1..], cancel: cancel);
        return run with { Error = run.Error.Replace(site.WorkFolder, "{work}", StringComparison.Ordinal) };
    }

    private static async Task<GoldenSite> LoadedSiteAsync(CancellationToken cancel)
    {
        GoldenSite site = await GoldenSite.StartAsync(await TestCluster.NewDrmsDatabaseAsync());
        await using (NpgsqlConnection connection = await site.Drms.SuperuserSource.OpenConnectionAsync(cancel))
            await Database.Schema.NamespaceSchema.CreateAsync(connection, "gold", Database.Schema.NamespaceGroup.User, TestCluster.ProductionUser, cancel);
        foreach (string name in (string[])["m_45s", "lev1", "carr", "ts", "linked"])
        {
            TestRun made = await site.RunAsync("create_series", [Testing.Golden.PathOf($"jsd/{name}.jsd")], cancel: cancel);
            Assert.True(made.ExitCode == 0, $"{name}: {made.Error}");
        }
        foreach (GoldenRow row in GoldenRow.All("load.jsonl"))
        {
            TestRun run = await site.RunAsync(row.Module, row.Args[1..], cancel: cancel);
            Assert.True((run.ExitCode, run.Output, run.Error) == (0, "", ""), $"{row}: {run.Error}");
        }
        return site;
    }

    private static async Task<List<string>> RowsAsync(TestDatabase database, string table, CancellationToken cancel)
    {
        Assert.True(SeriesName.TryParse($"gold.{table}", out SeriesName series));
        await using NpgsqlConnection connection = await database.SuperuserSource.OpenConnectionAsync(cancel);
        SqlText sql = $"select (to_jsonb(t) - {s_leftAside})::text from {SqlName.Of(series)} t order by recnum";
        await using NpgsqlCommand command = sql.On(connection);
        await using NpgsqlDataReader row = await command.ExecuteReaderAsync(cancel);
        List<string> rows = [];
        while (await row.ReadAsync(cancel))
            rows.Add(row.GetString(0));
        return rows;
    }
}
