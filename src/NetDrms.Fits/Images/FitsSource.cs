using System.IO.Compression;
using Microsoft.Win32.SafeHandles;

namespace NetDrms.Fits.Images;

/// <summary>The bytes of a FITS file at any offset: of a plain file on disk, or of a gzipped one in memory.</summary>
internal sealed class FitsSource : IDisposable
{
    /// <summary>Most bytes that a gzipped file may unpack to.</summary>
    public const long MaxUnpackedBytes = 1 << 30;

    private readonly SafeFileHandle? _file;
    private readonly ReadOnlyMemory<byte> _content;

    private FitsSource(string name, SafeFileHandle file)
    {
        Name = name;
        _file = file;
        Length = RandomAccess.GetLength(file);
    }

    /// <summary>A source of bytes in memory.</summary>
    public FitsSource(string name, ReadOnlyMemory<byte> content)
    {
        Name = name;
        _content = content;
        Length = content.Length;
    }

    /// <summary>The path, for messages.</summary>
    public string Name { get; }

    /// <summary>Number of bytes.</summary>
    public long Length { get; }

    /// <summary>Opens a file; one that begins as gzip is unpacked.</summary>
    public static FitsSource Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            SafeFileHandle file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            FitsSource source = new(path, file);
            Span<byte> magic = stackalloc byte[2];
            if (source.Length < magic.Length)
                return source;
            source.Read(0, magic);
            if (!magic.SequenceEqual((ReadOnlySpan<byte>)[0x1f, 0x8b]))
                return source;
            using (source)
                return new FitsSource(path, Unpack(path));
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw FitsFault.Unreadable(path, cause);
        }
    }

    /// <summary>Fills a span with the bytes at an offset.</summary>
    /// <exception cref="Model.Errors.DrmsException">The file ends before, or cannot be read.</exception>
    public void Read(long offset, Span<byte> target)
    {
        if (_file is null)
        {
            if (offset + target.Length > Length)
                throw FitsFault.CutOff(Name, Length, offset + target.Length, "its data");
            _content.Span.Slice((int)offset, target.Length).CopyTo(target);
            return;
        }
        try
        {
            long end = offset + target.Length;
            while (!target.IsEmpty)
            {
                int got = RandomAccess.Read(_file, target, offset);
                if (got == 0)
                    throw FitsFault.CutOff(Name, offset, end, "its data");
                target = target[got..];
                offset += got;
            }
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw FitsFault.Unreadable(Name, cause);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file?.Dispose();

    private static ReadOnlyMemory<byte> Unpack(string path)
    {
        try
        {
            using FileStream packed = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using GZipStream unpacked = new(packed, CompressionMode.Decompress);
            using MemoryStream content = new();
            byte[] buffer = new byte[1 << 16];
            for (int got; (got = unpacked.Read(buffer)) > 0;)
            {
                content.Write(buffer, 0, got);
                if (content.Length > MaxUnpackedBytes)
                    throw FitsFault.TooLarge(path, $"it unpacks to more than {MaxUnpackedBytes} bytes");
            }
            return content.GetBuffer().AsMemory(0, (int)content.Length);
        }
        catch (InvalidDataException cause)
        {
            throw FitsFault.Damaged(path, "its gzip stream is damaged", cause.Message);
        }
    }
}
