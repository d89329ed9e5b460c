using System.Diagnostics;
using System.Text;

namespace NetDrms.Database.Cluster;

/// <summary>Runs a program of the installation to its end.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">What it wrote to standard output.</param>
/// <param name="Errors">What it wrote to standard error.</param>
public sealed record ProgramRun(int ExitCode, string Output, string Errors)
{
    // A variable of the caller's environment must not send a program to another cluster or change its texts.
    private static readonly string[] Foreign =
        ["PGDATA", "PGHOST", "PGPORT", "PGUSER", "PGDATABASE", "PGOPTIONS", "PGPASSWORD", "PGPASSFILE", "PGSERVICE", "PGAPPNAME", "PGSSLMODE", "PGCLIENTENCODING", "PGTZ", "LANG", "LANGUAGE"];

    /// <summary>Runs a program and waits for it.</summary>
    /// <param name="command">Program and arguments; no shell is involved.</param>
    /// <param name="folder">Working folder; one that the program's user may enter.</param>
    /// <param name="input">Text for standard input.</param>
    /// <param name="cancel">Kills the program and throws.</param>
    public static async Task<ProgramRun> RunAsync(IReadOnlyList<string> command, string folder, string? input, CancellationToken cancel)
    {
        ProcessStartInfo start = Describe(command, folder);
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        using Process process = Process.Start(start)!;
        try
        {
            Task<string> output = process.StandardOutput.ReadToEndAsync(cancel);
            Task<string> errors = process.StandardError.ReadToEndAsync(cancel);
            if (input is not null)
                await process.StandardInput.WriteAsync(input.AsMemory(), cancel);
            process.StandardInput.Close();
            await process.WaitForExitAsync(cancel);
            return new(process.ExitCode, await output, await errors);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    /// <summary>Starts a program that outlives this one: own session (no terminal, no Ctrl-C), output appended to a file.</summary>
    /// <returns>The running program; its process id is the program's own.</returns>
    public static Process StartDetached(IReadOnlyList<string> command, string folder, string logFile)
    {
        // "$0" is the log file; setsid replaces itself, since the shell is no leader of a process group.
        ProcessStartInfo start = Describe(["/bin/sh", "-c", "exec setsid \"$@\" >>\"$0\" 2>&1 </dev/null", logFile, .. command], folder);
        return Process.Start(start)!;
    }

    private static ProcessStartInfo Describe(IReadOnlyList<string> command, string folder)
    {
        ProcessStartInfo start = new(command[0]) { UseShellExecute = false, WorkingDirectory = folder, StandardOutputEncoding = null };
        for (int i = 1; i < command.Count; i++)
            start.ArgumentList.Add(command[i]);
        foreach (string name in Foreign)
            start.Environment.Remove(name);
        start.Environment["LC_ALL"] = "C";
        return start;
    }

    /// <summary>The last lines of both outputs, for an error's detail.</summary>
    public string LastLines(int count)
    {
        string[] lines = new StringBuilder(Output).AppendLine().Append(Errors).ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return string.Join('\n', lines.TakeLast(count));
    }
}
