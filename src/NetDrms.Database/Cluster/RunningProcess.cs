namespace NetDrms.Database.Cluster;

/// <summary>What the kernel says about processes, also of other users and of other parents.</summary>
public static class RunningProcess
{
    /// <summary>True while a process runs; a zombie, which only waits for its parent, does not.</summary>
    public static bool Exists(int process) => Stat(process) is string stat && stat[0] is not ('Z' or 'X');

    /// <summary>Clock ticks between boot and the start of a process: with the number it names a process for good.</summary>
    /// <returns>Null when there is no such process.</returns>
    public static string? StartTicks(int process) => Stat(process)?.Split(' ')[19];

    /// <summary>Asks a process to end in good order; one that is gone already is no error.</summary>
    public static void Terminate(int process) => _ = Posix.Kill(process, Posix.SignalTerminate);

    /// <summary>Interrupts a process, as Ctrl+C does; one that is gone already is no error.</summary>
    public static void Interrupt(int process) => _ = Posix.Kill(process, Posix.SignalInterrupt);

    /// <summary>The words that a process was started with; none when it is gone.</summary>
    public static IReadOnlyList<string> Words(int process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/cmdline").Split('\0', StringSplitOptions.RemoveEmptyEntries);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>Ends a process at once.</summary>
    public static void Kill(int process) => _ = Posix.Kill(process, Posix.SignalKill);

    // From field 3 on; the name before it stands in parentheses and may hold anything.
    private static string? Stat(int process)
    {
        try
        {
            string stat = File.ReadAllText($"/proc/{process}/stat");
            return stat[(stat.LastIndexOf(')') + 2)..];
        }
        catch (IOException)   // no such process; it may even end while being read
        {
            return null;
        }
    }
}
