namespace NetDrms.Sums.Units;

/// <summary>The directory of a storage unit: making it, and taking back one that was never handed out.</summary>
internal static class UnitFolder
{
    private const uint Mode = 0b111_111_101 | Posix.SetGroupOnEntry;   // 2775

    /// <summary>Makes a unit's directory, mode 2775 whatever the umask, so that its group may write into it: the configured one, or that of the partition.</summary>
    /// <param name="path">The directory.</param>
    /// <param name="owner">Its group; where the daemon may not give it away, it keeps the partition's.</param>
    /// <returns>0, or the error number; 17 (EEXIST) when the name is taken, then nothing was touched.</returns>
    public static int TryMake(string path, UnitOwner owner)
    {
        if (Posix.mkdir(path, Mode & 0b111_111_111) != 0)
            return Posix.Error;
        _ = owner.TakeNew(path);   // before the mode: a change of group may clear setgid
        if (Posix.chmod(path, Mode) == 0)
            return 0;
        int error = Posix.Error;
        _ = Posix.rmdir(path);
        return error;
    }

    /// <summary>Removes a directory that holds nothing.</summary>
    /// <returns>True when it is gone; false when it holds something.</returns>
    /// <exception cref="IOException">It could not be removed for another reason.</exception>
    public static bool TryRemoveEmpty(string path)
    {
        if (Posix.rmdir(path) == 0)
            return true;
        return Posix.Error switch
        {
            Posix.NoSuchEntry => true,
            Posix.NotEmpty or Posix.AlreadyExists => false,
            int error => throw Posix.Failure($"remove \"{path}\"", error),
        };
    }
}
