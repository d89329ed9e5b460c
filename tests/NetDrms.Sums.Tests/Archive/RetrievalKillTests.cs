using NetDrms.Model.Errors;
using NetDrms.Sums.Client;
using NetDrms.Sums.Tests.Daemon;
using NetDrms.Sums.Tests.Journal;
using NetDrms.Sums.Units;

namespace NetDrms.Sums.Tests.Archive;

/// <summary>kill -9 in a retrieval: rows and directories agree after the next start. Spec 04, better 10.</summary>
public sealed class RetrievalKillTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("sums.retrieve.claimed")]
    [InlineData("sums.retrieve.extracting")]
    [InlineData("sums.retrieve.read")]
    [InlineData("sums.retrieve.placing")]
    [InlineData("sums.retrieve.placed")]
    [InlineData("sums.retrieve.entered")]
    public async Task A_retrieval_that_was_killed_is_gone_on_with(string point)
    {
        await using TestArchive archive = await ArchiveHost.StartAsync();
        await archive.Sums.RunAsync(TestSums.Quick with { Archive = archive.Options });
        AllocatedUnit one = await archive.PutAsync(), two = await archive.PutAsync();
        string before = TestArchive.Tree(one.Path);
        await archive.RunAsync();
        await archive.TakeOffLineAsync(one, two);
        await archive.Sums.StopAsync();
        using (HostProcess host = await ArchiveHost.RunAsync(archive, point))
        {
            await using SumsClient client = await SumsClient.OpenAsync(host.Address, Cancel);
            await Assert.ThrowsAsync<DrmsException>(() => client.GetAsync([one.Sunum, two.Sunum], touch: false, 5, retrieve: true, Cancel));
            Assert.NotEqual(0, await host.EndedAsync());
        }
        using (HostProcess host = await ArchiveHost.RunAsync(archive, null))
        {
            await ArchiveHost.UntilAsync(archive, "0", $"select count(*) from netdrms.sums_retrieval");
            await host.StopAsync();
        }
        List<string> paths = await archive.Sums.RowsAsync($"select online_loc from sum_main where online_status = 'Y' order by ds_index");
        Assert.Equal(2, paths.Count);
        Assert.Equal(before, TestArchive.Tree(paths[0]));
        Assert.Equal(paths.Select(path => Path.GetRelativePath(archive.Sums.Root, path)).Order(StringComparer.Ordinal), archive.Sums.Directories());
        Assert.Equal(paths, await archive.Sums.RowsAsync($"select wd from sum_partn_alloc where status = 2 order by ds_index"));
    }
}
