using NetDrms.Model.Errors;

namespace NetDrms.Sums.Units;

/// <summary>Whose storage units become: the daemon's user, and a group if one is configured, each where this process has the right.</summary>
/// <param name="Group">Number of the group; null keeps what the files have.</param>
internal sealed record UnitOwner(uint? Group)
{
    private const uint Keep = uint.MaxValue;
    private readonly uint _user = Posix.geteuid();

    /// <summary>The daemon's user and whatever group the files have.</summary>
    public static UnitOwner Own { get; } = new((uint?)null);

    /// <summary>The daemon's user and a group by its name; null for none.</summary>
    /// <exception cref="DrmsException">There is no such group.</exception>
    public static UnitOwner OfGroup(string? name)
    {
        if (name is null)
            return Own;
        return Posix.GroupNamed(name) is uint group ? new UnitOwner(group) : throw new DrmsException(new DrmsError(ErrorCode.Configuration, $"group \"{name}\" does not exist")
        {
            Detail = "Option sums.group names the group of the people who may write storage units.",
            Hint = $"Make it: groupadd {name}, and put the daemon's user into it.",
        });
    }

    /// <summary>Gives an open file or folder to the owner; what is not permitted stays as it is, as in the original.</summary>
    public void Take(int file, in FileStatus status)
    {
        bool wrongUser = status.User != _user, wrongGroup = Group is uint group && status.Group != group;
        if (!wrongUser && !wrongGroup)
            return;
        if (Posix.fchown(file, wrongUser ? _user : Keep, wrongGroup ? Group!.Value : Keep) != 0 && wrongUser && wrongGroup)
            _ = Posix.fchown(file, Keep, Group!.Value);   // the group alone may be permitted
    }

    /// <summary>Gives a new folder its group, so that with setgid everything in it has it.</summary>
    /// <returns>0, or the error number.</returns>
    public int TakeNew(string path) => Group is uint group && Posix.chown(path, Keep, group) != 0 ? Posix.Error : 0;
}
