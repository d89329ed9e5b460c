using NetDrms.Sums.Archive;
using NetDrms.Sums.Tests.Journal;

namespace NetDrms.Sums.Tests.Archive;

/// <summary>A daemon and a steward with a virtual tape library in a process that tests kill.</summary>
internal static class ArchiveHost
{
    public static Task<TestArchive> StartAsync() =>
        TestArchive.StartAsync(static folder => new ArchiveOptions { Tier = ArchiveTier.Folder, Folder = Path.Combine(folder, "volumes") }, run: false, withDrms: true);

    public static Task<HostProcess> RunAsync(TestArchive archive, string? point) =>
        HostProcess.StartAsync(archive.Sums, point is null ? null : $"{point}=kill", "archive", archive.Sums.Root + "-archive");

    public static async Task UntilAsync(TestArchive archive, string wanted, Database.Sql.SqlText sql)
    {
        for (int i = 0; (await archive.Sums.RowsAsync(sql))[0] != wanted; i++)
        {
            Assert.True(i < 600, $"after a minute it is still {(await archive.Sums.RowsAsync(sql))[0]}");
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
    }
}
