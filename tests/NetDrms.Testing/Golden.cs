using System.Runtime.CompilerServices;
using System.Text.Json;

namespace NetDrms.Testing;

/// <summary>The recordings under tests/golden.</summary>
public static class Golden
{
    /// <summary>The folder of the repository.</summary>
    public static string Repository { get; } = FindRepository();

    /// <summary>Path of a recorded file.</summary>
    public static string PathOf(string name) => Path.Combine(Repository, "tests", "golden", name);

    /// <summary>The lines of a recording, with their numbers from 1.</summary>
    public static IEnumerable<(int Line, JsonElement Row)> Lines(string name)
    {
        int number = 0;
        foreach (string line in File.ReadLines(PathOf(name)))
        {
            number++;
            if (line.Length == 0)
                continue;
            using JsonDocument document = JsonDocument.Parse(line);
            yield return (number, document.RootElement.Clone());
        }
    }

    private static string FindRepository([CallerFilePath] string source = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(source)!, "..", ".."));
}
