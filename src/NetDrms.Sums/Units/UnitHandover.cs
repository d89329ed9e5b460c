namespace NetDrms.Sums.Units;

/// <summary>
/// Gives what root wrote into a storage unit to the unit's owner. The daemon is an unprivileged user: it could neither seal root's files
/// nor, when the unit expires, remove what lies in root's folders. Files of any other user it handles as the original does (spec 04 §4.2).
/// </summary>
internal static class UnitHandover
{
    private const uint Root = 0;
    private const uint KeepGroup = uint.MaxValue;

    /// <summary>Changes the owner of everything in a unit to that of its folder; does nothing unless this process is root's and the folder is not.</summary>
    /// <exception cref="IOException">The tree cannot be read or an owner not changed.</exception>
    /// <remarks>A file with another name outside the unit stays root's: it is not only the unit's.</remarks>
    public static void ToOwner(string path)
    {
        if (Posix.geteuid() != Root || !Posix.TryStatus(Posix.CurrentFolder, Posix.Name(path), follow: true, out FileStatus unit) || unit.User == Root)
            return;
        uint owner = unit.User;
        UnitTree.Walk(
            path,
            (int folder, byte[] name, in FileStatus status) =>
            {
                if (status is { IsFile: true, User: Root, Links: 1 })
                    GiveFile(folder, name, owner);
            },
            (int folder, in FileStatus status) =>
            {
                if (status.User == Root)
                    Give(folder, owner, "folder");
            });
    }

    private static void GiveFile(int folder, byte[] name, uint owner)
    {
        int file = Posix.OpenFile(folder, name);
        if (file < 0)
            throw Posix.Failure($"open \"{Posix.Text(name)}\"");
        try
        {
            Give(file, owner, Posix.Text(name));
        }
        finally
        {
            _ = Posix.close(file);
        }
    }

    private static void Give(int file, uint owner, string name)
    {
        if (Posix.fchown(file, owner, KeepGroup) != 0)
            throw Posix.Failure($"give \"{name}\" to the storage daemon's user");
    }
}
