
namespace NetDrms.Cli.Tests.Golden;

/// <summary>cli.jsonl on the database that the original made.</summary>
public class CliRowsTests
{
    [Fact]
    public async Task Every_recorded_row_of_our_modules_agrees_or_is_listed()
    {
        CancellationToken cancel = TestContext.Current.CancellationToken;
        await using GoldenSite site = await GoldenSite.StartAsync(await TestCluster.NewGoldDatabaseAsync());
        GoldenExceptions exceptions = GoldenExceptions.Read("exceptions-cli.json");
        IReadOnlyList<GoldenRow> rows = GoldenRow.All("cli.jsonl");
        RowRunner runner = new(site, exceptions);
        foreach (GoldenRow row in rows.Where(r => !RowRunner.IsNotBuilt(r) && r.Help is null))
            await runner.CheckAsync(row, cancel);
        Assert.Empty(exceptions.Ids.Except(rows.Select(r => r.Id)));
        runner.AssertAgreement();
    }
}
