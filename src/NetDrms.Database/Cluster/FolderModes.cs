namespace NetDrms.Database.Cluster;

/// <summary>Permissions of the folders that a site consists of.</summary>
public static class FolderModes
{
    /// <summary>0700: nobody but the owner.</summary>
    public const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>0755: everybody may read, the owner writes.</summary>
    public const UnixFileMode Public = Private | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    /// <summary>2775: the owner's group writes, too, and new folders inherit that group. Spec 04 §4.1.</summary>
    public const UnixFileMode Partition = Public | UnixFileMode.GroupWrite | UnixFileMode.SetGroup;
}
