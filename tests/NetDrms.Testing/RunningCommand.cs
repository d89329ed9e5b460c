using System.Diagnostics;
using System.Runtime.InteropServices;
using NetDrms.Database.Cluster;

namespace NetDrms.Testing;

/// <summary>A program at work; killed when disposed.</summary>
public sealed partial class RunningCommand : IDisposable
{
    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly Task<string> _error;

    private RunningCommand(Process process)
    {
        _process = process;
        _output = process.StandardOutput.ReadToEndAsync();
        _error = process.StandardError.ReadToEndAsync();
    }

    /// <summary>Its number.</summary>
    public int Id => _process.Id;

    /// <summary>True once it has ended.</summary>
    public bool HasEnded => _process.HasExited;

    /// <summary>Starts a program.</summary>
    public static RunningCommand Start(IReadOnlyList<string> command, string folder, IReadOnlyDictionary<string, string?>? environment = null)
    {
        ArgumentNullException.ThrowIfNull(command);
        ProcessStartInfo start = new(command[0], command.Skip(1)) { WorkingDirectory = folder, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach ((string name, string? value) in environment ?? new Dictionary<string, string?>())
            start.Environment[name] = value;
        return new RunningCommand(Process.Start(start)!);
    }

    /// <summary>Writes to its standard input.</summary>
    public async Task WriteAsync(string text, CancellationToken cancel)
    {
        try
        {
            await _process.StandardInput.WriteAsync(text.AsMemory(), cancel);
            await _process.StandardInput.FlushAsync(cancel);
        }
        catch (IOException) when (_process.HasExited)
        {
            // it ended without reading all; its exit code tells
        }
    }

    /// <summary>Ends its standard input.</summary>
    public void EndInput()
    {
        try
        {
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // it reads no more
        }
    }

    /// <summary>Sends a signal.</summary>
    public void Signal(PosixSignal signal) => _ = Kill(_process.Id, signal switch
    {
        PosixSignal.SIGINT => 2,
        PosixSignal.SIGTERM => 15,
        _ => throw new ArgumentOutOfRangeException(nameof(signal)),
    });

    /// <summary>Kills it, as kill -9 does.</summary>
    public void KillHard() => RunningProcess.Kill(_process.Id);

    /// <summary>Waits for its end.</summary>
    public async Task<CommandRun> EndAsync(CancellationToken cancel)
    {
        await _process.WaitForExitAsync(cancel);
        return new CommandRun(_process.ExitCode, await _output, await _error);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int process, int signal);
}
