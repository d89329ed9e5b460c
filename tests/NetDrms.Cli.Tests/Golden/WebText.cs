using System.Text.Json;
using System.Text.RegularExpressions;

namespace NetDrms.Cli.Tests.Golden;

/// <summary>Makes recorded and our answers of web programs comparable: JSON is compared as JSON with the order of its members; what differs from run to run is masked. golden/README.md.</summary>
internal static partial class WebText
{
    /// <summary>Normalises what a program printed: the header line, then the body.</summary>
    public static string Output(string text)
    {
        text = StrayLines().Replace(text, "");   // a bug of the original, spec 06 §1
        int header = text.StartsWith("Content-type:", StringComparison.Ordinal) ? text.IndexOf("\n\n", StringComparison.Ordinal) + 2 : 0;
        return text[..header] + Body(text[header..]);
    }

    private static string Body(string body)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(body);
            body = JsonSerializer.Serialize(document.RootElement) + "\n";
        }
        catch (JsonException)
        {
            // a text answer
        }
        body = Directories().Replace(body, "{su}");
        return RunTimes().Replace(body, "\"runtime\":0");
    }

    [GeneratedRegex(@"(?m)^\?\n")]
    private static partial Regex StrayLines();

    [GeneratedRegex(@"/[^\s'"",{}\\]*SUM\d+(?=/D\d+)")]
    private static partial Regex Directories();

    [GeneratedRegex(@"""runtime"":[0-9.]+")]
    private static partial Regex RunTimes();
}
