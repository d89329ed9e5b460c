using System.Globalization;
using NetDrms.Database.Faults;
using NetDrms.Sums.Units;

namespace NetDrms.Sums.Archive;

/// <summary>A volume that is a folder. A file has its name when it is whole and on disk.</summary>
internal sealed class FolderVolume(string tapeId, string folder) : IVolume
{
    private const int BufferBytes = 1 << 20;

    /// <inheritdoc/>
    public string TapeId => tapeId;

    private string PathOf(int file) => Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{file}.tar"));

    /// <inheritdoc/>
    public Task<int> CountFilesAsync(CancellationToken cancel)
    {
        int count = 0;
        foreach (string path in Directory.EnumerateFiles(folder, "*.tar"))
        {
            if (int.TryParse(Path.GetFileNameWithoutExtension(path), NumberStyles.None, CultureInfo.InvariantCulture, out int number))
                count = Math.Max(count, number + 1);
        }
        return Task.FromResult(count);
    }

    /// <inheritdoc/>
    public async Task AppendAsync(int file, Func<Stream, CancellationToken, Task> write, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(write);
        string path = PathOf(file), part = path + DurableFile.PartSuffix;
        try
        {
            await using (FileStream stream = new(part, FileMode.Create, FileAccess.Write, FileShare.None, BufferBytes, FileOptions.Asynchronous))
                await write(stream, cancel);
            Failpoint.Hit("sums.archive.file-written");
            DurableFile.Publish(part, path);
        }
        catch
        {
            File.Delete(part);
            throw;
        }
    }

    /// <inheritdoc/>
    public Task<Stream> ReadAsync(int file, CancellationToken cancel)
    {
        try
        {
            return Task.FromResult<Stream>(new FileStream(PathOf(file), FileMode.Open, FileAccess.Read, FileShare.Read, BufferBytes, FileOptions.Asynchronous | FileOptions.SequentialScan));
        }
        catch (UnauthorizedAccessException refused)
        {
            throw new IOException(refused.Message, refused);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
