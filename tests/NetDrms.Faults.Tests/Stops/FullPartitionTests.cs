using NetDrms.Database.Cluster;

namespace NetDrms.Faults.Tests.Stops;

/// <summary>The partitions are full before a command begins, or become so while it writes.</summary>
public sealed class FullPartitionTests(FaultSite fault) : IClassFixture<FaultSite>, IAsyncLifetime
{
    private const int Megabyte = 1 << 20;
    private readonly List<string> _mounted = [];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        foreach (string partition in _mounted)
            await CommandRun.OfAsync(["umount", "-l", partition], "/", cancel: CancellationToken.None);
    }

    [Fact]
    public async Task Before_a_command_the_room_is_told_and_nothing_is_made()
    {
        await MountAsync("size=64k");
        string image = fault.Fits("full.fits", 2);
        string before = await fault.StateAsync();
        foreach (string[] words in (string[][])[["set_info", "-c", "ds=demo.fault", "N=2", "note=note.txt"], ["ingest", "--series", "demo.fault", "--segment", "image", image]])
        {
            CommandRun run = await fault.Site.RunAsync(words);
            Assert.Equal(1, run.ExitCode);
            FaultSite.Says(run, "no partition of set 0 has room for 104857600 bytes: ");
            FaultSite.Says(run, "/SUM0 has 65536 bytes free");
            FaultSite.Says(run, "/SUM1 has 65536 bytes free");
        }
        await fault.AssertStateAsync(before);
    }

    [Theory]
    [InlineData("set_info -c ds=demo.fault N=3 note=big.dat", "big.dat")]
    [InlineData("set_info -c ds=demo.fault image=big.fits", "image.fits")]
    [InlineData("ingest --series demo.fault --segment image big.fits", "image.fits")]
    public async Task A_file_that_finds_no_room_is_told_and_nothing_of_it_stays(string command, string file)
    {
        await MountAsync("size=110m");
        fault.Fits("big.fits", 3, width: 256 * 1024);
        await File.WriteAllBytesAsync(Path.Combine(fault.Site.WorkFolder, "big.dat"), new byte[4 * Megabyte], Cancel);
        string before = await fault.StateAsync();
        using RunningCommand run = fault.Site.Start(command.Split(' '), "session.unit-allocated=delay:2000");
        await FaultSite.WaitAsync(() => Task.FromResult(fault.Site.UnitFolders().Count > 0), "a unit is allocated");
        foreach (string partition in _mounted)
            Fill(partition);
        CommandRun ended = await run.EndAsync(Cancel);
        foreach (string partition in _mounted)
            File.Delete(Path.Combine(partition, "filler"));
        Assert.Equal(1, ended.ExitCode);
        FaultSite.Says(ended, "no space left on device");
        FaultSite.Says(ended, file);
        await fault.AssertStateAsync(before);
    }

    private static void Fill(string partition)
    {
        using FileStream filler = new(Path.Combine(partition, "filler"), FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        byte[] block = new byte[64 * 1024];
        try
        {
            while (true)
                filler.Write(block);
        }
        catch (IOException)
        {
            // full
        }
    }

    // A small file system over each partition, as the site's account owns it.
    private async Task MountAsync(string size)
    {
        if (!Environment.IsPrivilegedProcess)
            Assert.Skip("only root can mount a small file system");
        ServiceAccount account = ServiceAccount.Default();
        foreach (string partition in Directory.GetDirectories(fault.Site.Folder, "SUM*"))
        {
            CommandRun mount = await CommandRun.OfAsync(["mount", "-t", "tmpfs", "-o", $"{size},mode=2775,uid={account.UserId},gid={account.GroupId}", "tmpfs", partition], "/", cancel: Cancel);
            if (mount.ExitCode != 0)
                Assert.Skip("file systems cannot be mounted here");
            _mounted.Add(partition);
        }
        await fault.Site.SucceedAsync("site", "down");   // the daemon remembers for a few seconds how much room there is
        await fault.Site.SucceedAsync("site", "up");
    }
}
