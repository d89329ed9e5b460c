using System.Buffers;
using System.Security.Cryptography;

namespace NetDrms.Sums.Units;

/// <summary>SHA-256 of files, read once from their beginning. Not thread-safe: one a thread.</summary>
internal sealed class FileHash : IDisposable
{
    private const int BufferBytes = 256 * 1024;   // fits the second cache: larger ones are slower
    private readonly byte[] _buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
    private IncrementalHash? _hash;

    /// <summary>Hashes what is left to read of an open file.</summary>
    /// <param name="file">Its descriptor.</param>
    /// <param name="name">For messages.</param>
    /// <param name="length">Number of bytes read.</param>
    /// <param name="pace">Called with the number of bytes after each piece; may wait, or throw to end the reading.</param>
    /// <exception cref="IOException">It cannot be read to its end.</exception>
    public byte[] Of(int file, string name, out long length, Action<int>? pace = null)
    {
        int first = Fill(file, name, pace);
        length = first;
        if (first < BufferBytes)
            return SHA256.HashData(_buffer.AsSpan(0, first));   // most files of a site: no state to set up
        _hash ??= IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        _hash.AppendData(_buffer.AsSpan(0, first));
        for (int count; (count = Posix.Read(file, _buffer.AsSpan(0, BufferBytes), name)) > 0; length += count)
        {
            _hash.AppendData(_buffer.AsSpan(0, count));
            pace?.Invoke(count);
        }
        return _hash.GetHashAndReset();
    }

    private int Fill(int file, string name, Action<int>? pace)
    {
        int filled = 0;
        for (int count; filled < BufferBytes && (count = Posix.Read(file, _buffer.AsSpan(filled, BufferBytes - filled), name)) > 0; filled += count)
            pace?.Invoke(count);
        return filled;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _hash?.Dispose();
    }
}
