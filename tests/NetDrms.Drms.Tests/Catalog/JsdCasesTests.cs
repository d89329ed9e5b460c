using System.Text.Json;
using System.Text.RegularExpressions;
using NetDrms.Drms.Catalog;
using NetDrms.Model.Series;
using NetDrms.Testing;
using Npgsql;

namespace NetDrms.Drms.Tests.Catalog;

/// <summary>Every recorded definition: taken or refused, messages, rows, columns, indexes, description. Spec 02 §1–3.</summary>
public partial class JsdCasesTests(JsdCaseDatabase cases)
{
    private static readonly JsonElement s_exceptions = JsonDocument.Parse(File.ReadAllText(
        Path.Combine(Golden.Repository, "tests", "NetDrms.Drms.Tests", "Catalog", "exceptions-jsd_cases.json"))).RootElement;

    public static TheoryData<string> Names => [.. Golden.Lines("jsd_cases.jsonl").Select(line => line.Row.GetProperty("case").GetString()!)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_recorded_definition_is_answered_as_by_the_original(string name)
    {
        CancellationToken cancel = TestContext.Current.CancellationToken;
        JsonElement recorded = Golden.Lines("jsd_cases.jsonl").First(line => line.Row.GetProperty("case").GetString() == name).Row;
        TestDatabase database = await cases.GetAsync();
        await using NpgsqlConnection connection = await database.DataSource.OpenConnectionAsync(cancel);
        Expectation expected = new(recorded, Exception(name));

        if (name == "target")   // made by the fixture
        {
            Assert.Equal(expected.Text("stderr"), DefinitionReader.Read(recorded.GetProperty("jsd").GetString()!, DefinitionOptions.Strict).ClassicError);
            return;
        }
        if (expected.RowsOf() is string other)   // refused by the original: the rows are those of another case
            expected = new Expectation(recorded, Exception(name), Golden.Lines("jsd_cases.jsonl").First(line => line.Row.GetProperty("case").GetString() == other).Row);
        ClassicCreateSeries ours = await ClassicCreateSeries.RunAsync(connection, recorded.GetProperty("jsd").GetString()!, cancel);
        Assert.Equal(expected.Text("stderr"), ours.Error);
        Assert.Equal(expected.Text("stdout"), ours.Output);
        Assert.Equal(expected.Exit, ours.Exit);
        if (ours.Made is not null)
            await CompareAsync(connection, ours.Made, expected, cancel);
        expected.CheckUsed();
    }

    [Fact]
    public void Every_exception_names_a_recorded_case() =>
        Assert.Empty(s_exceptions.EnumerateObject().Select(exception => exception.Name).Except(Names.Select(row => row.Data)));

    private static async Task CompareAsync(NpgsqlConnection connection, SeriesDefinition made, Expectation expected, CancellationToken cancel)
    {
        foreach (string table in (string[])["drms_series", "drms_keyword", "drms_link", "drms_segment"])
            Assert.Equal(expected.Rows(table), await SeriesSnapshot.RowsAsync(connection, made.Name, table, cancel));
        Assert.Equal(expected.List("columns"), await SeriesSnapshot.ColumnsAsync(connection, made.Name, cancel));
        Assert.Equal(expected.List("indexes"), await SeriesSnapshot.IndexesAsync(connection, made.Name, cancel));

        SeriesDefinition read = await new SeriesCatalog(connection).GetAsync(made.Name, cancel);
        string described = DefinitionWriter.Write(read);
        Assert.Equal(expected.Description(), described);
        // 02 §1.9: ours reads back, whatever the original's did
        SeriesDefinition again = DefinitionReader.Read(described, DefinitionOptions.Strict).OrThrow();
        Assert.Equal(described, DefinitionWriter.Write(again));
        SameDefinition.Check(read with { Created = "", StagingRetentionDays = read.StagingRetentionDays == 0 ? 3 : read.StagingRetentionDays }, again);
    }

    private static JsonElement? Exception(string name) => s_exceptions.TryGetProperty(name, out JsonElement exception) ? exception : null;

    [GeneratedRegex("drms_parser\\.c, line [0-9]+: ")]
    private static partial Regex SourcePlace();   // spec 03 §1.8: never in ours

    [GeneratedRegex("Seriesname:\\s*h02\\.(\\w+)")]
    private static partial Regex TableName();

    /// <summary>The recording, with what an exception says instead; an exception that says the same is an error.</summary>
    private sealed class Expectation(JsonElement recorded, JsonElement? exception, JsonElement? like = null)
    {
        private readonly HashSet<string> _used = [];

        public int Exit => Take("exit").GetInt32();

        public string? RowsOf() => exception is JsonElement ours && ours.TryGetProperty("rows_of", out JsonElement other) ? other.GetString() : null;

        public string Text(string member) => SourcePlace().Replace(Take(member).GetString()!, "");

        public List<string> List(string member) => [.. Take(member).EnumerateArray().Select(item => item.GetString()!)];

        public List<string> Rows(string table) => [.. Take(table).EnumerateArray().Select(row => string.Join('|', row.EnumerateArray().Select(cell => cell.ToString())))];

        public string Description()
        {
            string text = Recorded("describe").GetString()!;
            if (exception is not JsonElement ours || !ours.TryGetProperty("describe", out JsonElement lines))
                return text;
            _used.Add("describe");
            foreach (JsonProperty line in lines.EnumerateObject())
            {
                Assert.Contains(line.Name + "\n", text, StringComparison.Ordinal);
                text = text.Replace(line.Name + "\n", line.Value.GetString() is { Length: > 0 } replacement ? replacement + "\n" : "", StringComparison.Ordinal);
            }
            return text;
        }

        /// <summary>Every member of the exception must have been needed.</summary>
        public void CheckUsed()
        {
            if (exception is JsonElement ours)
                Assert.Empty(ours.EnumerateObject().Select(member => member.Name).Except(_used).Except(["reason", "rows_of"]));
        }

        // rows of another case, under the name of this one
        private JsonElement Recorded(string member)
        {
            if (like is not JsonElement other || recorded.TryGetProperty(member, out _))
                return recorded.GetProperty(member);
            string text = other.GetProperty(member).GetRawText();
            return JsonDocument.Parse(text.Replace(TableOf(other), TableOf(recorded), StringComparison.Ordinal)).RootElement;
        }

        private static string TableOf(JsonElement line) => TableName().Match(line.GetProperty("jsd").GetString()!).Groups[1].Value;

        private JsonElement Take(string member)
        {
            if (exception is not JsonElement ours || !ours.TryGetProperty(member, out JsonElement instead))
                return Recorded(member);
            _used.Add(member);
            Assert.False(recorded.TryGetProperty(member, out JsonElement original) && JsonElement.DeepEquals(original, instead), $"the exception agrees with the recording in {member}");
            return instead;
        }
    }
}
