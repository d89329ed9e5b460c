using NetDrms.Sums.Units;

namespace NetDrms.Sums.Archive;

/// <summary>A virtual tape library: a folder for each volume, <c>&lt;n&gt;.tar</c> for its file n. Shelved volumes lie in a folder beside them.</summary>
/// <param name="folder">Holds the volumes; made when it is not there.</param>
/// <param name="prefix">First letter of the names of volumes that it makes.</param>
public sealed class FolderLibrary(string folder, char prefix) : IVolumeLibrary
{
    private const string ShelfName = ".shelf";

    /// <inheritdoc/>
    public string Tier => "folder";

    /// <inheritdoc/>
    public bool IsSequential => false;

    private string Shelf => Path.Combine(folder, ShelfName);

    /// <inheritdoc/>
    public Task<IReadOnlyList<VolumePlace>> InventoryAsync(CancellationToken cancel)
    {
        Directory.CreateDirectory(folder);
        return Task.FromResult<IReadOnlyList<VolumePlace>>(
            [.. Names(folder).Order(StringComparer.Ordinal).Select(name => new VolumePlace(name, Path.Combine(folder, name)))]);
    }

    private static IEnumerable<string> Names(string folder) => !Directory.Exists(folder) ? []
        : Directory.EnumerateDirectories(folder).Select(static path => Path.GetFileName(path)).Where(VolumeName.IsValid);

    /// <inheritdoc/>
    public Task<string?> TryMakeAsync(Func<string, bool> taken, CancellationToken cancel)
    {
        Directory.CreateDirectory(folder);
        string name = VolumeName.Next(prefix, Names(folder).Concat(Names(Shelf)), taken);
        Directory.CreateDirectory(Path.Combine(folder, name));
        DurableFile.FlushFolder(folder);
        return Task.FromResult<string?>(name);
    }

    /// <inheritdoc/>
    public long? FreeBytes()
    {
        Directory.CreateDirectory(folder);
        return new DriveInfo(folder).AvailableFreeSpace;
    }

    /// <inheritdoc/>
    public Task<IVolume> OpenAsync(string tapeId, CancellationToken cancel)
    {
        string volume = PathOf(folder, tapeId);
        return Directory.Exists(volume) ? Task.FromResult<IVolume>(new FolderVolume(tapeId, volume)) : throw NotThere(tapeId, folder);
    }

    /// <inheritdoc/>
    public Task<string> ShelveAsync(string tapeId, CancellationToken cancel)
    {
        Directory.CreateDirectory(Shelf);
        Move(tapeId, folder, Shelf);
        return Task.FromResult(Path.Combine(Shelf, tapeId));
    }

    /// <inheritdoc/>
    public Task ImportAsync(string tapeId, CancellationToken cancel)
    {
        Move(tapeId, Shelf, folder);
        return Task.CompletedTask;
    }

    private static void Move(string tapeId, string from, string to)
    {
        string source = PathOf(from, tapeId), target = PathOf(to, tapeId);
        if (!Directory.Exists(source))
            throw NotThere(tapeId, from);
        if (Directory.Exists(target))
            throw new IOException($"volume {tapeId} is in \"{to}\" already");
        Directory.Move(source, target);
        DurableFile.FlushFolder(from);
        DurableFile.FlushFolder(to);
    }

    private static string PathOf(string parent, string tapeId) =>
        VolumeName.IsValid(tapeId) ? Path.Combine(parent, tapeId) : throw new IOException($"\"{tapeId}\" is not the name of a volume");

    private static IOException NotThere(string tapeId, string where) => new($"volume {tapeId} is not in \"{where}\"");

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
