using System.Globalization;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;

namespace NetDrms.Sums.Access;

/// <summary>The process at the other end of a unix socket, as the system tells it: nothing that the client could choose.</summary>
/// <param name="Pid">Its number.</param>
/// <param name="UserId">Its effective user.</param>
/// <param name="Name">Login name of that user; the number where it has none.</param>
internal sealed partial record PeerUser(int Pid, uint UserId, string Name)
{
    private const int SocketLevel = 1;        // SOL_SOCKET
    private const int PeerCredentials = 17;   // SO_PEERCRED
    private const int EntryBytes = 4096;
    private const int OutOfRange = 34;        // ERANGE
    private const int MaxEntryBytes = 1 << 20;

    /// <summary>Asks the system.</summary>
    /// <exception cref="SocketException">The socket is no unix socket, or is gone.</exception>
    public static PeerUser Of(Socket client)
    {
        Span<byte> credentials = stackalloc byte[12];   // struct ucred { pid_t pid; uid_t uid; gid_t gid; }
        int length = client.GetRawSocketOption(SocketLevel, PeerCredentials, credentials);
        if (length != credentials.Length)
            throw new SocketException((int)SocketError.InvalidArgument);
        int pid = MemoryMarshal.Read<int>(credentials);
        uint user = MemoryMarshal.Read<uint>(credentials[4..]);
        return new(pid, user, NameOf(user) ?? user.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>Login name of a user; null when the number has none.</summary>
    public static unsafe string? NameOf(uint user)
    {
        for (int bytes = EntryBytes; bytes <= MaxEntryBytes; bytes *= 4)
        {
            byte[] text = new byte[bytes];
            fixed (byte* buffer = text)
            {
                PasswordEntry entry;
                PasswordEntry* found;
                int error = getpwuid_r(user, &entry, buffer, (nuint)bytes, &found);
                if (error == OutOfRange)
                    continue;
                return error == 0 && found != null ? Encoding.UTF8.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(entry.Name)) : null;
            }
        }
        return null;
    }

    // struct passwd of glibc and musl
    [StructLayout(LayoutKind.Sequential)]
    private unsafe struct PasswordEntry
    {
        public byte* Name;
        public byte* Password;
        public uint User;
        public uint Group;
        public byte* Comment;
        public byte* Home;
        public byte* Shell;
    }

    [LibraryImport("libc")]
    private static unsafe partial int getpwuid_r(uint user, PasswordEntry* entry, byte* buffer, nuint bytes, PasswordEntry** found);
}
