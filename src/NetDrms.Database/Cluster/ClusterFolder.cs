using System.Globalization;

namespace NetDrms.Database.Cluster;

/// <summary>The data folder of a cluster as it lies on disk: who serves it, if anybody.</summary>
/// <param name="Path">The folder that holds <c>PG_VERSION</c>.</param>
public sealed record ClusterFolder(string Path)
{
    /// <summary>True when initdb finished here.</summary>
    public bool IsInitialized => File.Exists(VersionFile);

    /// <summary>Major version of the server that made it, such as <c>15</c>.</summary>
    public string MajorVersion => File.ReadAllText(VersionFile).Trim();

    private string VersionFile => System.IO.Path.Combine(Path, "PG_VERSION");

    private string PidFile => System.IO.Path.Combine(Path, "postmaster.pid");

    /// <summary>Process id of the server that serves this very folder; null when none does, whatever a stale file says.</summary>
    public int? ServerProcess()
    {
        int? process = ReadPidFile(out _);
        return process is int id && IsServer(id) ? id : null;
    }

    /// <summary>True when the server accepts connections, as its own status line says.</summary>
    public bool IsReady() => ServerProcess() is not null && ReadPidFile(out string status) is not null && status == "ready";

    /// <summary>Removes the pid file of a server that is gone; a number that another program took over would keep PostgreSQL from starting.</summary>
    public void RemoveStalePidFile()
    {
        if (ReadPidFile(out _) is not null && ServerProcess() is null)
            File.Delete(PidFile);
    }

    /// <summary>True while processes of a killed server, which end by themselves, still hold its memory: a new one would refuse to start.</summary>
    public bool HasRemains() => Directory.EnumerateDirectories("/proc").Any(entry =>
        int.TryParse(System.IO.Path.GetFileName(entry), NumberStyles.None, CultureInfo.InvariantCulture, out int process) && IsServer(process));

    /// <summary>Removes the lock beside the socket that a killed server of this folder left; PostgreSQL would take a zombie of that number for it.</summary>
    /// <remarks>Only when <see cref="ServerProcess"/> is null. The lock of another cluster in the same folder stays.</remarks>
    public void RemoveStaleSocketLock(string socketFile)
    {
        string file = socketFile + ".lock";
        if (File.Exists(file) && File.ReadLines(file).ElementAtOrDefault(1) is string data && Canonical(data) == Canonical(Path))
            File.Delete(file);
    }

    // Lines: process id, data folder, start time, port, socket folder, address, shared memory, status.
    private int? ReadPidFile(out string status)
    {
        status = "";
        string[] lines;
        try
        {
            lines = File.ReadAllLines(PidFile);
        }
        catch (IOException)   // not there: nobody serves
        {
            return null;
        }
        if (lines.Length >= 8)
            status = lines[7].Trim();
        return lines.Length > 0 && int.TryParse(lines[0], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int id) ? Math.Abs(id) : null;
    }

    // The server's working folder is its data folder: no other program has taken over the number then.
    private bool IsServer(int process)
    {
        try
        {
            FileSystemInfo? link = File.ResolveLinkTarget($"/proc/{process}/cwd", returnFinalTarget: false);
            return link is not null && link.FullName == Canonical(Path) && File.ReadAllText($"/proc/{process}/comm").Trim() is "postgres" or "postmaster";
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)   // gone, or somebody else's
        {
            return false;
        }
    }

    private static string Canonical(string path)
    {
        string full = System.IO.Path.GetFullPath(path);
        string? parent = System.IO.Path.GetDirectoryName(full);
        if (parent is null)
            return full;
        string here = System.IO.Path.Combine(Canonical(parent), System.IO.Path.GetFileName(full));
        return Directory.ResolveLinkTarget(here, returnFinalTarget: true)?.FullName is string target ? Canonical(target) : here;
    }
}
