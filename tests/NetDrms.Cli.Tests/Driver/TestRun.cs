using System.Text;
using NetDrms.Cli.Driver;
using NetDrms.Modules.Driver;

namespace NetDrms.Cli.Tests.Driver;

/// <summary>Runs commands in this process and keeps what they said.</summary>
internal sealed record TestRun(int ExitCode, string Output, string Error)
{
    /// <summary>Runs a program name with words: <c>show_info</c> as a link would, <c>drms</c> as itself.</summary>
    public static async Task<TestRun> OfAsync(
        string program, IReadOnlyList<string> words, string? input = null, IReadOnlyDictionary<string, string>? environment = null,
        string? folder = null, TimeProvider? clock = null, CancellationToken cancel = default)
    {
        using MemoryStream output = new();
        using MemoryStream error = new();
        Surroundings surroundings = new()
        {
            In = new Lazy<Stream>(() => new MemoryStream(Encoding.UTF8.GetBytes(input ?? ""))),
            Out = output,
            Error = error,
            Environment = name => environment?.GetValueOrDefault(name),
            Folder = folder ?? Path.GetTempPath(),
            InvokedAs = program,
            Clock = clock ?? TimeProvider.System,
        };
        int exitCode = await new ModuleHost(surroundings).RunAsync(words, cancel);
        return new TestRun(exitCode, Encoding.UTF8.GetString(output.ToArray()), Encoding.UTF8.GetString(error.ToArray()));
    }
}
