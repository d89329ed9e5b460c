using System.Runtime.InteropServices;

namespace NetDrms.Sums.Units;

/// <summary>The calls that make and change entries relative to an open folder; none follows a link.</summary>
internal static unsafe partial class Posix
{
    private const int WriteOnly = 1, Create = 0x40, Exclusive = 0x80;

    /// <summary>Makes a folder.</summary>
    public static bool TryMakeFolder(int at, ReadOnlySpan<byte> name, uint mode)
    {
        fixed (byte* text = name)
            return mkdirat(at, text, mode) == 0;
    }

    /// <summary>Makes a file that was not there and opens it for writing.</summary>
    /// <returns>A descriptor, negative on failure.</returns>
    public static int MakeFile(int at, ReadOnlySpan<byte> name)
    {
        fixed (byte* text = name)
            return openat(at, text, WriteOnly | Create | Exclusive | NoFollow | CloseOnExec, 0b110_000_000);
    }

    /// <summary>Makes a symbolic link.</summary>
    public static bool TryMakeLink(ReadOnlySpan<byte> target, int at, ReadOnlySpan<byte> name)
    {
        fixed (byte* to = target, text = name)
            return symlinkat(to, at, text) == 0;
    }

    /// <summary>Gives a file a second name.</summary>
    public static bool TryMakeHardLink(int fromFolder, ReadOnlySpan<byte> from, int at, ReadOnlySpan<byte> name)
    {
        fixed (byte* source = from, text = name)
            return linkat(fromFolder, source, at, text, 0) == 0;
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial int mkdirat(int at, byte* name, uint mode);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int symlinkat(byte* target, int at, byte* name);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int linkat(int fromFolder, byte* from, int at, byte* name, int flags);
}
