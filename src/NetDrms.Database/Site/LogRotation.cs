using System.Globalization;
using NetDrms.Database.Cluster;

namespace NetDrms.Database.Site;

/// <summary>Keeps a log that another program appends to from filling the disk: the whole log is copied aside and cut, the oldest copy is given up.</summary>
/// <remarks>
/// The writer has the file open for appending, so it goes on at the new end. Lines that it writes while the rest is copied are copied, too;
/// only what comes between the last look and the cut is lost.
/// </remarks>
public static class LogRotation
{
    /// <summary>Length at which a log is rotated.</summary>
    public const long LongestLog = 16 << 20;

    /// <summary>Copies that are kept: <c>name.1</c> is the newest.</summary>
    public const int Generations = 3;

    /// <summary>Makes the log, if it is not there, as a file of the account that is to rotate it; root's shell would make it its own.</summary>
    public static void Prepare(string path, ServiceAccount account)
    {
        ArgumentNullException.ThrowIfNull(account);
        using (new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite))
        {
        }
        account.Own(path);
    }

    /// <summary>Rotates a log that is too long.</summary>
    /// <returns>False when it is short enough, or not there.</returns>
    /// <exception cref="IOException">It could not be copied; then nothing is cut.</exception>
    public static bool RotateIfLong(string path, long longest = LongestLog)
    {
        FileInfo log = new(path);
        if (!log.Exists || log.Length <= longest)
            return false;
        string part = path + ".part";
        using (FileStream source = new(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite))
        {
            using (FileStream copy = new(part, FileMode.Create, FileAccess.Write))
                source.CopyTo(copy);   // to the end that it has by then
            Shift(path);
            File.Move(part, Name(path, 1));
            source.SetLength(0);
        }
        return true;
    }

    private static void Shift(string path)
    {
        File.Delete(Name(path, Generations));
        for (int generation = Generations - 1; generation >= 1; generation--)
        {
            if (File.Exists(Name(path, generation)))
                File.Move(Name(path, generation), Name(path, generation + 1));
        }
    }

    private static string Name(string path, int generation) => string.Create(CultureInfo.InvariantCulture, $"{path}.{generation}");
}
