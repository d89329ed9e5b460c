using System.Globalization;
using System.Runtime.InteropServices;
using NetDrms.Model.Errors;

namespace NetDrms.Database.Cluster;

/// <summary>The operating-system user that owns a site's cluster, daemon and partitions: never root.</summary>
/// <param name="Name">Login name.</param>
/// <param name="UserId">Numeric user id.</param>
/// <param name="GroupId">Numeric id of the primary group.</param>
public sealed partial record ServiceAccount(string Name, uint UserId, uint GroupId)
{
    /// <summary>The account that <c>drms site init</c> makes when root runs it.</summary>
    public const string DefaultName = "netdrms";

    // Debian's package makes "postgres"; "nobody" exists everywhere.
    private static readonly string[] Candidates = [DefaultName, "postgres", "nobody"];

    /// <summary>True when this process runs as root, so that programs must be started as somebody else.</summary>
    public static bool RunningAsRoot => Posix.EffectiveUserId() == 0;

    /// <summary>True when the account is not the one that this process runs as.</summary>
    public bool IsForeign => Posix.EffectiveUserId() != UserId;

    /// <summary>The user of this process, or, for root, the first unprivileged one that exists.</summary>
    public static ServiceAccount Default()
    {
        if (!RunningAsRoot)
            return Current();
        return Candidates.Select(Find).FirstOrDefault(a => a is not null)
            ?? throw new DrmsException(new DrmsError(ErrorCode.Configuration, "there is no unprivileged user to run PostgreSQL")
            {
                Detail = $"None of {string.Join(", ", Candidates)} exists; PostgreSQL refuses to run as root.",
                Hint = $"Make one: useradd --system {DefaultName}",
            });
    }

    /// <summary>Finds an account by its name.</summary>
    /// <returns>Null when there is none.</returns>
    public static ServiceAccount? Find(string name)
    {
        nint entry = Posix.PasswordEntryOf(name);
        return entry == 0 ? null : Read(entry);
    }

    /// <summary>Puts the words before a command that make it run as this account; <c>setpriv</c> replaces itself, so the process id stays.</summary>
    public IReadOnlyList<string> Prefix() => !IsForeign
        ? []
        :
        [
            "setpriv",
            "--reuid", UserId.ToString(CultureInfo.InvariantCulture),
            "--regid", GroupId.ToString(CultureInfo.InvariantCulture),
            "--clear-groups", "--inh-caps=-all", "--",
        ];

    /// <summary>Makes a folder, and those above it, that belongs to this account.</summary>
    /// <param name="path">The folder; one that exists gets owner and mode, too.</param>
    /// <param name="mode">Its permissions.</param>
    public void CreateFolder(string path, UnixFileMode mode)
    {
        string? parent = Path.GetDirectoryName(Path.GetFullPath(path));
        if (parent is not null && !Directory.Exists(parent))
            CreateFolder(parent, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
                | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
        Directory.CreateDirectory(path);
        Own(path);
        File.SetUnixFileMode(path, mode);   // after the change of owner, which clears the setgid bit
    }

    /// <summary>Gives a file or folder to this account, where this process is allowed to (root); otherwise it is ours already.</summary>
    public void Own(string path)
    {
        if (IsForeign && Posix.ChangeOwner(path, UserId, GroupId) != 0)
            throw new DrmsException(new DrmsError(ErrorCode.File, $"could not give \"{path}\" to user {Name}: {Marshal.GetLastPInvokeErrorMessage()}"));
    }

    private static ServiceAccount Current()
    {
        uint user = Posix.EffectiveUserId();
        nint entry = Posix.PasswordEntryOf(user);   // none: a container may run us under a bare number
        return entry == 0 ? new(user.ToString(CultureInfo.InvariantCulture), user, Posix.EffectiveGroupId()) : Read(entry);
    }

    // struct passwd { char *pw_name; char *pw_passwd; uid_t pw_uid; gid_t pw_gid; … }
    private static ServiceAccount Read(nint entry) => new(
        Marshal.PtrToStringUTF8(Marshal.ReadIntPtr(entry))!,
        (uint)Marshal.ReadInt32(entry, 2 * nint.Size),
        (uint)Marshal.ReadInt32(entry, (2 * nint.Size) + sizeof(uint)));
}
