namespace NetDrms.Sums.Units;

/// <summary>Walks a storage unit from the leaves to the root, relative to open folders, so that no link swapped in under way leads outside.</summary>
internal static class UnitTree
{
    /// <summary>Deeper trees are refused: each level holds a descriptor.</summary>
    public const int MaxDepth = 128;

    /// <summary>Called for everything that is not a folder.</summary>
    /// <param name="folder">Descriptor of the folder that holds the entry.</param>
    /// <param name="name">Its name there, with a final NUL.</param>
    /// <param name="status">Facts of the entry itself, a link not followed.</param>
    public delegate void Leaf(int folder, byte[] name, in FileStatus status);

    /// <summary>Called for each folder when all that it holds was visited.</summary>
    /// <param name="folder">Its descriptor.</param>
    /// <param name="status">Its facts as they were before its entries were visited.</param>
    public delegate void Folder(int folder, in FileStatus status);

    /// <summary>As <see cref="Leaf"/>, with the way from the unit's folder: bytes without a NUL, parts separated by slashes.</summary>
    public delegate void NamedLeaf(int folder, byte[] name, byte[] way, in FileStatus status);

    /// <summary>As <see cref="Folder"/>, with the way from the unit's folder, which is empty for that folder itself.</summary>
    public delegate void NamedFolder(int folder, byte[] way, in FileStatus status);

    /// <summary>Walks the tree below a path, which must be a folder and no link.</summary>
    /// <exception cref="IOException">Something cannot be read, or the tree is too deep.</exception>
    public static void Walk(string path, Leaf leaf, Folder folder) => Walk(
        path,
        (int at, byte[] name, byte[] _, in FileStatus status) => leaf(at, name, status),
        (int at, byte[] _, in FileStatus status) => folder(at, status));

    /// <summary>Walks the tree below a path, which must be a folder and no link.</summary>
    /// <exception cref="IOException">Something cannot be read, or the tree is too deep.</exception>
    public static void Walk(string path, NamedLeaf leaf, NamedFolder folder) => Walk(Posix.CurrentFolder, Posix.Name(path), [], path, leaf, folder, depth: 0);

    private static void Walk(int at, byte[] name, byte[] way, string path, NamedLeaf leaf, NamedFolder folder, int depth)
    {
        if (depth > MaxDepth)
            throw new IOException($"\"{path}\" lies more than {MaxDepth} folders deep");
        int self = Posix.OpenFolder(at, name);
        if (self < 0)
            throw Posix.Failure($"read \"{path}\"");
        try
        {
            if (!Posix.TryStatusOf(self, out FileStatus own))
                throw Posix.Failure($"read \"{path}\"");
            foreach (byte[] entry in Posix.Names(self))
            {
                if (!Posix.TryStatus(self, entry, follow: false, out FileStatus status))
                    throw Posix.Failure($"read \"{PathOf(path, entry)}\"");
                if (status.IsFolder)
                    Walk(self, entry, WayOf(way, entry), PathOf(path, entry), leaf, folder, depth + 1);
                else
                    leaf(self, entry, WayOf(way, entry), status);
            }
            folder(self, way, own);
        }
        finally
        {
            _ = Posix.close(self);
        }
    }

    /// <summary>Removes the tree below a path and the path; what is gone already is no error, a link is removed, never followed.</summary>
    /// <exception cref="IOException">Something could not be removed; the rest may be gone.</exception>
    public static void Remove(string path)
    {
        byte[] name = Posix.Name(path);
        if (!Posix.TryStatus(Posix.CurrentFolder, name, follow: false, out FileStatus status))
        {
            if (Posix.Error == Posix.NoSuchEntry)
                return;
            throw Posix.Failure($"remove \"{path}\"");
        }
        if (!status.IsFolder)
            throw new IOException($"could not remove \"{path}\": it is not a folder");
        Remove(Posix.CurrentFolder, name, path, depth: 0);
    }

    private static void Remove(int at, byte[] name, string path, int depth)
    {
        if (depth > MaxDepth)
            throw new IOException($"could not remove \"{path}\": it lies more than {MaxDepth} folders deep");
        if (!Empty(at, name, path, depth))
            return;
        if (!Posix.TryUnlink(at, name, folder: true) && Posix.Error != Posix.NoSuchEntry)
            throw Posix.Failure($"remove \"{path}\"");
    }

    private static bool Empty(int at, byte[] name, string path, int depth)
    {
        int self = Posix.OpenFolder(at, name);
        if (self < 0)
        {
            if (Posix.Error == Posix.NoSuchEntry)
                return false;
            throw Posix.Failure($"remove \"{path}\"");
        }
        try
        {
            _ = Posix.fchmod(self, 0b111_000_000);   // a client may have closed its own folder; where we may not, the next call tells
            foreach (byte[] entry in Posix.Names(self))
            {
                if (Posix.TryStatus(self, entry, follow: false, out FileStatus status) && status.IsFolder)
                    Remove(self, entry, PathOf(path, entry), depth + 1);
                else if (!Posix.TryUnlink(self, entry, folder: false) && Posix.Error != Posix.NoSuchEntry)
                    throw Posix.Failure($"remove \"{PathOf(path, entry)}\"");
            }
            return true;
        }
        finally
        {
            _ = Posix.close(self);
        }
    }

    private static byte[] WayOf(byte[] folder, byte[] name)
    {
        ReadOnlySpan<byte> own = name.AsSpan(0, name.Length - 1);
        return folder.Length == 0 ? own.ToArray() : [.. folder, (byte)'/', .. own];
    }

    private static string PathOf(string folder, byte[] name) => $"{folder}/{Posix.Text(name)}";
}
