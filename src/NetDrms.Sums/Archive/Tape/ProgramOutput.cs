using System.Diagnostics;

namespace NetDrms.Sums.Archive.Tape;

/// <summary>What a program prints, as a stream; its end is the program's good end, or an error.</summary>
internal sealed class ProgramOutput(Process process, string program) : Stream
{
    private readonly Task<string> _errors = DeviceProgram.ReadAsync(process.StandardError, CancellationToken.None);
    private bool _isEnded;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int read = await process.StandardOutput.BaseStream.ReadAsync(buffer, cancellationToken);
        if (read == 0 && buffer.Length > 0 && !_isEnded)
        {
            await DeviceProgram.EndAsync(process, program, await _errors, cancellationToken);
            _isEnded = true;
        }
        return read;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override async ValueTask DisposeAsync()
    {
        if (!_isEnded)
            DeviceProgram.Kill(process);   // not read to its end: the drive must be free for what comes next
        await process.WaitForExitAsync(CancellationToken.None);
        await _errors;
        process.Dispose();
        await base.DisposeAsync();
    }
}
