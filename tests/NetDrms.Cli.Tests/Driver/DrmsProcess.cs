using System.Diagnostics;
using NetDrms.Modules.Driver;

namespace NetDrms.Cli.Tests.Driver;

/// <summary>Runs the real drms as a process of its own, for what belongs to a process: its signals, its streams, its leap seconds.</summary>
internal static class DrmsProcess
{
    /// <summary>Runs it to its end.</summary>
    public static async Task<TestRun> RunAsync(IReadOnlyList<string> words, IReadOnlyDictionary<string, string> environment, string? folder = null)
    {
        using Process process = Start(words, environment, folder);
        Task<string> output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        Task<string> error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return new TestRun(process.ExitCode, await output, await error);
    }

    /// <summary>Starts it.</summary>
    public static Process Start(IReadOnlyList<string> words, IReadOnlyDictionary<string, string> environment, string? folder = null)
    {
        ProcessStartInfo start = new(ProcessSite.Drms, words)
        {
            WorkingDirectory = folder ?? Path.GetTempPath(),
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string name in start.Environment.Keys.Where(name => name.StartsWith("NETDRMS_", StringComparison.Ordinal)).ToList())
            start.Environment.Remove(name);
        foreach ((string name, string value) in environment)
            start.Environment[name] = value;
        return Process.Start(start)!;
    }
}
