using System.Collections.Concurrent;

namespace NetDrms.Sums.Units;

/// <summary>Makes a storage unit read-only and durable, and tells what it holds: after it returns, a power cut loses nothing of the unit. Spec 04 §4.2.</summary>
internal sealed class UnitSeal : IDisposable
{
    /// <summary>With more files than this the whole file system is flushed once, which is then cheaper than file by file.</summary>
    private const int FlushEachUpTo = 64;

    private const long LargeFile = 4 << 20;
    private const long WorthThreads = 16 << 20;
    private const int MostThreads = 4;
    private const uint Readable = 0b100_100_100;
    private const uint Executable = 0b101_101_101;
    private const uint OwnerMayExecute = 0b001_000_000;
    private const uint FolderMode = 0b111_101_101;

    private readonly string _path;
    private readonly UnitOwner _owner;
    private readonly Dictionary<ulong, uint> _links = [];
    private readonly UnitSize _size;
    private readonly FileHash _hash = new();
    private readonly List<ManifestEntry> _entries = [];      // guarded by itself while threads run
    private readonly List<(int File, string Name)> _flush = [];
    private readonly List<Thread> _threads = [];
    private readonly BlockingCollection<OpenFile>? _queue;
    private volatile Exception? _failure;
    private bool _flushAll;

    /// <summary>A file of the unit, open, whose mode is set already.</summary>
    private readonly record struct OpenFile(int File, byte[] Way, FileStatus Status);

    private UnitSeal(string path, UnitOwner owner)
    {
        _path = path;
        _owner = owner;
        _size = UnitSize.Of(path, _links);
        _flushAll = _size.Files > FlushEachUpTo;
        int threads = _size.Files < 2 || _size.Bytes < WorthThreads ? 0 : Math.Min(Math.Min(Environment.ProcessorCount, MostThreads), _size.Files);
        if (threads > 1)
            _queue = new(threads);
        for (int i = 0; i < threads && _queue is not null; i++)
            _threads.Add(new Thread(ReadQueue) { IsBackground = true, Name = "seal" });
    }

    /// <summary>Seals the unit in a folder: files 0444, or 0555 if their owner may execute them; folders 0755, the setgid bit kept; owner and group where the daemon has the right.</summary>
    /// <returns>The size, measured before anything was changed, and what the unit holds now.</returns>
    /// <exception cref="IOException">The tree cannot be read or flushed, or is still written to. Modes may be changed in part; nothing else is.</exception>
    /// <remarks>
    /// Symbolic links are left alone. A file with a hard link outside the unit keeps mode and owner: it is not only ours.
    /// Where the daemon may not change a mode, as with files of another user and no capability, the file stays as its owner left it, as in the original;
    /// one that it may not even read stands in the manifest without a hash.
    /// All is changed first and flushed then: a journaling file system writes its journal once instead of once a file and folder.
    /// </remarks>
    public static SealedUnit Seal(string path, UnitOwner owner)
    {
        using UnitSeal seal = new(path, owner);
        seal.Walk();
        seal.Flush();
        return new(seal._size, UnitManifest.Of(seal._entries));
    }

    private void Walk()
    {
        _threads.ForEach(static thread => thread.Start());
        try
        {
            UnitTree.Walk(_path, VisitEntry, VisitFolder);
        }
        finally
        {
            _queue?.CompleteAdding();
            _threads.ForEach(static thread => thread.Join());
        }
        if (_failure is not null)
            throw new IOException(_failure.Message, _failure);
    }

    private void VisitFolder(int folder, byte[] way, in FileStatus status)
    {
        _owner.Take(folder, status);
        uint mode = FolderMode | (status.Mode & Posix.SetGroupOnEntry);
        bool changed = Posix.fchmod(folder, mode) == 0;
        Add(new(way, 0, changed ? (int)mode | (status.Mode & FileStatus.TypeMask) : status.Mode, []));
        if (!_flushAll)
            FlushLater(folder, _path);
    }

    private void VisitEntry(int folder, byte[] name, byte[] way, in FileStatus status)
    {
        if (status.IsFile)
            VisitFile(folder, name, way, status);
        else if (status.IsLink)
            Add(ManifestEntry.Link(way, status, Posix.LinkBytes(folder, name)));
        else
            Add(new(way, 0, status.Mode, []));
    }

    private void VisitFile(int folder, byte[] name, byte[] way, in FileStatus seen)
    {
        int file = Posix.OpenFile(folder, name);
        if (file < 0)
        {
            if (Posix.Error is not (Posix.AccessDenied or Posix.NotPermitted))
                throw Posix.Failure($"open \"{Posix.Text(name)}\"");
            _flushAll = true;   // only flushing the whole file system makes it durable
            Add(new(way, (long)seen.SizeBytes, seen.Mode, []));
            return;
        }
        bool isKept = false;
        try
        {
            if (!Posix.TryStatusOf(file, out FileStatus status) || !status.IsFile)
                throw Changed(Posix.Text(name));
            if (status.Links <= Math.Max(1, _links.GetValueOrDefault(status.Inode)))
                status.Mode = Close(file, status);
            if (!_flushAll)
                FlushLater(file, Posix.Text(name));
            OpenFile open = new(file, way, status);
            isKept = true;   // the reader closes it
            if (_queue is not null)
                _queue.Add(open);
            else
                Read(_hash, open);
        }
        finally
        {
            if (!isKept)
                _ = Posix.close(file);
        }
    }

    // The mode that the file has then.
    private ushort Close(int file, in FileStatus status)
    {
        _owner.Take(file, status);
        uint mode = (status.Mode & OwnerMayExecute) != 0 ? Executable : Readable;
        return Posix.fchmod(file, mode) == 0 ? (ushort)(mode | (status.Mode & (uint)FileStatus.TypeMask)) : status.Mode;
    }

    private void ReadQueue()
    {
        using FileHash hash = new();
        foreach (OpenFile open in _queue!.GetConsumingEnumerable())
        {
            try
            {
                if (_failure is null)
                    Read(hash, open);
                else
                    _ = Posix.close(open.File);
            }
            catch (Exception failure) when (failure is not OutOfMemoryException)
            {
                _failure = failure;
            }
        }
    }

    private void Read(FileHash hash, in OpenFile open)
    {
        try
        {
            string name = Posix.Text(open.Way);
            if (open.Status.SizeBytes >= LargeFile)
                _ = Posix.sync_file_range(open.File, 0, 0, Posix.WriteSoon);   // the disk works while we do
            byte[] content = hash.Of(open.File, name, out long length);
            if (length != (long)open.Status.SizeBytes)
                throw Changed(name);
            Add(new(open.Way, length, open.Status.Mode, content));
        }
        finally
        {
            _ = Posix.close(open.File);
        }
    }

    private static IOException Changed(string name) => new($"\"{name}\" changed while its unit was sealed");

    private void Add(ManifestEntry entry)
    {
        lock (_entries)
            _entries.Add(entry);
    }

    private void FlushLater(int file, string name)
    {
        int own = Posix.dup(file);
        if (own < 0)
            throw Posix.Failure($"flush \"{name}\" to disk");
        _flush.Add((own, name));
    }

    // The name of the unit's folder stands in the partition's folder: it must survive, too.
    private void Flush()
    {
        string partition = Path.GetDirectoryName(_path) ?? "/";
        int folder = Posix.OpenFolder(Posix.CurrentFolder, Posix.Name(partition), follow: true);
        if (folder < 0)
            throw Posix.Failure($"open \"{partition}\"");
        try
        {
            if (_flushAll && Posix.syncfs(folder) != 0)
                throw Posix.Failure($"flush \"{partition}\" to disk");
            foreach ((int file, string name) in _flush)
            {
                if (!_flushAll && Posix.fsync(file) != 0)
                    throw Posix.Failure($"flush \"{name}\" to disk");
            }
            if (!_flushAll && Posix.fsync(folder) != 0)
                throw Posix.Failure($"flush \"{partition}\" to disk");
        }
        finally
        {
            _ = Posix.close(folder);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach ((int file, string _) in _flush)
            _ = Posix.close(file);
        _hash.Dispose();
        _queue?.Dispose();
    }
}

/// <summary>A unit that was sealed.</summary>
/// <param name="Size">Its size as SUMS counts it.</param>
/// <param name="Manifest">What it holds.</param>
internal sealed record SealedUnit(UnitSize Size, UnitManifest Manifest);
