using System.Runtime.InteropServices;

namespace NetDrms.Database.Cluster;

/// <summary>The few system calls that .NET has no name for.</summary>
internal static partial class Posix
{
    /// <summary>Ends a process at once; it cannot resist.</summary>
    public const int SignalKill = 9;

    /// <summary>PostgreSQL: immediate shutdown.</summary>
    public const int SignalQuit = 3;

    /// <summary>PostgreSQL: fast shutdown.</summary>
    public const int SignalInterrupt = 2;

    /// <summary>Asks a process to end in good order.</summary>
    public const int SignalTerminate = 15;

    /// <summary>Effective user id of this process.</summary>
    [LibraryImport("libc", EntryPoint = "geteuid")]
    public static partial uint EffectiveUserId();

    /// <summary>Effective group id of this process.</summary>
    [LibraryImport("libc", EntryPoint = "getegid")]
    public static partial uint EffectiveGroupId();

    /// <summary>Sends a signal; 0 only asks whether the process exists. 0 = done, −1 = error.</summary>
    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    public static partial int Kill(int process, int signal);

    /// <summary>Changes owner and group of a path, not following a symbolic link.</summary>
    [LibraryImport("libc", EntryPoint = "lchown", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int ChangeOwner(string path, uint user, uint group);

    /// <summary>Address of a static <c>struct passwd</c>, or 0.</summary>
    [LibraryImport("libc", EntryPoint = "getpwnam", StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint PasswordEntryOf(string name);

    /// <summary>Address of a static <c>struct passwd</c>, or 0.</summary>
    [LibraryImport("libc", EntryPoint = "getpwuid")]
    public static partial nint PasswordEntryOf(uint user);
}
