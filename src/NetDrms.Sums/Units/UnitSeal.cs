namespace NetDrms.Sums.Units;

/// <summary>Makes a storage unit read-only and durable: after it returns, a power cut loses nothing of the unit. Spec 04 §4.2.</summary>
internal static class UnitSeal
{
    /// <summary>With more files than this the whole file system is flushed once, which is then cheaper than file by file.</summary>
    private const int FlushEachUpTo = 64;

    private const uint Readable = 0b100_100_100;
    private const uint Executable = 0b101_101_101;
    private const uint OwnerMayExecute = 0b001_000_000;
    private const uint FolderMode = 0b111_101_101;
    private const uint KeepGroup = uint.MaxValue;

    /// <summary>Seals the unit in a folder: files 0444, or 0555 if their owner may execute them; folders 0755, the setgid bit and the group kept; the owner the daemon's user where it has the right.</summary>
    /// <returns>The size, measured before anything was changed.</returns>
    /// <exception cref="IOException">The tree cannot be read or flushed. Modes may be changed in part; nothing else is.</exception>
    /// <remarks>
    /// Symbolic links are left alone. A file with a hard link outside the unit keeps mode and owner: it is not only ours.
    /// Where the daemon may not change a mode, as with files of another user and no capability, the file stays as its owner left it, as in the original.
    /// </remarks>
    public static UnitSize Seal(string path)
    {
        Dictionary<ulong, uint> links = [];
        UnitSize size = UnitSize.Of(path, links);
        bool flushAll = size.Files > FlushEachUpTo;
        uint user = Posix.geteuid();
        UnitTree.Walk(
            path,
            (int folder, byte[] name, in FileStatus status) =>
            {
                if (status.IsFile && !SealFile(folder, name, user, links, flushAll))
                    flushAll = true;
            },
            (int folder, in FileStatus status) =>
            {
                Own(folder, status, user);
                _ = Posix.fchmod(folder, FolderMode | (status.Mode & Posix.SetGroupOnEntry));
                if (!flushAll)
                    Flush(folder, path);
            });
        FlushPlace(path, flushAll);
        return size;
    }

    // False when the file could not be opened, so that only flushing the whole file system makes it durable.
    private static bool SealFile(int folder, byte[] name, uint user, Dictionary<ulong, uint> links, bool flushAll)
    {
        int file = Posix.OpenFile(folder, name);
        if (file < 0)
        {
            if (Posix.Error is Posix.AccessDenied or Posix.NotPermitted)
                return false;
            throw Posix.Failure($"open \"{Posix.Text(name)}\"");
        }
        try
        {
            if (!Posix.TryStatusOf(file, out FileStatus status) || !status.IsFile)
                throw new IOException($"\"{Posix.Text(name)}\" changed while its unit was sealed");
            if (status.Links <= Math.Max(1, links.GetValueOrDefault(status.Inode)))
            {
                Own(file, status, user);
                _ = Posix.fchmod(file, (status.Mode & OwnerMayExecute) != 0 ? Executable : Readable);
            }
            if (!flushAll)
                Flush(file, Posix.Text(name));
            return true;
        }
        finally
        {
            _ = Posix.close(file);
        }
    }

    private static void Own(int file, in FileStatus status, uint user)
    {
        if (status.User != user)
            _ = Posix.fchown(file, user, KeepGroup);
    }

    private static void Flush(int file, string name)
    {
        if (Posix.fsync(file) != 0)
            throw Posix.Failure($"flush \"{name}\" to disk");
    }

    // The name of the unit's folder stands in the partition's folder: it must survive, too.
    private static void FlushPlace(string path, bool flushAll)
    {
        string partition = Path.GetDirectoryName(path) ?? "/";
        int folder = Posix.OpenFolder(Posix.CurrentFolder, Posix.Name(partition), follow: true);
        if (folder < 0)
            throw Posix.Failure($"open \"{partition}\"");
        try
        {
            if ((flushAll ? Posix.syncfs(folder) : Posix.fsync(folder)) != 0)
                throw Posix.Failure($"flush \"{partition}\" to disk");
        }
        finally
        {
            _ = Posix.close(folder);
        }
    }
}
