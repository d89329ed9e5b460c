using System.Text;

namespace NetDrms.Server.Web;

/// <summary>Where a web program writes: the header lines before the first blank line become those of the response, the rest its body.</summary>
/// <param name="response">The response.</param>
/// <param name="headerSuffices">Cancelled when the header is known; null when the body is wanted, too.</param>
internal sealed class CgiBody(HttpResponse response, CancellationTokenSource? headerSuffices) : Stream
{
    private const int LongestHeader = 4096;

    private readonly MemoryStream _header = new();
    private bool _hasHeader;

    /// <summary>True once something of the body was written.</summary>
    public bool HasContent { get; private set; }

    /// <summary>Tells why there is no answer, or why it ends here, in the answer's own form.</summary>
    /// <param name="complaint">What the program said.</param>
    public void WriteFailure(string complaint)
    {
        complaint = complaint.TrimEnd();
        if (response.ContentType?.StartsWith("application/json", StringComparison.Ordinal) != true)
            Write(Encoding.UTF8.GetBytes(complaint + "\n"));
        else if (!HasContent)
            Write(System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(new FailedAnswer(1, complaint), FailedAnswerJson.Default.FailedAnswer));
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

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <summary>Takes bytes without waiting for the client; <see cref="FlushAsync"/> waits.</summary>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (!_hasHeader)
            buffer = TakeHeader(buffer);
        HasContent |= !buffer.IsEmpty;
        while (!buffer.IsEmpty)
        {
            Span<byte> room = response.BodyWriter.GetSpan();
            int part = Math.Min(room.Length, buffer.Length);
            buffer[..part].CopyTo(room);
            response.BodyWriter.Advance(part);
            buffer = buffer[part..];
        }
    }

    /// <summary>Does nothing: what was written goes out with <see cref="FlushAsync"/> or at the end.</summary>
    public override void Flush()
    {
    }

    /// <summary>Sends what was written; a slow client is waited for.</summary>
    public override async Task FlushAsync(CancellationToken cancellationToken) => await response.BodyWriter.FlushAsync(cancellationToken);

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    // A program that prints no header (a flag says so) begins with its body.
    private ReadOnlySpan<byte> TakeHeader(ReadOnlySpan<byte> buffer)
    {
        _header.Write(buffer);
        ReadOnlySpan<byte> all = _header.GetBuffer().AsSpan(0, (int)_header.Length);
        int end = all.IndexOf("\n\n"u8);
        bool isHeader = all.StartsWith("Content-type:"u8[..Math.Min(all.Length, "Content-type:".Length)]);
        if (isHeader && end < 0 && all.Length < LongestHeader)
            return [];
        _hasHeader = true;
        headerSuffices?.Cancel();
        if (!isHeader || end < 0)
            return all;
        foreach (string line in Encoding.Latin1.GetString(all[..end]).Split('\n'))
        {
            if (line.Split(':', 2) is [string name, string value] && name.Equals("Content-type", StringComparison.OrdinalIgnoreCase))
                response.ContentType = value.Trim() + "; charset=utf-8";
        }
        return all[(end + 2)..];
    }
}
