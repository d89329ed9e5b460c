using System.Text.Json;
using NetDrms.Cli.Tests.Driver;
using NetDrms.Modules.Driver;

namespace NetDrms.Cli.Tests.Golden;

/// <summary>Our create_series and the recorded load.jsonl make the database that the original made (gold.sql), and record sets answer alike on both.</summary>
public sealed class LoadTests(LoadedSite loaded) : IClassFixture<LoadedSite>
{
    [Fact]
    public async Task Our_schemas_are_those_of_the_original()
    {
        await using TestDatabase original = await TestCluster.NewGoldDatabaseAsync();
        HashSet<string> theirs = await SchemaDump.OfAsync(original, DatabaseRows.Schemas);
        HashSet<string> ours = await SchemaDump.OfAsync(loaded.Site.Drms, DatabaseRows.Schemas);
        Assert.Equal(5, ours.RemoveWhere(s => s.Contains("_pk_recnum_idx ", StringComparison.Ordinal)));   // the index of ours, spec 01 §2.12
        Assert.Contains(theirs, s => s.Contains("CREATE TABLE gold.linked", StringComparison.Ordinal));
        Assert.Equal(theirs.Order(StringComparer.Ordinal), ours.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Every_row_of_every_table_and_every_sequence_is_the_original_s()
    {
        CancellationToken cancel = TestContext.Current.CancellationToken;
        await using TestDatabase original = await TestCluster.NewGoldDatabaseAsync();
        IReadOnlyDictionary<string, IReadOnlyList<string>> theirs = await DatabaseRows.ReadAsync(original, cancel);
        IReadOnlyDictionary<string, IReadOnlyList<string>> ours = await DatabaseRows.ReadAsync(loaded.Site.Drms, cancel);
        Assert.Equal(theirs.Keys, ours.Keys);
        Assert.Empty(((string[])["admin.ns", "admin.sessionns", "gold.drms_keyword", "gold.drms_session", "gold.m_45s", "gold.linked", "gold.linked_seq"]).Except(theirs.Keys));
        foreach ((string table, IReadOnlyList<string> rows) in theirs)
            Assert.True(rows.SequenceEqual(ours[table]), $"{table}:\n- {string.Join("\n- ", rows.Except(ours[table]))}\n+ {string.Join("\n+ ", ours[table].Except(rows))}");
    }

    [Fact]   // what the comparison leaves aside as defects differs in nothing else: 02 §2.2 CHARK's default, 03 §3.1 CONTENT cut at an inner quote
    public async Task The_defects_of_the_original_are_the_only_other_values()
    {
        await using TestDatabase original = await TestCluster.NewGoldDatabaseAsync();
        TestDatabase ours = loaded.Site.Drms;
        Assert.Equal("69 of 69 are -", await original.ScalarAsync<string>($"select count(*) filter (where chark = '-') || ' of ' || count(*) || ' are -' from gold.m_45s"));
        Assert.Equal(0L, await ours.ScalarAsync<long>($"select count(chark) from gold.m_45s"));
        const string Cut = "MAGNETO GRAM, ";
        Assert.Equal(await ContentsAsync(ours), (await ContentsAsync(original))?.Replace(Cut, Cut + "\"q\"", StringComparison.Ordinal));
    }

    private static Task<string?> ContentsAsync(TestDatabase database) =>
        database.ScalarAsync<string>($"select string_agg(recnum || ' ' || content, ';' order by recnum) from gold.m_45s");

    [Fact]
    public async Task Every_recorded_record_set_answers_on_our_database_as_on_the_original_s()
    {
        CancellationToken cancel = TestContext.Current.CancellationToken;
        GoldenSite ours = loaded.Site;
        await using GoldenSite theirs = await GoldenSite.StartAsync(await TestCluster.NewGoldDatabaseAsync());
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
}
