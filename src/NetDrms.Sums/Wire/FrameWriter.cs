using System.Buffers;

namespace NetDrms.Sums.Wire;

/// <summary>Puts a header before a message and sends both in one segment (spec 04 §3: two cost 44 ms). Not thread-safe.</summary>
internal sealed class FrameWriter(Stream stream)
{
    private const int KeepBytes = 1 << 20;   // a bigger buffer is given back after its frame
    private ArrayBufferWriter<byte> _buffer = new(512);
    private readonly JsonText _text = new();

    /// <summary>Begins a frame; the caller writes one JSON value into what it gets, then sends.</summary>
    public JsonText Begin()
    {
        if (_buffer.Capacity > KeepBytes)
            _buffer = new(512);
        else
            _buffer.ResetWrittenCount();
        _buffer.GetSpan(FrameHeader.Length)[..FrameHeader.Length].Fill((byte)'0');
        _buffer.Advance(FrameHeader.Length);
        _text.Start(_buffer);
        return _text;
    }

    /// <summary>Sends what was written since <see cref="Begin"/>.</summary>
    /// <exception cref="TimeoutException">The other side did not take it in time.</exception>
    /// <exception cref="IOException">The connection broke.</exception>
    public async ValueTask SendAsync(TimeSpan patience, CancellationToken cancel)
    {
        ReadOnlyMemory<byte> frame = _buffer.WrittenMemory;
        FrameHeader.Write(System.Runtime.InteropServices.MemoryMarshal.AsMemory(frame).Span, frame.Length - FrameHeader.Length);
        ValueTask sending = stream.WriteAsync(frame, cancel);
        if (sending.IsCompletedSuccessfully)
            return;
        await sending.AsTask().WaitAsync(patience, cancel);
    }
}
