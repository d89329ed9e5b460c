namespace NetDrms.Sums.Archive;

/// <summary>A volume that is open: files numbered from 0, the label, without gaps. One task at a time uses it.</summary>
public interface IVolume : IAsyncDisposable
{
    /// <summary>Its name.</summary>
    string TapeId { get; }

    /// <summary>How many files it holds; a file whose writing was interrupted may count.</summary>
    /// <exception cref="IOException">The volume cannot be read.</exception>
    Task<int> CountFilesAsync(CancellationToken cancel);

    /// <summary>Writes a file behind those before it. What stood at its number or beyond, left by a crash, is given up.</summary>
    /// <param name="file">Its number: at most the count of files.</param>
    /// <param name="write">Writes the content; what it throws is thrown on, and the file is not there then.</param>
    /// <param name="cancel">Gives up; the file is not there then.</param>
    /// <exception cref="IOException">The medium failed.</exception>
    /// <remarks>When it returns the file is whole and durable.</remarks>
    Task AppendAsync(int file, Func<Stream, CancellationToken, Task> write, CancellationToken cancel);

    /// <summary>Opens a file for reading from its beginning to its end, once; disposed before the volume is used otherwise.</summary>
    /// <exception cref="IOException">It is not there, or cannot be read; reading may throw it, too.</exception>
    Task<Stream> ReadAsync(int file, CancellationToken cancel);
}
