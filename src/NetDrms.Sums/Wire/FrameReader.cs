using System.Buffers;
using System.IO.Pipelines;

namespace NetDrms.Sums.Wire;

/// <summary>Cuts a byte stream into frames; header and body may arrive in any pieces, several frames at once. Not thread-safe.</summary>
internal sealed class FrameReader(Stream stream) : IAsyncDisposable
{
    private const int BufferBytes = 16 << 10;
    private readonly PipeReader _input = PipeReader.Create(stream, new StreamPipeReaderOptions(bufferSize: BufferBytes, leaveOpen: true));
    private SequencePosition? _consumed;   // end of the frame handed out last
    private byte[]? _joined;               // holds a frame that came in several buffers

    /// <summary>Reads the next frame.</summary>
    /// <param name="maxBytes">Longest body that is read.</param>
    /// <param name="silence">How long nothing may arrive before a frame; <see cref="Timeout.InfiniteTimeSpan"/> for ever.</param>
    /// <param name="inside">How long a frame may take from its first byte.</param>
    /// <exception cref="TimeoutException">The other side was silent or slow for too long.</exception>
    /// <exception cref="IOException">The connection broke.</exception>
    public async ValueTask<Frame> ReadAsync(int maxBytes, TimeSpan silence, TimeSpan inside, CancellationToken cancel)
    {
        Release();
        ReadOnlySequence<byte> buffer = await FillAsync(1, silence, cancel);
        if (buffer.IsEmpty)
            return new(FrameKind.Ended);
        if (buffer.Length < FrameHeader.Length)
        {
            _input.AdvanceTo(buffer.Start, buffer.End);
            buffer = await FillAsync(FrameHeader.Length, inside, cancel);
            if (buffer.Length < FrameHeader.Length)
                return Leave(FrameKind.Cut, buffer);
        }
        if (!TryReadHeader(buffer, out uint length))
            return new(FrameKind.BadHeader, Take(buffer.Slice(0, FrameHeader.Length)));
        if (length > maxBytes)
            return Leave(FrameKind.TooLong, buffer) with { AnnouncedBytes = length };
        long whole = FrameHeader.Length + length;
        if (buffer.Length < whole)
        {
            _input.AdvanceTo(buffer.Start, buffer.End);
            buffer = await FillAsync((int)whole, inside, cancel);
            if (buffer.Length < whole)
                return Leave(FrameKind.Cut, buffer) with { AnnouncedBytes = length };
        }
        return new(FrameKind.Whole, Take(buffer.Slice(FrameHeader.Length, length)), length);
    }

    /// <summary>True when bytes of a further frame are here already or the other side has ended: reading will not wait.</summary>
    public async ValueTask<bool> WaitForAnythingAsync(TimeSpan silence, CancellationToken cancel)
    {
        Release();
        ReadOnlySequence<byte> buffer = await FillAsync(1, silence, cancel);
        _input.AdvanceTo(buffer.Start);
        return !buffer.IsEmpty;
    }

    private async ValueTask<ReadOnlySequence<byte>> FillAsync(int bytes, TimeSpan patience, CancellationToken cancel)
    {
        if (_input.TryRead(out ReadResult ready))
        {
            if (ready.Buffer.Length >= bytes || ready.IsCompleted)
                return ready.Buffer;
            _input.AdvanceTo(ready.Buffer.Start, ready.Buffer.End);
        }
        if (patience == Timeout.InfiniteTimeSpan)
            return (await _input.ReadAtLeastAsync(bytes, cancel)).Buffer;
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(patience);
        try
        {
            return (await _input.ReadAtLeastAsync(bytes, limit.Token)).Buffer;
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new TimeoutException($"nothing arrived for {patience.TotalSeconds:0.#} s");
        }
    }

    private static bool TryReadHeader(ReadOnlySequence<byte> buffer, out uint length)
    {
        Span<byte> header = stackalloc byte[FrameHeader.Length];
        buffer.Slice(0, FrameHeader.Length).CopyTo(header);
        return FrameHeader.TryParse(header, out length);
    }

    private Frame Leave(FrameKind kind, ReadOnlySequence<byte> buffer)
    {
        _consumed = buffer.End;
        return new(kind);
    }

    private ReadOnlyMemory<byte> Take(ReadOnlySequence<byte> body)
    {
        _consumed = body.End;
        if (body.IsSingleSegment)
            return body.First;
        _joined = ArrayPool<byte>.Shared.Rent((int)body.Length);
        body.CopyTo(_joined);
        return _joined.AsMemory(0, (int)body.Length);
    }

    private void Release()
    {
        if (_joined is not null)
            ArrayPool<byte>.Shared.Return(_joined);
        _joined = null;
        if (_consumed is SequencePosition end)
            _input.AdvanceTo(end);
        _consumed = null;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Release();
        await _input.CompleteAsync();
    }
}
