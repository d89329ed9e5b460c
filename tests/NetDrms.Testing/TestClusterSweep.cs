using System.Diagnostics;
using System.Globalization;
using NetDrms.Database.Cluster;

namespace NetDrms.Testing;

/// <summary>Removes the clusters of test processes that are gone and whose guards are, too.</summary>
internal static class TestClusterSweep
{
    private const string Prefix = "run-";

    /// <summary>Name of a process's folder: the start time tells it from a later process of the same number.</summary>
    /// <returns>Null when there is no such process.</returns>
    public static string? NameFor(int process) =>
        RunningProcess.StartTicks(process) is string ticks ? string.Create(CultureInfo.InvariantCulture, $"{Prefix}{process}-{ticks}") : null;

    /// <summary>Removes what dead processes left.</summary>
    public static void RemoveDead(string root)
    {
        foreach (string folder in Directory.GetDirectories(root, Prefix + "*"))
        {
            string[] parts = Path.GetFileName(folder).Split('-');
            if (NameFor(int.Parse(parts[1], CultureInfo.InvariantCulture)) == Path.GetFileName(folder))
                continue;
            if (new ClusterFolder(Path.Combine(folder, "data")).ServerProcess() is int server)
                Process.GetProcessById(server).Kill();
            try
            {
                Directory.Delete(folder, recursive: true);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                Console.Error.WriteLine($"{folder}: {error.Message}");   // its guard is removing it at this moment
            }
        }
    }
}
