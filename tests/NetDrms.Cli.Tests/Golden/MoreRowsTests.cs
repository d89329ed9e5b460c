using NetDrms.Database.Schema;
using Npgsql;

namespace NetDrms.Cli.Tests.Golden;

/// <summary>cli_more.jsonl: a scenario from an empty database on, in order, then readings of what it made.</summary>
public class MoreRowsTests
{
    [Fact]
    public async Task Every_recorded_row_of_the_scenario_and_of_the_readings_agrees_or_is_listed()
    {
        CancellationToken cancel = TestContext.Current.CancellationToken;
        await using GoldenSite site = await GoldenSite.StartAsync(await TestCluster.NewDrmsDatabaseAsync());
        await using (NpgsqlConnection connection = await site.Drms.SuperuserSource.OpenConnectionAsync(cancel))
            await NamespaceSchema.CreateAsync(connection, "cli", NamespaceGroup.User, TestCluster.ProductionUser, cancel);
        GoldenExceptions exceptions = GoldenExceptions.Read("exceptions-cli_more.json");
        GoldenRow[] rows = [.. GoldenRow.All("cli_more.jsonl").Where(row => row.Group is "scenario" or "read")];
        RowRunner runner = new(site, exceptions);
        foreach (GoldenRow row in rows)
        {
            if (RowRunner.IsNotBuilt(row))
                await runner.StandInAsync(row, cancel);
            else
                await runner.CheckAsync(row, cancel);
        }
        Assert.Empty(exceptions.Ids.Except(rows.Select(r => r.Id)));
        Assert.True(runner.Run > 200, $"{runner.Run} rows were run");
        runner.AssertAgreement();
    }
}
