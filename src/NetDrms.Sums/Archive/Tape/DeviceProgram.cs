using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace NetDrms.Sums.Archive.Tape;

/// <summary>Runs a program that works on a device. Arguments go to it as they are, no shell reads them.</summary>
internal static class DeviceProgram
{
    private const int MostOutput = 1 << 20;

    /// <summary>Runs a program to its end.</summary>
    /// <returns>What it printed.</returns>
    /// <exception cref="IOException">It could not be run, or failed; tells what it said.</exception>
    public static async Task<string> RunAsync(string program, IReadOnlyList<string> arguments, CancellationToken cancel)
    {
        using Process process = Start(program, arguments);
        process.StandardInput.Close();
        try
        {
            Task<string> errors = ReadAsync(process.StandardError, cancel);
            string output = await ReadAsync(process.StandardOutput, cancel);
            await EndAsync(process, program, await errors, cancel);
            return output;
        }
        catch (OperationCanceledException)
        {
            Kill(process);
            throw;
        }
    }

    /// <summary>Starts a program whose input or output is streamed.</summary>
    /// <exception cref="IOException">It could not be run.</exception>
    public static Process Start(string program, IReadOnlyList<string> arguments)
    {
        try
        {
            return Process.Start(new ProcessStartInfo(program, arguments)
            {
                RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false,
            }) ?? throw new IOException($"could not run {program}");
        }
        catch (Win32Exception failure)
        {
            throw new IOException($"could not run {program}: {failure.Message}", failure);
        }
    }

    /// <summary>Waits for a program's end.</summary>
    /// <exception cref="IOException">It failed.</exception>
    public static async Task EndAsync(Process process, string program, string errors, CancellationToken cancel)
    {
        await process.WaitForExitAsync(cancel);
        if (process.ExitCode != 0)
            throw new IOException($"{Path.GetFileName(program)} ended with {process.ExitCode}: {errors.Trim().ReplaceLineEndings("; ")}");
    }

    /// <summary>Reads text to its end; of more than a megabyte the rest is dropped.</summary>
    public static async Task<string> ReadAsync(StreamReader reader, CancellationToken cancel)
    {
        StringBuilder text = new();
        char[] buffer = new char[4096];
        int read;
        while ((read = await reader.ReadAsync(buffer, cancel)) > 0)
        {
            if (text.Length < MostOutput)
                text.Append(buffer, 0, read);
        }
        return text.ToString();
    }

    /// <summary>Ends a program that nobody waits for.</summary>
    public static void Kill(Process process)
    {
        try
        {
            process.Kill();
        }
        catch (InvalidOperationException)
        {
            // it has ended by itself
        }
    }
}
