using System.Globalization;
using System.Text;

namespace NetDrms.Sums.Archive.Tar;

/// <summary>Reads a tar archive member by member, of GNU tar and of POSIX, in one pass over a stream that need not seek. What it cannot understand is an error, never a guess.</summary>
/// <param name="input">Read to its end, padding included.</param>
internal sealed class TarMembers(Stream input)
{
    private const int MaxNameBytes = 1 << 16;
    private const int BufferBytes = 1 << 20;
    private readonly byte[] _block = new byte[TarHeader.BlockBytes];
    private readonly byte[] _buffer = new byte[BufferBytes];
    private long _rest;      // bytes of the present member's content that were not taken
    private long _padding;   // behind it

    /// <summary>Goes to the next member.</summary>
    /// <returns>Null at the end of the archive.</returns>
    /// <exception cref="InvalidDataException">It is not a tar archive, or cut.</exception>
    public async Task<TarHeader?> NextAsync(CancellationToken cancel)
    {
        byte[]? name = null, link = null;
        long? size = null;
        while (true)
        {
            await SkipAsync(cancel);
            await FillAsync(_block, cancel);
            if (TarHeader.Read(_block) is not TarHeader header)
                return name is null && link is null ? null : throw new InvalidDataException("the tar archive is cut behind a long name");
            _rest = header.SizeBytes;
            _padding = TarHeader.Padded(header.SizeBytes) - header.SizeBytes;
            switch (header.Type)
            {
                case TarHeader.LongName:
                    name = WithoutNul(await ContentAsync(cancel));
                    continue;
                case TarHeader.LongLink:
                    link = WithoutNul(await ContentAsync(cancel));
                    continue;
                case TarHeader.Extended:
                    ReadExtended(await ContentAsync(cancel), ref name, ref link, ref size);
                    continue;
                case TarHeader.GlobalExtended:
                    continue;
                default:
                    header = header with { Name = name ?? header.Name, Link = link ?? header.Link, SizeBytes = size ?? header.SizeBytes };
                    if (header.Type is TarHeader.HardLink or TarHeader.SymbolicLink or TarHeader.Folder)
                        header = header with { SizeBytes = 0 };   // some writers give a link its target's size; nothing follows
                    _rest = header.SizeBytes;
                    _padding = TarHeader.Padded(_rest) - _rest;
                    return header;
            }
        }
    }

    /// <summary>Takes the next piece of the present member's content; empty at its end. Valid until the next call.</summary>
    public async Task<ReadOnlyMemory<byte>> PieceAsync(CancellationToken cancel)
    {
        Memory<byte> piece = _buffer.AsMemory(0, (int)Math.Min(_rest, BufferBytes));
        await FillAsync(piece, cancel);
        _rest -= piece.Length;
        return piece;
    }

    /// <summary>Reads what stands behind the archive's end, to the end of the stream.</summary>
    public async Task DrainAsync(CancellationToken cancel)
    {
        while (await input.ReadAsync(_buffer, cancel) > 0)
        {
            // it counts for the checksum only
        }
    }

    private async Task SkipAsync(CancellationToken cancel)
    {
        while (_rest > 0)
            await PieceAsync(cancel);
        await FillAsync(_buffer.AsMemory(0, (int)_padding), cancel);
        _padding = 0;
    }

    private async Task<byte[]> ContentAsync(CancellationToken cancel)
    {
        if (_rest > MaxNameBytes)
            throw new InvalidDataException("the tar archive holds a name that is too long");
        byte[] content = new byte[_rest];
        await FillAsync(content, cancel);
        _rest = 0;
        return content;
    }

    private async Task FillAsync(Memory<byte> buffer, CancellationToken cancel)
    {
        if (await input.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancel) < buffer.Length)
            throw new InvalidDataException("the tar archive is cut");
    }

    private static byte[] WithoutNul(byte[] text)
    {
        int end = Array.IndexOf(text, (byte)0);
        return end < 0 ? text : text[..end];
    }

    // record = length " " key "=" value "\n"
    private static void ReadExtended(ReadOnlySpan<byte> records, ref byte[]? name, ref byte[]? link, ref long? size)
    {
        while (!records.IsEmpty)
        {
            int blank = records.IndexOf((byte)' ');
            if (blank <= 0 || !int.TryParse(records[..blank], NumberStyles.None, CultureInfo.InvariantCulture, out int length) || length <= blank + 1 || length > records.Length)
                throw new InvalidDataException("an extended header of the tar archive is not well-formed");
            ReadOnlySpan<byte> record = records[(blank + 1)..(length - 1)];
            records = records[length..];
            int equals = record.IndexOf((byte)'=');
            if (equals < 0)
                throw new InvalidDataException("an extended header of the tar archive is not well-formed");
            ReadOnlySpan<byte> value = record[(equals + 1)..];
            switch (Encoding.ASCII.GetString(record[..equals]))
            {
                case "path":
                    name = value.ToArray();
                    break;
                case "linkpath":
                    link = value.ToArray();
                    break;
                case "size":
                    size = long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out long bytes) ? bytes : throw new InvalidDataException("an extended header of the tar archive has no size");
                    break;
                default:
                    break;   // times and owners of more digits than we keep
            }
        }
    }
}
