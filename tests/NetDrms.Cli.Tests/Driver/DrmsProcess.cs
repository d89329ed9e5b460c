using System.Diagnostics;

namespace NetDrms.Cli.Tests.Driver;

/// <summary>Runs the real drms as a process of its own, for what belongs to a process: its signals, its streams, its leap seconds.</summary>
internal static class DrmsProcess
{
    /// <summary>Path of the program of this very build.</summary>
    public static string Program { get; } = Find("NetDrms.Cli", "drms");

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
        ProcessStartInfo start = new(Program, words)
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

    /// <summary>Path of a program of a source project, in the configuration of this build: …/tests/NetDrms.Cli.Tests/bin/&lt;configuration&gt;/net10.0/.</summary>
    public static string Find(string project, string program)
    {
        string[] parts = AppContext.BaseDirectory.TrimEnd('/').Split('/');
        return Path.Combine(Testing.Golden.Repository, "src", project, "bin", parts[^2], parts[^1], program);
    }
}
