using System.Text.Json;
using NetDrms.Modules.Driver;

namespace NetDrms.Cli.Tests.Golden;

/// <summary>One recorded call of the original. golden/README.md.</summary>
internal sealed record GoldenRow
{
    public required string Id { get; init; }

    public required string Group { get; init; }

    public required string[] Args { get; init; }

    public required int ExitCode { get; init; }

    public required string Output { get; init; }

    public required string Error { get; init; }

    public string? Input { get; init; }

    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    public IReadOnlyDictionary<string, string> InputFiles { get; init; } = new Dictionary<string, string>();

    /// <summary>Files created in the working folder: name to size, −1 for a link.</summary>
    public IReadOnlyDictionary<string, long> Files { get; init; } = new Dictionary<string, long>();

    /// <summary>The files in each new storage unit: <see cref="FileText"/>.</summary>
    public IReadOnlyList<string[]> Units { get; init; } = [];

    public JsonElement? Help { get; init; }

    public string Module => Args[0];

    public override string ToString() => $"{Id}: {string.Join(' ', Args)}";

    /// <summary>All rows of a recording; the id is the line number.</summary>
    public static IReadOnlyList<GoldenRow> All(string file) =>
        [.. Testing.Golden.Lines(file).Select(line => Read(line.Line.ToString(System.Globalization.CultureInfo.InvariantCulture), line.Row))];

    private static GoldenRow Read(string id, JsonElement row) => new()
    {
        Id = id,
        Group = row.TryGetProperty("group", out JsonElement group) ? group.GetString()! : "",
        Args = [.. row.GetProperty("args").EnumerateArray().Select(a => a.GetString()!)],
        ExitCode = row.GetProperty("exit").GetInt32(),
        Output = row.GetProperty("stdout").GetString()!,
        Error = row.GetProperty("stderr").GetString()!,
        Input = row.TryGetProperty("stdin", out JsonElement input) ? input.GetString() : null,
        Environment = Texts(row, "env"),
        InputFiles = Texts(row, "input_files"),
        Files = row.TryGetProperty("files", out JsonElement files)
            ? files.EnumerateArray().ToDictionary(f => f[0].GetString()!, f => f[1].ValueKind == JsonValueKind.Number ? f[1].GetInt64() : -1)
            : new Dictionary<string, long>(),
        Units = row.TryGetProperty("su", out JsonElement units)
            ? UnitsOf(units)
            : [],
        Help = row.TryGetProperty("help", out JsonElement help) ? help : null,
    };

    /// <summary>Files of units, sorted.</summary>
    public static IReadOnlyList<string[]> UnitsOf(JsonElement units) =>
        [.. units.EnumerateArray().Select(unit => unit.EnumerateArray().Select(f => FileText(f[0].GetString()!, f[1].GetInt64())).Order(StringComparer.Ordinal).ToArray())];

    /// <summary>Name and size; without the size where record numbers or header cards differ. golden/README.md.</summary>
    public static string FileText(string name, long size) =>
        name == "Records.txt" || name.EndsWith(".fits", StringComparison.Ordinal) ? name : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{name} ({size})");

    private static Dictionary<string, string> Texts(JsonElement row, string member) =>
        row.TryGetProperty(member, out JsonElement texts) ? texts.EnumerateObject().ToDictionary(t => t.Name, t => t.Value.GetString()!) : [];
}
