using NetDrms.Cli.Tests.Driver;
using NetDrms.Modules.Driver;

namespace NetDrms.Cli.Tests.Golden;

/// <summary>web.jsonl and web_more.jsonl: every recorded call of jsoc_fetch and show_series, at a site that asks for a registered address.</summary>
public sealed class WebFetchRowsTests
{
    private static readonly string[] s_programs = ["jsoc_fetch", "show_series"];

    [Fact]
    public async Task Every_recorded_answer_agrees_or_is_listed()
    {
        CancellationToken cancel = TestContext.Current.CancellationToken;
        await using GoldenSite site = await GoldenSite.StartAsync(await TestCluster.NewGoldDatabaseAsync());
        await ProductionUnits.MakeAsync(site, cancel);
        await AddressTables.RegisterAsync(site.Drms, "user@example.com", cancel);
        GoldenExceptions exceptions = GoldenExceptions.Read("exceptions-web-fetch.json");
        List<string> differences = [];
        List<string> ids = [];
        foreach (string file in (string[])["web.jsonl", "web_more.jsonl"])
        {
            foreach (GoldenRow row in GoldenRow.All(file).Where(r => s_programs.Contains(r.Module)))
            {
                GoldenRow named = row with { Id = $"{file}:{row.Id}" };
                ids.Add(named.Id);
                if (await DifferenceAsync(site, named, exceptions, cancel) is string difference)
                    differences.Add(difference);
            }
        }
        Assert.Empty(exceptions.Ids.Except(ids));
        Assert.Equal(26, ids.Count);
        Assert.True(differences.Count == 0, $"{differences.Count} of {ids.Count} rows differ\n\n{string.Join("\n", differences)}");
    }

    private static async Task<string?> DifferenceAsync(GoldenSite site, GoldenRow row, GoldenExceptions exceptions, CancellationToken cancel)
    {
        Dictionary<string, string> environment = new(row.Environment) { ["NETDRMS_EXPORT_POLICY"] = "registered" };
        TestRun run = await site.RunAsync(row.Module, row.Args[1..], row.Input, environment, cancel);
        string ours = WebText.Output(run.Output);
        GoldenRow expected = exceptions.Expected(row);
        if (exceptions.Has(row.Id) && (run.ExitCode, ours) == (row.ExitCode, WebText.Output(row.Output)))
            return $"{row}\nagrees with the recording after all: take it out of the exceptions\n";
        string recorded = WebText.Output(expected.Output);
        return (run.ExitCode, ours) == (expected.ExitCode, recorded)
            ? null
            : $"{row} {string.Join(' ', row.Environment.Values)}\nexit {run.ExitCode}, expected {expected.ExitCode}\n{ours}--- not\n{recorded}---\n{run.Error}";
    }
}
