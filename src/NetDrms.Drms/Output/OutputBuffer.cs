using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace NetDrms.Drms.Output;

/// <summary>UTF-8 bytes on their way to a stream: one buffer, written out when it is full; the stream stays the caller's.</summary>
/// <param name="stream">Where the bytes go; null for a buffer that grows and keeps them.</param>
/// <param name="size">Bytes that it holds at first.</param>
/// <remarks>Not thread-safe. A reader that closed its end shows as <see cref="IOException"/> at a flush.</remarks>
public sealed class OutputBuffer(Stream? stream, int size = OutputBuffer.UsualSize) : IBufferWriter<byte>
{
    private const int FlushAt = 32 * 1024;
    private const int SendAt = 64 * 1024;
    private const int UsualSize = 2 * FlushAt;

    private byte[] _buffer = new byte[size];
    private int _used;
    private int _unsent;   // handed to the stream since it was last asked to send
    private int _fill = 1;   // counts how often the buffer was emptied

    /// <summary>True when so much was written that <see cref="SendAsync"/> should be called: the stream may keep it all until then.</summary>
    public bool ShouldSend => _unsent >= SendAt;

    /// <summary>Writes everything out and waits until the reader has room for more.</summary>
    public async Task SendAsync(CancellationToken cancel)
    {
        if (stream is null)
            return;
        Flush();
        _unsent = 0;
        await stream.FlushAsync(cancel);
    }

    /// <summary>What was not written out yet.</summary>
    internal ReadOnlySpan<byte> Held => _buffer.AsSpan(0, _used);

    /// <summary>Forgets what was not written out yet.</summary>
    internal void Clear()
    {
        _used = 0;
        _fill++;
    }

    /// <summary>Forgets what was not written out yet behind a place; no text that was remembered may be repeated then.</summary>
    internal void CutBack(int length)
    {
        _used = length;
        _fill++;
    }

    /// <summary>Remembers the text of that length that is about to be added.</summary>
    internal OutputMark Mark(int length) => new(_fill, _used, length);

    /// <summary>Writes a remembered text again; false, with nothing written, when it has left the buffer.</summary>
    internal bool TryRepeat(OutputMark text)
    {
        if (text.Fill != _fill)
            return false;
        Reserve(text.Length);
        if (text.Fill != _fill)
            return false;
        _buffer.AsSpan(text.Offset, text.Length).CopyTo(_buffer.AsSpan(_used));
        _used += text.Length;
        return true;
    }

    /// <summary>Appends a text.</summary>
    public void Text(ReadOnlySpan<char> text)
    {
        Span<byte> target = GetSpan(Encoding.UTF8.GetMaxByteCount(text.Length));
        Advance(Encoding.UTF8.GetBytes(text, target));
    }

    /// <summary>Appends bytes that are UTF-8 already.</summary>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(GetSpan(bytes.Length));
        Advance(bytes.Length);
    }

    /// <summary>Appends one character of ASCII.</summary>
    public void Byte(byte value)
    {
        Reserve(1);
        _buffer[_used++] = value;
    }

    /// <summary>Appends a decimal number, right-aligned in a field.</summary>
    /// <param name="value">The number.</param>
    /// <param name="width">Width of the field; longer numbers are not cut.</param>
    public void Number(long value, int width = 0)
    {
        Span<byte> digits = stackalloc byte[20];
        Utf8Formatter.TryFormat(value, digits, out int length);
        int blanks = Math.Max(0, width - length);
        Span<byte> target = GetSpan(blanks + length);
        target[..blanks].Fill((byte)' ');
        digits[..length].CopyTo(target[blanks..]);
        Advance(blanks + length);
    }

    /// <summary>Ends a line, and writes the buffer out when it is nearly full.</summary>
    public void EndLine()
    {
        Byte((byte)'\n');
        WriteOutIfFull();
    }

    /// <summary>Writes the buffer out when it is nearly full; called between lines.</summary>
    public void WriteOutIfFull()
    {
        if (_used >= FlushAt && stream is not null)
            Flush();
    }

    /// <inheritdoc/>
    public void Advance(int count) => _used += count;

    /// <inheritdoc/>
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _buffer.AsMemory(_used);
    }

    /// <inheritdoc/>
    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _buffer.AsSpan(_used);
    }

    /// <summary>Writes everything out.</summary>
    public void Flush()
    {
        if (stream is null)
            return;
        int used = _used;
        Clear();   // also when the reader has gone: nothing is written twice
        if (used > 0)
            stream.Write(_buffer, 0, used);
        _unsent += used;
        stream.Flush();
    }

    private void Reserve(int sizeHint)
    {
        int wanted = Math.Max(sizeHint, 64);
        if (_buffer.Length - _used < wanted)
            MakeRoom(wanted);
    }

    private void MakeRoom(int wanted)
    {
        if (stream is null)
        {
            Array.Resize(ref _buffer, Math.Max(2 * _buffer.Length, _used + wanted));
            return;
        }
        if (_used > 0)
        {
            stream.Write(_buffer, 0, _used);
            _unsent += _used;
            Clear();
        }
        if (_buffer.Length < wanted)
            _buffer = new byte[wanted];
    }
}
