using NetDrms.Sums.Archive;

namespace NetDrms.Sums.Tests.Archive;

/// <summary>The virtual tape library.</summary>
public sealed class FolderTierTests : ArchiveTierTests
{
    protected override ArchiveOptions Options(string folder) => new() { Tier = ArchiveTier.Folder, Folder = Path.Combine(folder, "volumes") };

    protected override Task DamageAsync(string folder, string tapeId, int file)
    {
        string path = Path.Combine(folder, "volumes", tapeId, $"{file}.tar");
        byte[] bytes = File.ReadAllBytes(path);
        bytes[9000] ^= 1;
        File.WriteAllBytes(path, bytes);
        return Task.CompletedTask;
    }
}
