using System.Globalization;
using NetDrms.Database.Cluster;

namespace NetDrms.Database.Site;

/// <summary>A file that names a running process by its number and start time, so that a later process of the same number is not taken for it.</summary>
/// <param name="Path">The file.</param>
public sealed record PidFile(string Path)
{
    /// <summary>Names this process.</summary>
    public void Write()
    {
        string part = Path + ".part";
        File.WriteAllText(part, string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId}\n{RunningProcess.StartTicks(Environment.ProcessId)}\n"));
        File.Move(part, Path, overwrite: true);
    }

    /// <summary>The process, if it still runs.</summary>
    public int? Read()
    {
        string[] lines;
        try
        {
            lines = File.ReadAllLines(Path);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        return lines.Length >= 2 && int.TryParse(lines[0], NumberStyles.None, CultureInfo.InvariantCulture, out int process)
            && RunningProcess.Exists(process) && RunningProcess.StartTicks(process) == lines[1] ? process : null;
    }

    /// <summary>Removes the file.</summary>
    public void Delete() => File.Delete(Path);
}
