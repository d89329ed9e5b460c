using System.Text;
using Microsoft.Win32.SafeHandles;

namespace NetDrms.Sums.Units;

/// <summary>A file, a folder or a link inside a storage unit, reached from the unit's folder name by name, so that no link leads outside.</summary>
public sealed class UnitEntry : IDisposable
{
    private const int MostNames = 10_000;

    private UnitEntry()
    {
    }

    /// <summary>The file, open for reading; null for another kind.</summary>
    public SafeFileHandle? File { get; private init; }

    /// <summary>What a folder holds, by name, folders with a slash at their end; at most 10 000, without names that are not UTF-8. Null for another kind.</summary>
    public IReadOnlyList<(string Name, long SizeBytes)>? Folder { get; private init; }

    /// <summary>Where a link points to, which is for the caller to judge; null for another kind.</summary>
    public string? LinkTarget { get; private init; }

    /// <summary>Number of the file on its file system.</summary>
    public ulong Inode { get; private init; }

    /// <summary>Finds an entry.</summary>
    /// <param name="unitFolder">Folder of the unit; links above it are the administrator's, it is none itself.</param>
    /// <param name="names">The way from there, without <c>.</c> and <c>..</c>; empty for the folder itself.</param>
    /// <returns>Null when there is no such file, folder or link, or it may not be read.</returns>
    public static UnitEntry? TryOpen(string unitFolder, ReadOnlySpan<string> names)
    {
        ArgumentNullException.ThrowIfNull(unitFolder);
        if (names.Length > UnitTree.MaxDepth || names.ContainsAny(".", "..", ""))
            return null;
        using SafeFileHandle? parent = OpenFolder(Posix.CurrentFolder, Path.GetDirectoryName(unitFolder) ?? "/", follow: true);
        if (parent is null)
            return null;
        SafeFileHandle? folder = OpenFolder(Descriptor(parent), Path.GetFileName(unitFolder), follow: false);
        try
        {
            for (int i = 0; folder is not null && i < names.Length - 1; i++)
            {
                SafeFileHandle? inner = OpenFolder(Descriptor(folder), names[i], follow: false);
                folder.Dispose();
                folder = inner;
            }
            return folder is null ? null : names.IsEmpty ? Listing(folder) : Open(folder, Posix.Name(names[^1]));
        }
        finally
        {
            folder?.Dispose();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => File?.Dispose();

    private static UnitEntry? Open(SafeFileHandle folder, byte[] name)
    {
        if (!Posix.TryStatus(Descriptor(folder), name, follow: false, out FileStatus seen))
            return null;
        if (seen.IsLink)
            return Posix.LinkTarget(Descriptor(folder), name) is string target ? new UnitEntry { LinkTarget = target } : null;
        if (seen.IsFolder)
        {
            using SafeFileHandle? inner = OpenFolder(Descriptor(folder), name, follow: false);
            return inner is null ? null : Listing(inner);
        }
        if (!seen.IsFile)
            return null;   // opening a device may do something
        int descriptor = Posix.OpenFile(Descriptor(folder), name);
        if (descriptor < 0)
            return null;
        SafeFileHandle file = new(descriptor, ownsHandle: true);
        if (Posix.TryStatusOf(descriptor, out FileStatus status) && status.IsFile)
            return new UnitEntry { File = file, Inode = status.Inode };
        file.Dispose();
        return null;
    }

    private static UnitEntry Listing(SafeFileHandle folder)
    {
        List<(string Name, long SizeBytes)> entries = [];
        foreach (byte[] name in Posix.Names(Descriptor(folder)))
        {
            if (!Posix.TryStatus(Descriptor(folder), name, follow: false, out FileStatus status) || !System.Text.Unicode.Utf8.IsValid(name))
                continue;
            entries.Add((Encoding.UTF8.GetString(name, 0, name.Length - 1) + (status.IsFolder ? "/" : ""), (long)status.SizeBytes));
            if (entries.Count == MostNames)
                break;
        }
        entries.Sort(static (left, right) => string.CompareOrdinal(left.Name, right.Name));
        return new UnitEntry { Folder = entries };
    }

    private static SafeFileHandle? OpenFolder(int at, string name, bool follow) => OpenFolder(at, Posix.Name(name), follow);

    private static SafeFileHandle? OpenFolder(int at, byte[] name, bool follow)
    {
        int descriptor = Posix.OpenFolder(at, name, follow);
        return descriptor < 0 ? null : new SafeFileHandle(descriptor, ownsHandle: true);
    }

    private static int Descriptor(SafeFileHandle handle) => (int)handle.DangerousGetHandle();
}
