using System.Runtime.InteropServices;
using System.Text;

namespace NetDrms.Sums.Units;

/// <summary>The system calls that .NET does not offer: relative to an open folder, never following a link, with the error told.</summary>
/// <remarks>Names of files are bytes: a client may use any. Layouts are those of Linux on x64 and arm64, which are the same but for two flags.</remarks>
internal static unsafe partial class Posix
{
    public const int CurrentFolder = -100;          // AT_FDCWD
    public const int NoSuchEntry = 2;               // ENOENT
    public const int NotPermitted = 1;              // EPERM
    private const int Interrupted = 4;              // EINTR
    public const int InputOutput = 5;               // EIO
    public const int AccessDenied = 13;             // EACCES
    public const int AlreadyExists = 17;            // EEXIST
    public const int NotEmpty = 39;                 // ENOTEMPTY
    public const int NoSpace = 28;                  // ENOSPC
    public const int ReadOnly = 30;                 // EROFS
    public const int TooManyLinks = 40;             // ELOOP

    public const uint WriteSoon = 2;                // SYNC_FILE_RANGE_WRITE
    public const int WillReadOnce = 2;              // POSIX_FADV_SEQUENTIAL
    public const int DropCached = 4;                // POSIX_FADV_DONTNEED

    public const uint SetGroupOnEntry = 0x400;      // 02000

    private const int LongestPath = 4096;           // PATH_MAX
    private const int CloseOnExec = 0x80000;
    private const int NonBlocking = 0x800;
    private const int RemoveDirectory = 0x200;      // AT_REMOVEDIR
    private const int SymlinkNoFollow = 0x100;      // AT_SYMLINK_NOFOLLOW
    private const int EmptyPath = 0x1000;           // AT_EMPTY_PATH
    private const uint BasicStats = 0x7ff;

    private static readonly bool IsArm = RuntimeInformation.ProcessArchitecture == Architecture.Arm64;
    private static readonly int DirectoryOnly = IsArm ? 0x4000 : 0x10000;
    private static readonly int NoFollow = IsArm ? 0x8000 : 0x20000;

    /// <summary>Opens a folder for reading and for calls relative to it.</summary>
    public static int OpenFolder(int at, ReadOnlySpan<byte> name, bool follow = false) =>
        Open(at, name, DirectoryOnly | CloseOnExec | (follow ? 0 : NoFollow));

    /// <summary>Opens a regular file for reading; neither a link nor a pipe is waited for.</summary>
    public static int OpenFile(int at, ReadOnlySpan<byte> name) => Open(at, name, NoFollow | CloseOnExec | NonBlocking);

    private static int Open(int at, ReadOnlySpan<byte> name, int flags)
    {
        fixed (byte* text = name)
            return openat(at, text, flags, 0);
    }

    /// <summary>Facts of an entry: of the link itself, or of what it points to.</summary>
    public static bool TryStatus(int at, ReadOnlySpan<byte> name, bool follow, out FileStatus status)
    {
        fixed (byte* text = name)
            return statx(at, text, follow ? 0 : SymlinkNoFollow, BasicStats, out status) == 0;
    }

    /// <summary>Facts of what is open.</summary>
    public static bool TryStatusOf(int file, out FileStatus status)
    {
        byte none = 0;
        return statx(file, &none, EmptyPath, BasicStats, out status) == 0;
    }

    /// <summary>Where a link points to; null when it is none, or cannot be read.</summary>
    public static string? LinkTarget(int at, ReadOnlySpan<byte> name)
    {
        Span<byte> target = stackalloc byte[LongestPath];
        nint length;
        fixed (byte* text = name, buffer = target)
            length = readlinkat(at, text, buffer, target.Length);
        return length > 0 && length < target.Length ? Encoding.UTF8.GetString(target[..(int)length]) : null;
    }

    /// <summary>Where a link points to, as bytes; empty when it cannot be read.</summary>
    public static byte[] LinkBytes(int at, ReadOnlySpan<byte> name)
    {
        Span<byte> target = stackalloc byte[LongestPath];
        nint length;
        fixed (byte* text = name, buffer = target)
            length = readlinkat(at, text, buffer, target.Length);
        return length > 0 ? target[..(int)length].ToArray() : [];
    }

    /// <summary>Reads what comes next in an open file.</summary>
    /// <returns>How many bytes; 0 at the end of the file.</returns>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static int Read(int file, Span<byte> target, string name)
    {
        fixed (byte* buffer = target)
        {
            while (true)
            {
                nint count = read(file, buffer, target.Length);
                if (count >= 0)
                    return (int)count;
                if (Error != Interrupted)
                    throw Failure($"read \"{name}\"");
            }
        }
    }

    /// <summary>Room on the file system of a folder.</summary>
    /// <returns>False when it cannot be told; see <see cref="Error"/>.</returns>
    public static bool TryRoom(string folder, out FileSystemRoom room)
    {
        fixed (byte* text = Name(folder))
            return statvfs(text, out room) == 0;
    }

    /// <summary>Group number of a name; null when there is no such group.</summary>
    public static uint? GroupNamed(string name)
    {
        byte* entry = (byte*)getgrnam(name);
        return entry == null ? null : *(uint*)(entry + (2 * sizeof(nint)));   // struct group: name, password, number
    }

    /// <summary>Removes a name.</summary>
    public static bool TryUnlink(int at, ReadOnlySpan<byte> name, bool folder)
    {
        fixed (byte* text = name)
            return unlinkat(at, text, folder ? RemoveDirectory : 0) == 0;
    }

    /// <summary>A name for a call: UTF-8 with a final NUL.</summary>
    public static byte[] Name(string path)
    {
        byte[] bytes = new byte[Encoding.UTF8.GetByteCount(path) + 1];
        Encoding.UTF8.GetBytes(path, bytes);
        return bytes;
    }

    /// <summary>A name for people.</summary>
    public static string Text(ReadOnlySpan<byte> name) => Encoding.UTF8.GetString(name.TrimEnd((byte)0));

    /// <summary>The error of the last call.</summary>
    public static int Error => Marshal.GetLastPInvokeError();

    /// <summary>The error of the last call as an exception.</summary>
    public static IOException Failure(string what) => Failure(what, Error);

    /// <summary>An error number as an exception; its <see cref="Exception.HResult"/> is the number.</summary>
    public static IOException Failure(string what, int error) => new($"could not {what}: {Explain(error)}", error);

    /// <summary>What an error number means, as people read it.</summary>
    public static string Explain(int error)
    {
        string text = Marshal.GetPInvokeErrorMessage(error);
        return text.Length == 0 ? $"error {error}" : char.ToLowerInvariant(text[0]) + text[1..];
    }

    /// <summary>The names in an open folder, without <c>.</c> and <c>..</c>; each ends with a NUL.</summary>
    public static List<byte[]> Names(int folder)
    {
        List<byte[]> names = [];
        int own = dup(folder);   // closedir closes what it was given
        nint stream = own < 0 ? 0 : fdopendir(own);
        if (stream == 0)
        {
            IOException failure = Failure("list a folder");
            if (own >= 0)
                _ = close(own);
            throw failure;
        }
        try
        {
            rewinddir(stream);   // dup shares the position with the caller's descriptor
            while (true)
            {
                Marshal.SetLastSystemError(0);
                byte* entry = (byte*)readdir(stream);
                if (entry == null)
                {
                    int error = Marshal.GetLastSystemError();
                    if (error != 0)
                        throw Failure("list a folder", error);
                    return names;
                }
                ReadOnlySpan<byte> name = MemoryMarshal.CreateReadOnlySpanFromNullTerminated(entry + DirentNameOffset);
                if (name.SequenceEqual("."u8) || name.SequenceEqual(".."u8))
                    continue;
                byte[] copy = new byte[name.Length + 1];
                name.CopyTo(copy);
                names.Add(copy);
            }
        }
        finally
        {
            _ = closedir(stream);
        }
    }

    private const int DirentNameOffset = 19;   // inode 8, offset 8, length 2, type 1

    [LibraryImport("libc", SetLastError = true)]
    private static partial int openat(int at, byte* name, int flags, uint mode);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int statx(int at, byte* name, int flags, uint mask, out FileStatus status);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int unlinkat(int at, byte* name, int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint readlinkat(int at, byte* name, byte* target, nint length);

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint read(int file, byte* target, nint length);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int statvfs(byte* folder, out FileSystemRoom room);

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint getgrnam(string name);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int dup(int file);

    [LibraryImport("libc")]
    public static partial int sync_file_range(int file, long offset, long length, uint flags);

    [LibraryImport("libc")]
    public static partial int posix_fadvise(int file, long offset, long length, int advice);

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint fdopendir(int file);

    [LibraryImport("libc")]
    private static partial nint readdir(nint stream);

    [LibraryImport("libc")]
    private static partial void rewinddir(nint stream);

    [LibraryImport("libc")]
    private static partial int closedir(nint stream);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int close(int file);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int fsync(int file);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int syncfs(int file);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int fchmod(int file, uint mode);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int fchown(int file, uint user, uint group);

    [LibraryImport("libc")]
    public static partial uint geteuid();

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int mkdir(string path, uint mode);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int rmdir(string path);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int chmod(string path, uint mode);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int chown(string path, uint user, uint group);
}
