using System.Text.Json;
using NetDrms.Modules.Driver;

namespace NetDrms.Cli.Tests.Golden;

/// <summary>Rows in which we answer otherwise, why, and what: <c>exceptions-*.json</c> beside the tests.</summary>
internal sealed class GoldenExceptions
{
    private readonly Dictionary<string, JsonElement> _rows;

    private GoldenExceptions(Dictionary<string, JsonElement> rows) => _rows = rows;

    public IEnumerable<string> Ids => _rows.Keys;

    /// <summary>Reads the file of that name from the test project's folder.</summary>
    public static GoldenExceptions Read(string name)
    {
        string path = Path.Combine(Testing.Golden.Repository, "tests", "NetDrms.Cli.Tests", name);
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(path), new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip });
        return new(document.RootElement.EnumerateObject().ToDictionary(row => row.Name, row => row.Value.Clone()));
    }

    public bool Has(string id) => _rows.ContainsKey(id);

    /// <summary>True when the storage units are among what differs.</summary>
    public bool NamesUnits(string id) => _rows.TryGetValue(id, out JsonElement ours) && ours.TryGetProperty("su", out _);

    /// <summary>What we are to answer: the recorded row with the members that the file replaces.</summary>
    public GoldenRow Expected(GoldenRow recorded)
    {
        if (!_rows.TryGetValue(recorded.Id, out JsonElement ours))
            return recorded;
        Assert.True(ours.GetProperty("reason").GetString() is { Length: > 10 }, $"{recorded}: the exception needs a reason");
        return recorded with
        {
            ExitCode = ours.TryGetProperty("exit", out JsonElement exit) ? exit.GetInt32() : recorded.ExitCode,
            Output = Text(ours, "stdout") ?? recorded.Output,
            Error = Text(ours, "stderr") ?? recorded.Error,
            Units = ours.TryGetProperty("su", out JsonElement units) ? GoldenRow.UnitsOf(units) : recorded.Units,
        };
    }

    /// <summary>Commands that bring the state to where the original went; each must succeed.</summary>
    public IEnumerable<(string[] Words, string? Input)> Afterwards(string id)
    {
        if (!_rows.TryGetValue(id, out JsonElement ours) || !ours.TryGetProperty("afterwards", out JsonElement commands))
            yield break;
        foreach (JsonElement command in commands.EnumerateArray())
            yield return ([.. command.GetProperty("args").EnumerateArray().Select(a => a.GetString()!)], command.TryGetProperty("stdin", out JsonElement input) ? input.GetString() : null);
    }

    /// <summary>SQL that does the same, where no command of ours does.</summary>
    public IEnumerable<string> Statements(string id) =>
        _rows.TryGetValue(id, out JsonElement ours) && ours.TryGetProperty("sql", out JsonElement sql) ? [.. sql.EnumerateArray().Select(s => s.GetString()!)] : [];

    // A text, or its lines in an array.
    private static string? Text(JsonElement ours, string member) =>
        !ours.TryGetProperty(member, out JsonElement text) ? null
        : text.ValueKind == JsonValueKind.String ? text.GetString()
        : string.Concat(text.EnumerateArray().Select(line => line.GetString() + "\n"));
}
