namespace NetDrms.Sums.Access;

/// <summary>Who a connection is and what it may do. Spec 04, better 6.</summary>
/// <param name="User">Database user.</param>
/// <param name="IsClaimed">Nobody checked the name: a plain TCP client of a listed network gave it.</param>
/// <param name="Rights">What it may do.</param>
/// <param name="Address">The other side: an address with port, or "unix socket".</param>
/// <param name="Pid">Its process: the system's word on a unix socket, else the client's.</param>
internal sealed record Caller(string User, bool IsClaimed, AccessRights Rights, string Address, long Pid)
{
    /// <summary>The daemon itself, where it settles what nobody asks for.</summary>
    public static Caller Daemon(string user) => new(user, IsClaimed: false, AccessRights.Administer, "storage daemon", Environment.ProcessId);

    /// <summary>The name, for the column that holds checked ones.</summary>
    public string? Checked => IsClaimed ? null : User;

    /// <summary>The name, for the column that holds claims.</summary>
    public string? Claimed => IsClaimed ? User : null;
}
