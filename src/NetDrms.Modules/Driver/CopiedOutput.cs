using System.IO.Compression;

namespace NetDrms.Modules.Driver;

/// <summary>Standard output or error with a compressed copy in a file without a name, so that a copy of any length costs no memory.</summary>
internal sealed class CopiedOutput : Stream
{
    private readonly Stream _target;
    private readonly FileStream _copy;
    private readonly GZipStream _compressor;
    private bool _isHeld;
    private bool _isEnded;

    /// <summary>Begins.</summary>
    /// <param name="target">The stream itself; stays the caller's.</param>
    /// <param name="isHeld">Only the copy gets anything, until it is ended.</param>
    public CopiedOutput(Stream target, bool isHeld)
    {
        _target = target;
        _isHeld = isHeld;
        _copy = new FileStream(Path.Combine(Path.GetTempPath(), $"drms-{Path.GetRandomFileName()}"), new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Options = FileOptions.DeleteOnClose,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        });
        _compressor = new GZipStream(_copy, CompressionLevel.Optimal, leaveOpen: true);
    }

    /// <inheritdoc/>
    public override bool CanRead => false;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <summary>Ends the copy and writes it to a file.</summary>
    public void WriteTo(string path)
    {
        End();
        using FileStream file = new(path, FileMode.CreateNew, FileAccess.Write);
        _copy.Position = 0;
        _copy.CopyTo(file);
    }

    /// <summary>Ends the copy and writes its text to the stream itself.</summary>
    public void Replay()
    {
        End();
        _copy.Position = 0;
        using GZipStream text = new(_copy, CompressionMode.Decompress, leaveOpen: true);
        text.CopyTo(_target);
        _target.Flush();
    }

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (!_isEnded)
            _compressor.Write(buffer);
        if (!_isHeld)
            _target.Write(buffer);
    }

    /// <inheritdoc/>
    public override void Flush() => _target.Flush();

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            End();
            _copy.Dispose();
        }
        base.Dispose(disposing);
    }

    private void End()
    {
        if (_isEnded)
            return;
        _isEnded = true;
        _isHeld = false;
        _compressor.Dispose();
    }
}
