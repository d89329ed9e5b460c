using Microsoft.Win32.SafeHandles;
using NetDrms.Sums.Units;

namespace NetDrms.Sums.Archive.Tar;

/// <summary>Writes storage units as one tar archive, as GNU tar does with blocking factor 256. Spec 04 §5.4.</summary>
/// <param name="output">Where it goes, in order.</param>
internal sealed class UnitTarWriter(Stream output)
{
    private const int BufferBytes = 1 << 20;
    private const int MaxDepth = UnitTree.MaxDepth;
    private readonly byte[] _buffer = new byte[BufferBytes];
    private readonly Dictionary<ulong, byte[]> _links = [];   // first names of files of the unit that have several
    private long _written;

    /// <summary>Adds the tree below a folder under a name of one part.</summary>
    /// <exception cref="UnitUnreadableException">The unit cannot be read; the archive so far is worth nothing.</exception>
    /// <exception cref="IOException">The output failed.</exception>
    public async Task AddUnitAsync(string path, string name, CancellationToken cancel)
    {
        _links.Clear();
        int folder = Posix.OpenFolder(Posix.CurrentFolder, Posix.Name(path));
        if (folder < 0)
            throw Unreadable(path);
        using SafeFileHandle handle = new(folder, ownsHandle: true);
        await AddFolderAsync(folder, System.Text.Encoding.UTF8.GetBytes(name), depth: 0, cancel);
    }

    /// <summary>Adds a small file.</summary>
    public async Task AddTextAsync(string name, ReadOnlyMemory<byte> content, long modifiedSeconds, CancellationToken cancel)
    {
        await HeaderAsync(new TarHeader { Type = TarHeader.File, Name = System.Text.Encoding.UTF8.GetBytes(name), Mode = 0b110_100_100, SizeBytes = content.Length, ModifiedSeconds = modifiedSeconds }, cancel);
        await WriteAsync(content, cancel);
        await PadAsync(TarHeader.BlockBytes, cancel);
    }

    /// <summary>Ends the archive: two blocks of zeros, then zeros to the end of the record.</summary>
    public async Task FinishAsync(CancellationToken cancel)
    {
        await WriteAsync(new byte[2 * TarHeader.BlockBytes], cancel);
        await PadAsync(TarHeader.RecordBlocks * TarHeader.BlockBytes, cancel);
    }

    private async Task AddFolderAsync(int folder, byte[] name, int depth, CancellationToken cancel)
    {
        if (depth > MaxDepth || !Posix.TryStatusOf(folder, out FileStatus status))
            throw Unreadable(Posix.Text(name));
        await HeaderAsync(HeaderOf(TarHeader.Folder, [.. name, (byte)'/'], status), cancel);
        foreach (byte[] entry in NamesOf(folder, name))
        {
            byte[] full = [.. name, (byte)'/', .. entry.AsSpan(0, entry.Length - 1)];
            if (!Posix.TryStatus(folder, entry, follow: false, out FileStatus kind))
                throw Unreadable(Posix.Text(full));
            if (kind.IsFolder)
            {
                int inner = Posix.OpenFolder(folder, entry);
                if (inner < 0)
                    throw Unreadable(Posix.Text(full));
                using SafeFileHandle handle = new(inner, ownsHandle: true);
                await AddFolderAsync(inner, full, depth + 1, cancel);
            }
            else if (kind.IsLink)
            {
                byte[] target = Posix.LinkBytes(folder, entry);
                if (target.Length == 0)
                    throw Unreadable(Posix.Text(full));
                await HeaderAsync(HeaderOf(TarHeader.SymbolicLink, full, kind) with { Link = target }, cancel);
            }
            else
            {
                await AddFileAsync(folder, entry, full, cancel);
            }
        }
    }

    private static List<byte[]> NamesOf(int folder, byte[] name)
    {
        try
        {
            List<byte[]> names = Posix.Names(folder);
            names.Sort(static (a, b) => a.AsSpan().SequenceCompareTo(b));   // the same unit gives the same bytes
            return names;
        }
        catch (IOException failure)
        {
            throw new UnitUnreadableException($"could not list \"{Posix.Text(name)}\"", failure);
        }
    }

    private async Task AddFileAsync(int folder, byte[] entry, byte[] full, CancellationToken cancel)
    {
        int descriptor = Posix.OpenFile(folder, entry);
        if (descriptor < 0)
            throw Unreadable(Posix.Text(full));
        using SafeFileHandle file = new(descriptor, ownsHandle: true);
        if (!Posix.TryStatusOf(descriptor, out FileStatus status) || !status.IsFile)
            throw new UnitUnreadableException($"\"{Posix.Text(full)}\" is neither file, folder nor link");
        if (status.Links > 1 && !_links.TryAdd(status.Inode, full))
        {
            await HeaderAsync(HeaderOf(TarHeader.HardLink, full, status) with { Link = _links[status.Inode] }, cancel);
            return;
        }
        long size = (long)status.SizeBytes;
        await HeaderAsync(HeaderOf(TarHeader.File, full, status) with { SizeBytes = size }, cancel);
        for (long position = 0; position < size;)
        {
            int read = await ReadAsync(file, full, position, (int)Math.Min(BufferBytes, size - position), cancel);
            await WriteAsync(_buffer.AsMemory(0, read), cancel);
            position += read;
        }
        await PadAsync(TarHeader.BlockBytes, cancel);
    }

    private async Task<int> ReadAsync(SafeFileHandle file, byte[] full, long position, int bytes, CancellationToken cancel)
    {
        try
        {
            int read = await RandomAccess.ReadAsync(file, _buffer.AsMemory(0, bytes), position, cancel);
            return read > 0 ? read : throw new UnitUnreadableException($"\"{Posix.Text(full)}\" became shorter while it was read");
        }
        catch (Exception failure) when (failure is IOException and not UnitUnreadableException or UnauthorizedAccessException)
        {
            throw new UnitUnreadableException($"could not read \"{Posix.Text(full)}\": {failure.Message}", failure);
        }
    }

    private static TarHeader HeaderOf(byte type, byte[] name, in FileStatus status) => new()
    {
        Type = type, Name = name, Mode = status.Mode & 0xfffu, User = status.User, Group = status.Group, ModifiedSeconds = status.ModifiedSeconds,
    };

    private async Task HeaderAsync(TarHeader header, CancellationToken cancel)
    {
        if (header.Link.Length > TarHeader.NameLength)
            await LongAsync(TarHeader.LongLink, header.Link, cancel);
        if (header.Name.Length > TarHeader.NameLength)
            await LongAsync(TarHeader.LongName, header.Name, cancel);
        byte[] block = new byte[TarHeader.BlockBytes];
        header.Write(block);
        await WriteAsync(block, cancel);
    }

    private async Task LongAsync(byte type, byte[] text, CancellationToken cancel)
    {
        byte[] block = new byte[TarHeader.BlockBytes];
        new TarHeader { Type = type, Name = "././@LongLink"u8.ToArray(), Mode = 0b110_100_100, SizeBytes = text.Length + 1 }.Write(block);
        await WriteAsync(block, cancel);
        await WriteAsync(text, cancel);
        await WriteAsync(new byte[1], cancel);
        await PadAsync(TarHeader.BlockBytes, cancel);
    }

    private async Task PadAsync(int multiple, CancellationToken cancel)
    {
        int rest = (int)(_written % multiple);
        if (rest > 0)
            await WriteAsync(new byte[multiple - rest], cancel);
    }

    private async Task WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancel)
    {
        await output.WriteAsync(bytes, cancel);
        _written += bytes.Length;
    }

    private static UnitUnreadableException Unreadable(string what) => new($"could not read \"{what}\": {Posix.Explain(Posix.Error)}");
}
