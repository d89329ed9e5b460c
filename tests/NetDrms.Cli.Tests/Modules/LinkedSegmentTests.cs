using NetDrms.Cli.Tests.Driver;
using NetDrms.Cli.Tests.Golden;
using NetDrms.Fits.Images;
using NetDrms.Model.Keywords;
using NetDrms.Model.Series;
using NetDrms.Modules.Driver;

namespace NetDrms.Cli.Tests.Modules;

/// <summary>A segment that is a link leads to the file of the record it points to. Spec 02 §7.</summary>
public sealed class LinkedSegmentTests
{
    [Fact]
    public async Task Retrieve_file_fetches_the_file_through_the_link()
    {
        CancellationToken cancel = TestContext.Current.CancellationToken;
        await using GoldenSite site = await GoldenSite.StartAsync(await TestCluster.NewGoldDatabaseAsync());
        string image = Path.Combine(site.WorkFolder, "image.fits");
        SegmentDefinition segment = new() { Name = "magnetogram", Type = DrmsType.Int, Dimensions = [100, 100], Protocol = SegmentProtocol.Fits };
        using (SegmentArray array = SegmentArray.Of<int>(DrmsType.Int, [100, 100], [.. Enumerable.Range(0, 10_000)]))
            SegmentFile.Write(image, segment, array);
        string[] target = ["T_REC=2020.01.01_TAI", "CAMERA=2"];
        foreach (string[] words in (string[][])
        [
            ["-c", "ds=gold.m_45s", .. target, $"magnetogram={image}"],
            ["-c", "ds=gold.linked", "NAME=through", "MDATA=gold.m_45s[2020.01.01_TAI][2]"],
        ])
        {
            TestRun made = await site.RunAsync("set_info", words, cancel: cancel);
            Assert.True(made.ExitCode == 0, made.Error);
        }
        foreach ((string set, string file) in ((string, string)[])[("gold.m_45s[2020.01.01_TAI][2]", "direct"), ("gold.linked[through]", "linked")])
        {
            TestRun fetched = await site.RunAsync("retrieve_file", [$"ds={set}", $"out={file}", "segment=magnetogram"], cancel: cancel);
            Assert.True(fetched.ExitCode == 0, fetched.Output + fetched.Error);
        }
        Assert.Equal(
            await File.ReadAllBytesAsync(Path.Combine(site.WorkFolder, "direct"), cancel),
            await File.ReadAllBytesAsync(Path.Combine(site.WorkFolder, "linked"), cancel));
    }
}
