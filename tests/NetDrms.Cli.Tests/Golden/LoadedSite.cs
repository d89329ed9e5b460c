using NetDrms.Cli.Tests.Driver;
using NetDrms.Database.Schema;
using NetDrms.Modules.Driver;
using Npgsql;

namespace NetDrms.Cli.Tests.Golden;

/// <summary>A site whose database our own programs made: create_series of the golden definitions, then load.jsonl.</summary>
public sealed class LoadedSite : IAsyncLifetime
{
    private GoldenSite? _site;

    internal GoldenSite Site => _site!;

    public async ValueTask InitializeAsync()
    {
        _site = await GoldenSite.StartAsync(await TestCluster.NewDrmsDatabaseAsync());
        await using (NpgsqlConnection connection = await Site.Drms.SuperuserSource.OpenConnectionAsync())
        {
            foreach (string name in (string[])["hmi", "gold"])   // admin.ns of the recording has both
                await NamespaceSchema.CreateAsync(connection, name, NamespaceGroup.System, TestCluster.ProductionUser, CancellationToken.None);
        }
        foreach (string name in (string[])["m_45s", "lev1", "carr", "ts", "linked"])
            await RunAsync("create_series", Testing.Golden.PathOf($"jsd/{name}.jsd"));
        foreach (GoldenRow row in GoldenRow.All("load.jsonl"))
            Assert.Equal(("", ""), await RunAsync(row.Module, [.. row.Args[1..]]));
        // The fifth record of gold.linked is not among the recorded commands: obj0 again, with both its links set.
        await RunAsync("set_info", "ds=gold.linked[obj0]", "MDATA=gold.m_45s[2014.03.01_00:01:30_TAI][2]", "FIXED=gold.m_45s[:#13]");
    }

    private async Task<(string Output, string Error)> RunAsync(string program, params string[] words)
    {
        TestRun run = await Site.RunAsync(program, words);
        Assert.True(run.ExitCode == 0, $"{program} {string.Join(' ', words)}: {run.Error}");
        return (run.Output, run.Error);
    }

    public async ValueTask DisposeAsync()
    {
        if (_site is not null)
            await _site.DisposeAsync();
    }
}
