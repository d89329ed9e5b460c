using System.Text;
using NetDrms.Cli.Tests.Driver;
using NetDrms.Modules.Driver;

namespace NetDrms.Cli.Tests.Golden;

/// <summary>Compares what we say with what was recorded.</summary>
internal static class GoldenCheck
{
    private const string HelpText = "(help text)\n";   // left out of the recordings

    /// <summary>Says what differs; null when nothing does.</summary>
    public static string? Difference(GoldenRow expected, TestRun run)
    {
        StringBuilder text = new();
        if (run.ExitCode != expected.ExitCode)
            text.Append($"exit {run.ExitCode}, not {expected.ExitCode}\n");
        string recorded = GoldenText.Output(expected.Output);
        string ours = GoldenText.Output(run.Output);
        if (recorded == HelpText ? !ours.StartsWith("usage: ", StringComparison.Ordinal) : ours != recorded)
            text.Append($"stdout:\n{ours}--- not\n{recorded}---\n");
        IReadOnlyList<string> recordedLines = GoldenText.Error(expected.Error);
        IReadOnlyList<string> ourLines = GoldenText.Error(run.Error);
        if (recordedLines.Count == 0)
            ourLines = GoldenText.WithoutWarnings(ourLines);
        // Ours explains below the original's lines; where the original said nothing and went on, we warn at most.
        bool agrees = recordedLines.Count == 0 && expected.ExitCode == 0 ? ourLines.Count == 0 : ourLines.Take(recordedLines.Count).SequenceEqual(recordedLines);
        if (!agrees)
            text.Append($"stderr:\n{string.Join('\n', ourLines)}\n--- not\n{string.Join('\n', recordedLines)}\n---\n");
        return text.Length == 0 ? null : text.ToString();
    }
}
