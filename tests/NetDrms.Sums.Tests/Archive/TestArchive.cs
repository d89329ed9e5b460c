using System.Diagnostics;
using NetDrms.Sums.Archive;
using NetDrms.Sums.Archive.Administration;
using NetDrms.Sums.Archive.Writing;
using NetDrms.Sums.Client;
using NetDrms.Sums.Daemon;
using NetDrms.Sums.Tests.Daemon;
using NetDrms.Sums.Units;

namespace NetDrms.Sums.Tests.Archive;

/// <summary>A daemon with an archive, and the archive as a steward has it.</summary>
internal sealed class TestArchive : IAsyncDisposable, IProgress<string>
{
    private readonly SumsDatabase _database;

    private TestArchive(TestSums sums, ArchiveOptions options)
    {
        Sums = sums;
        Options = options;
        _database = new(sums.Database.Target, 4, sums.Log);
        Site = SiteArchive.TryOpen(options, _database, sums.Log)!;
    }

    public TestSums Sums { get; }

    public ArchiveOptions Options { get; }

    public SiteArchive Site { get; }

    public VolumeAdministration Volumes => new(Site);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Makes it; the tier's folders lie in the folder of the partitions' folder.</summary>
    public static async Task<TestArchive> StartAsync(Func<string, ArchiveOptions> options, bool run = true, bool withDrms = false)
    {
        TestSums sums = await TestSums.StartAsync(run: false, withDrms: withDrms);
        string folder = Directory.CreateDirectory(sums.Root + "-archive").FullName;
        ArchiveOptions archive = options(folder) with { ManifestFolder = Path.Combine(folder, "manifests") };
        if (run)
            await sums.RunAsync(TestSums.Quick with { Archive = archive });
        return new(sums, archive);
    }

    /// <summary>Puts a unit that is to be archived; its content is of this unit alone.</summary>
    public async Task<AllocatedUnit> PutAsync(string series = "h04.t", int group = 7, ArchiveType type = ArchiveType.TemporaryArchive)
    {
        await using SumsClient client = await Sums.OpenAsync();
        return await PutAsync(client, series, group, type);
    }

    /// <summary>Puts a unit in a session and closes it.</summary>
    public static async Task<AllocatedUnit> PutAsync(SumsClient client, string series = "h04.t", int group = 7, ArchiveType type = ArchiveType.TemporaryArchive)
    {
        AllocatedUnit unit = await client.AllocAsync(1000, group, Cancel);
        Directory.CreateDirectory(Path.Combine(unit.Path, "S00000"));
        File.WriteAllBytes(Path.Combine(unit.Path, "S00000", "file.dat"), [.. Enumerable.Range(0, 20000).Select(i => (byte)((i * 7) + unit.Sunum.Value))]);
        File.WriteAllText(Path.Combine(unit.Path, "S00000", "run.sh"), "#!/bin/sh\n");
        File.SetUnixFileMode(Path.Combine(unit.Path, "S00000", "run.sh"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        File.WriteAllText(Path.Combine(unit.Path, "Records.txt"), $"series={series}\nslot\trecord number\n0\t{unit.Sunum}\n");
        await client.PutAsync([unit], series, 10, type, Cancel);
        await client.CloseAsync(Cancel);
        return unit;
    }

    /// <summary>Writes what waits.</summary>
    public Task<ArchiveWriter.Outcome> RunAsync(int group = 7) => Site.Writer.RunAsync(group, this, Cancel);

    /// <summary>Takes units off line as the steward does when they have expired.</summary>
    public async Task TakeOffLineAsync(params AllocatedUnit[] units)
    {
        long[] sunums = [.. units.Select(unit => unit.Sunum.Value)];
        await Sums.Database.ExecuteAsync($"update sum_main set online_status = 'N' where ds_index = any({sunums}) and archive_status = 'Y'");
        await Sums.Database.ExecuteAsync($"delete from sum_partn_alloc where ds_index = any({sunums})");
        foreach (AllocatedUnit unit in units)
            UnitTree.Remove(unit.Path);
    }

    /// <summary>Gets units, reading them back.</summary>
    public async Task<IReadOnlyList<string?>> GetAsync(params AllocatedUnit[] units)
    {
        await using SumsClient client = await Sums.OpenAsync();
        IReadOnlyList<string?> paths = await client.GetAsync([.. units.Select(unit => unit.Sunum)], touch: true, 5, retrieve: true, Cancel);
        await client.CloseAsync(Cancel);
        return paths;
    }

    /// <summary>Content, kinds and modes of a tree: a line an entry.</summary>
    public static string Tree(string folder) => Run("/bin/sh", "-c", "cd \"$0\" && find . -printf '%P %y %m %l\\n' | sort && find . -type f | sort | xargs sha256sum", folder);

    /// <summary>Runs a program and gives what it prints.</summary>
    public static string Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}: {error.GetAwaiter().GetResult()}");
        return output;
    }

    void IProgress<string>.Report(string value)
    {
    }

    public async ValueTask DisposeAsync()
    {
        await Site.DisposeAsync();
        await _database.DisposeAsync();
        string folder = Sums.Root + "-archive";
        await Sums.DisposeAsync();
        UnitTree.Remove(folder);
    }
}
