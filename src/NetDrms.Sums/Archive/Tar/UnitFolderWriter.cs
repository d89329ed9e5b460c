using Microsoft.Win32.SafeHandles;
using NetDrms.Sums.Units;

namespace NetDrms.Sums.Archive.Tar;

/// <summary>Fills a new folder, going from folder to folder by descriptor, so that no link that the archive holds is ever followed.</summary>
internal sealed class UnitFolderWriter : IDisposable
{
    private const uint NewFolderMode = 0b111_111_101 | Posix.SetGroupOnEntry;
    private const uint KeepUser = uint.MaxValue;
    private readonly string _path;
    private readonly SafeFileHandle _root;
    private readonly List<(byte[][] Way, uint Mode, long Group)> _folders = [];   // their modes are set when they are filled

    private UnitFolderWriter(string path, SafeFileHandle root)
    {
        _path = path;
        _root = root;
    }

    /// <summary>Makes the folder.</summary>
    /// <exception cref="TargetException">It is there already, or cannot be made.</exception>
    public static UnitFolderWriter Make(string path, UnitOwner owner)
    {
        int error = UnitFolder.TryMake(path, owner);
        if (error != 0)
            throw new TargetException($"could not make \"{path}\": {Posix.Explain(error)}");
        int root = Posix.OpenFolder(Posix.CurrentFolder, Posix.Name(path));
        return root < 0 ? throw Failed(path) : new(path, new SafeFileHandle(root, ownsHandle: true));
    }

    /// <summary>Notes a folder, and makes it.</summary>
    public void AddFolder(byte[][] way, uint mode, long group)
    {
        Folder(way).Dispose();
        _folders.Add((way, mode, group));
    }

    /// <summary>Makes a file.</summary>
    public SafeFileHandle AddFile(byte[][] way, uint mode, long group)
    {
        using SafeFileHandle parent = Folder(Parent(way));
        byte[] name = Name(way);
        int file = Posix.MakeFile(At(parent), name);
        if (file < 0 && Posix.Error == Posix.AlreadyExists && Posix.TryUnlink(At(parent), name, folder: false))
            file = Posix.MakeFile(At(parent), name);   // an archive may hold a name twice: the last counts
        if (file < 0)
            throw Failed(Posix.Text(name));
        SafeFileHandle handle = new(file, ownsHandle: true);
        Own(file, group);
        _ = Posix.fchmod(file, mode & 0b111_111_101 | 0b100_000_000);
        return handle;
    }

    /// <summary>Writes a piece of a file.</summary>
    public static void Write(SafeFileHandle file, ReadOnlySpan<byte> piece, long position)
    {
        try
        {
            RandomAccess.Write(file, piece, position);
        }
        catch (IOException failure)
        {
            throw new TargetException(failure.Message, failure);
        }
    }

    /// <summary>Sets when a file was changed.</summary>
    public static void SetTime(SafeFileHandle file, long seconds)
    {
        if (seconds is > 0 and < 253_402_300_800)   // the years that .NET knows
            File.SetLastWriteTimeUtc(file, DateTimeOffset.FromUnixTimeSeconds(seconds).UtcDateTime);
    }

    /// <summary>Makes a symbolic link; where it leads is not looked at, since it is never followed.</summary>
    public void AddLink(byte[][] way, byte[] target)
    {
        using SafeFileHandle parent = Folder(Parent(way));
        if (!Posix.TryMakeLink([.. target, 0], At(parent), Name(way)))
            throw Failed(Posix.Text(Name(way)));
    }

    /// <summary>Makes a second name of a file of the unit.</summary>
    public void AddHardLink(byte[][] way, byte[][] from)
    {
        using SafeFileHandle parent = Folder(Parent(way)), other = Folder(Parent(from));
        if (!Posix.TryMakeHardLink(At(other), Name(from), At(parent), Name(way)))
            throw Failed(Posix.Text(Name(way)));
    }

    /// <summary>Sets the modes of the folders; the deepest first.</summary>
    public void Finish()
    {
        foreach ((byte[][] way, uint mode, long group) in Enumerable.Reverse(_folders))
        {
            using SafeFileHandle folder = Folder(way);
            Own(At(folder), group);
            _ = Posix.fchmod(At(folder), mode & (0b111_111_101 | Posix.SetGroupOnEntry) | 0b111_000_000);
        }
    }

    // The group, as far as the daemon's user may give it; the owner stays the daemon's.
    private static void Own(int file, long group)
    {
        if (group is >= 0 and < uint.MaxValue)
            _ = Posix.fchown(file, KeepUser, (uint)group);
    }

    private SafeFileHandle Folder(byte[][] way)
    {
        SafeFileHandle at = Duplicate();
        foreach (byte[] part in way)
        {
            byte[] name = [.. part, 0];
            int inner = Posix.OpenFolder(At(at), name);
            if (inner < 0 && Posix.Error == Posix.NoSuchEntry && Posix.TryMakeFolder(At(at), name, NewFolderMode))
                inner = Posix.OpenFolder(At(at), name);
            int error = Posix.Error;
            at.Dispose();
            if (inner < 0)
                throw Failed(Posix.Text(name), error);
            at = new SafeFileHandle(inner, ownsHandle: true);
        }
        return at;
    }

    private SafeFileHandle Duplicate()
    {
        int copy = Posix.OpenFolder(At(_root), ".\0"u8);
        return copy < 0 ? throw Failed(_path) : new SafeFileHandle(copy, ownsHandle: true);
    }

    private static byte[][] Parent(byte[][] way) => way.Length > 0 ? way[..^1] : throw new InvalidDataException("the archive has a file in the place of a storage unit");

    private static byte[] Name(byte[][] way) => [.. way[^1], 0];

    private static int At(SafeFileHandle handle) => (int)handle.DangerousGetHandle();

    private static TargetException Failed(string what) => Failed(what, Posix.Error);

    private static TargetException Failed(string what, int error) => new($"could not make \"{what}\": {Posix.Explain(error)}");

    /// <inheritdoc/>
    public void Dispose() => _root.Dispose();
}
