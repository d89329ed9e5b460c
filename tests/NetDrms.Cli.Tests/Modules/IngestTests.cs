using NetDrms.Cli.Tests.Driver;
using NetDrms.Cli.Tests.Golden;
using Npgsql;

namespace NetDrms.Cli.Tests.Modules;

public class IngestTests
{
    [Fact]
    public async Task Files_are_stored_once_found_again_and_retrieved_and_a_cut_file_leaves_nothing()
    {
        CancellationToken cancel = TestContext.Current.CancellationToken;
        await using GoldenSite site = await GoldenSite.StartAsync(await TestCluster.NewDrmsDatabaseAsync());
        await using (NpgsqlConnection connection = await site.Drms.SuperuserSource.OpenConnectionAsync(cancel))
            await Database.Schema.NamespaceSchema.CreateAsync(connection, "cli", Database.Schema.NamespaceGroup.User, TestCluster.ProductionUser, cancel);
        foreach (string name in (string[])["cli_target", "cli_obs"])
            Assert.Equal("", (await site.RunAsync("create_series", [Testing.Golden.PathOf($"jsd/{name}.jsd")], cancel: cancel)).Error);
        string image = Testing.Golden.PathOf("cli_files/img1.fits");
        string cut = Path.Combine(site.WorkFolder, "cut.fits");
        await File.WriteAllBytesAsync(cut, (await File.ReadAllBytesAsync(image, cancel))[..3000], cancel);
        string[] words = ["ingest", "--series", "cli.obs", image, cut, "T_REC=2014.03.01_00:00:00_TAI", "CAMERA=1"];
        TestRun first = await site.RunAsync("drms", words, cancel: cancel);
        Assert.Equal(1, first.ExitCode);
        Assert.EndsWith("2 files: 1 stored, 0 skipped, 1 failed\n", first.Output, StringComparison.Ordinal);
        Assert.Contains($"failed {cut}: ", first.Output, StringComparison.Ordinal);
        TestRun second = await site.RunAsync("drms", words, cancel: cancel);
        Assert.EndsWith("2 files: 0 stored, 1 skipped, 1 failed\n", second.Output, StringComparison.Ordinal);
        Assert.Equal(["Records.txt", "S00000/image.fits"], await site.FilesOfAsync(Assert.Single(await site.UnitsAsync())));
        Assert.Single(site.UnitFolders());
        TestRun shown = await site.RunAsync("show_info", ["-q", "key=VALF,TXT", "seg=image", "cli.obs[2014.03.01_00:00:00_TAI]"], cancel: cancel);
        Assert.Equal("1.5000\tfrom header\timage.fits\n", shown.Output);
        TestRun got = await site.RunAsync("retrieve_file", ["ds=cli.obs[2014.03.01_00:00:00_TAI]", "segment=image", "out=back.fits"], cancel: cancel);
        Assert.Equal((0, "", ""), (got.ExitCode, got.Output, got.Error));
        Assert.True(File.Exists(Path.Combine(site.WorkFolder, "back.fits")));
    }

    [Fact]
    public async Task The_series_must_be_named() =>
        Assert.Equal(2, (await TestRun.OfAsync("drms", ["ingest", "x.fits"], cancel: TestContext.Current.CancellationToken)).ExitCode);
}
