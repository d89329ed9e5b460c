using System.Text.RegularExpressions;

namespace NetDrms.Cli.Tests.Golden;

/// <summary>Makes recorded and our texts comparable: what golden/README.md says differs from run to run, and what spec 03 says ours prints otherwise everywhere.</summary>
internal static partial class GoldenText
{
    /// <summary>Normalises standard output.</summary>
    public static string Output(string text)
    {
        text = Directories().Replace(text, "{su}$1");
        text = NotANumber().Replace(PaddedNotANumber().Replace(text, " nan"), "nan");   // spec 02 §4.4: print nan, accept both
        text = Sizes().Replace(text, "$1{measured}");           // of the database and of the original's memory
        text = Sunums().Replace(text, "## sunum={sunum}");
        return text;
    }

    /// <summary>Normalises standard error: source places go, and a message that the original says two or three times stands once (spec 01 §6).</summary>
    public static IReadOnlyList<string> Error(string text)
    {
        List<string> lines = [];
        foreach (string line in text.Replace("\r", "", StringComparison.Ordinal).Split('\n'))
        {
            string plain = Server().Replace(SourcePlace().Replace(NotANumber().Replace(Directories().Replace(line, "{su}$1"), "nan"), ""), "connection to server {place}");
            if (!lines.Contains(plain))
                lines.Add(plain);
        }
        while (lines.Count > 0 && lines[^1].Length == 0)
            lines.RemoveAt(lines.Count - 1);
        return lines;
    }

    /// <summary>Leaves our warnings out, with the lines that belong to them.</summary>
    public static IReadOnlyList<string> WithoutWarnings(IReadOnlyList<string> lines)
    {
        List<string> rest = [];
        bool isWarning = false;
        foreach (string line in lines)
        {
            isWarning = Warning().IsMatch(line) || (isWarning && line.StartsWith("  ", StringComparison.Ordinal));
            if (!isWarning)
                rest.Add(line);
        }
        return rest;
    }

    [GeneratedRegex(@"^\w+: warning: ")]
    private static partial Regex Warning();

    [GeneratedRegex(@"/[^\s'"",]*SUM\d+/D\d+((?:/S\d{5})?)")]
    private static partial Regex Directories();

    [GeneratedRegex(@"(?<= )-nan\b")]
    private static partial Regex PaddedNotANumber();

    [GeneratedRegex(@"-nan\b")]
    private static partial Regex NotANumber();

    [GeneratedRegex(@"(?m)^(Total disk space used: |Average bytes per record on disk: |Bytes per record in memory \(est\.\) = ).*$")]
    private static partial Regex Sizes();

    [GeneratedRegex(@"## sunum=\d+")]
    private static partial Regex Sunums();

    [GeneratedRegex(@"^connection to server (?:at ""[^""]*"", port \d+|on socket ""[^""]*"")")]
    private static partial Regex Server();

    [GeneratedRegex(@"^\{root\}[^ ]*, line \d+: ")]
    private static partial Regex SourcePlace();
}
