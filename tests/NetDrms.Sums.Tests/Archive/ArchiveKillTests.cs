using NetDrms.Model.Errors;
using NetDrms.Sums.Client;
using NetDrms.Sums.Steward;
using NetDrms.Sums.Tests.Daemon;
using NetDrms.Sums.Tests.Journal;
using NetDrms.Sums.Units;
using Npgsql;

namespace NetDrms.Sums.Tests.Archive;

/// <summary>kill -9 in an archive run: rows, directories and volumes agree after the next start. Spec 04, better 10.</summary>
public sealed class ArchiveKillTests : IProgress<string>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("sums.archive.planned")]
    [InlineData("sums.archive.labelled")]
    [InlineData("sums.archive.unit-written")]
    [InlineData("sums.archive.file-written")]
    [InlineData("sums.archive.appended")]
    [InlineData("sums.archive.verified")]
    [InlineData("sums.archive.entered")]
    [InlineData("sums.archive.committed")]
    public async Task An_archive_run_that_was_killed_is_gone_on_with(string point)
    {
        await using TestArchive archive = await ArchiveHost.StartAsync();
        AllocatedUnit one, two;
        using (HostProcess host = await ArchiveHost.RunAsync(archive, point))
        {
            one = await PutAsync(host, "h04.t");
            two = await PutAsync(host, "h04.u");
            await using NpgsqlConnection connection = await archive.Sums.Database.DataSource.OpenConnectionAsync(Cancel);
            using CancellationTokenSource waiting = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
            Task<string> run = new TaskClient(connection).DoAsync("archive.run", "{\"group\": 7}", this, waiting.Token);
            Assert.NotEqual(0, await host.EndedAsync());
            await waiting.CancelAsync();   // nobody waits for it any more: the steward's own duty goes on
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        }
        using (HostProcess host = await ArchiveHost.RunAsync(archive, null))
        {
            await ArchiveHost.UntilAsync(archive, "0", $"select count(*) from sum_partn_alloc where status = 4 or exists (select from netdrms.sums_archive_run)");
            await host.StopAsync();
        }
        CheckVolumes(archive, await archive.Sums.RowsAsync($"select tapeid || '/' || filenum || '.tar', md5cksum from sum_file order by 1"));
        Assert.Equal(["2|2|3"], await archive.Sums.RowsAsync($"select (select count(*) from sum_main where archive_status = 'Y'), (select count(*) from sum_file), nxtwrtfn from sum_tape"));
        Assert.Equal(2, archive.Sums.Directories().Length);
        Assert.True(Directory.Exists(one.Path) && Directory.Exists(two.Path));
    }

    private static Task<AllocatedUnit> PutAsync(HostProcess host, string series) => OpenAsync(host, client => TestArchive.PutAsync(client, series));

    private static async Task<AllocatedUnit> OpenAsync(HostProcess host, Func<SumsClient, Task<AllocatedUnit>> work)
    {
        await using SumsClient client = await SumsClient.OpenAsync(host.Address, Cancel);
        return await work(client);
    }

    private static void CheckVolumes(TestArchive archive, List<string> files)
    {
        string volumes = Path.Combine(archive.Sums.Root + "-archive", "volumes");
        foreach (string[] file in files.Select(static line => line.Split('|')))
            Assert.Equal(file[1], TestArchive.Run("md5sum", Path.Combine(volumes, file[0])).Split(' ')[0]);
        Assert.Equal(
            files.Select(static line => line.Split('|')[0]),
            Directory.GetFiles(volumes, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(volumes, path)).Where(static name => !name.EndsWith("/0.tar", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    void IProgress<string>.Report(string value)
    {
    }
}
