
namespace NetDrms.Modules.Driver;

/// <summary>Everything a command sees of its process, so that tests run commands without one.</summary>
internal sealed record Surroundings
{
    /// <summary>Standard input, opened when it is first read.</summary>
    public required Lazy<Stream> In { get; init; }

    /// <summary>Standard output.</summary>
    public required Stream Out { get; init; }

    /// <summary>Standard error.</summary>
    public required Stream Error { get; init; }

    /// <summary>Value of an environment variable, or null.</summary>
    public required Func<string, string?> Environment { get; init; }

    /// <summary>Working folder.</summary>
    public required string Folder { get; init; }

    /// <summary>Name that the program was called by: <c>drms</c>, or a link's.</summary>
    public required string InvokedAs { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>True if a person reads standard error.</summary>
    public bool IsErrorTerminal { get; init; }

    /// <summary>True if a person reads standard output.</summary>
    public bool IsOutputTerminal { get; init; }

    /// <summary>True for a process of its own: signals are its business.</summary>
    public bool IsProcess { get; init; }

    /// <summary>The site of a server, which has opened it; null for a command, which finds it.</summary>
    public SiteAccess? Site { get; init; }

    /// <summary>True for a request of the web: a stranger asks, and the answer is a web program's.</summary>
    public bool IsWeb { get; init; }

    /// <summary>The surroundings of this process.</summary>
    public static Surroundings OfProcess() => new()
    {
        In = new Lazy<Stream>(Console.OpenStandardInput),
        Out = new StandardOutput(1),
        Error = new StandardOutput(2),
        Environment = System.Environment.GetEnvironmentVariable,
        Folder = Directory.GetCurrentDirectory(),
        InvokedAs = Path.GetFileName(ProgramName()),
        IsErrorTerminal = !Console.IsErrorRedirected,
        IsOutputTerminal = !Console.IsOutputRedirected,
        IsProcess = true,
    };

    // argv[0] as the shell gave it: a link's name tells which module is meant.
    private static string ProgramName()
    {
        byte[] line = File.ReadAllBytes("/proc/self/cmdline");
        int end = Array.IndexOf(line, (byte)0);
        string name = System.Text.Encoding.UTF8.GetString(line, 0, end < 0 ? line.Length : end);
        return name.Length == 0 || Path.GetFileName(name) == "dotnet" ? "drms" : name;
    }
}
