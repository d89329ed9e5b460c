using System.Globalization;
using System.Text.Json;
using NetDrms.Sums.Daemon;

namespace NetDrms.Sums.Tests.Daemon;

/// <summary>Every conversation of golden/sums_wire.jsonl with the original's daemon, replayed against ours: answers, rows, files.</summary>
/// <remarks>
/// Where ours differs, exceptions-sums_wire.json holds the reason and what ours does, compared exactly. One difference is a rule, applied to all:
/// a unit that is put gets files 0444 or 0555 and folders 0755 with their setgid bit, where the original leaves modes alone (spec 04 §4.2).
/// </remarks>
public sealed class WireGoldenTests(WireGoldenTests.Daemons daemons) : IClassFixture<WireGoldenTests.Daemons>
{
    private static readonly string ExceptionsFile = Path.Combine(Golden.Repository, "tests", "NetDrms.Sums.Tests", "Daemon", "exceptions-sums_wire.json");
    private const string ClientPrefix = "C client against";

    private static readonly JsonSerializerOptions Readable = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>One daemon for each set of options, cleared between conversations.</summary>
    public sealed class Daemons : IAsyncDisposable
    {
        private readonly Dictionary<SumsOptions, TestSums> _running = [];

        internal async Task<TestSums> WithAsync(SumsOptions options)
        {
            if (_running.TryGetValue(options, out TestSums? sums))
                await sums.ClearAsync();
            else
                _running[options] = sums = await TestSums.StartAsync(options);
            return sums;
        }

        public async ValueTask DisposeAsync()
        {
            foreach (TestSums sums in _running.Values)
                await sums.DisposeAsync();
        }
    }

    private sealed record Deviation(string Reason, string[] Ours);

    private static readonly Lazy<Dictionary<string, Deviation>> Exceptions = new(() =>
    {
        using JsonDocument file = JsonDocument.Parse(File.ReadAllText(ExceptionsFile));
        return file.RootElement.EnumerateObject().ToDictionary(
            entry => entry.Name,
            entry => new Deviation(entry.Value.GetProperty("reason").GetString()!, [.. entry.Value.GetProperty("ours").EnumerateArray().Select(line => line.GetString()!)]));
    });

    public static TheoryData<string> Conversations() =>
        [.. Golden.Lines("sums_wire.jsonl").Select(line => line.Row.GetProperty("name").GetString()!).Where(name => !name.StartsWith(ClientPrefix, StringComparison.Ordinal))];

    private static JsonElement Row(string name) => Golden.Lines("sums_wire.jsonl").First(line => line.Row.GetProperty("name").GetString() == name).Row;

    [Fact]
    public void Each_exception_names_a_conversation() =>
        Assert.Empty(Exceptions.Value.Keys.Except(Conversations().Select(row => row.Data)));

    [Theory]
    [MemberData(nameof(Conversations))]
    public async Task The_recorded_conversation_replays(string name)
    {
        JsonElement row = Row(name);
        JsonElement[] log = [.. row.GetProperty("log").EnumerateArray()];
        DateTime recorded = DateTime.Parse(row.GetProperty("time").GetString()!, CultureInfo.InvariantCulture);
        TestSums sums = await daemons.WithAsync(OptionsOf(row));
        await WireState.PrepareAsync(sums, name, log, recorded);
        WireText golden = new(recorded, "", 4096), ours = new(await WireState.NowAsync(sums), sums.Root, FolderBytes(sums));
        Snapshot before = await Snapshot.TakeAsync(sums);
        await using Conversation conversation = new(log, golden, ours, (recordedPath, path) => WireState.Fill(name, log, recordedPath, path));
        await using IAsyncDisposable partner = await PartnerAsync(sums, name, conversation, golden, ours);
        await conversation.PlayAsync(sums.Address);
        await partner.DisposeAsync();
        await sums.SettleAsync();
        Snapshot after = await Snapshot.TakeAsync(sums);
        Compare(
            name,
            [.. conversation.Recorded, .. RecordedChanges(log, golden)],
            [.. conversation.Actual, .. after.ChangesSince(before, ours).Where(line => !IsPartners(name, line))]);
    }

    // The recording of session B looks at rows only; its files are session A's.
    private static bool IsPartners(string name, string line) =>
        name.StartsWith("session B: info", StringComparison.Ordinal) && line.StartsWith("file ", StringComparison.Ordinal);

    private static SumsOptions OptionsOf(JsonElement row)
    {
        string daemon = row.TryGetProperty("daemon", out JsonElement text) ? text.GetString()! : "";
        return TestSums.Quick with
        {
            HasArchive = daemon.Contains("tape available", StringComparison.Ordinal),
            MultiplePartitionSets = daemon.Contains("several partition sets", StringComparison.Ordinal),
            MaxConnections = row.GetProperty("name").GetString()!.StartsWith("third connection", StringComparison.Ordinal) ? 2 : 100,
        };
    }

    private static long FolderBytes(TestSums sums) => NetDrms.Sums.Units.UnitSize.Of(sums.Partition("SUM8")).Bytes;

    // Conversations that need a second one beside them.
    private static async Task<IAsyncDisposable> PartnerAsync(TestSums sums, string name, Conversation conversation, WireText golden, WireText ours)
    {
        if (name.StartsWith("session B: info", StringComparison.Ordinal))
        {
            // A is session 22 of the recording and puts unit 0x38 on /SUM8
            golden.Learn(22, "session A");
            await sums.Database.ExecuteAsync($"delete from sum_partn_avail where partn_name like '%/SUM9'");
            return await Partner.PutAsync(sums, 0x38, session => ours.Learn(session, "session A"), () => conversation.PlayAsync(sums.Address, untilNote: "session A now closes"));
        }
        if (name.StartsWith("session B touches", StringComparison.Ordinal))
            return await Partner.TouchAsync(sums, 0xa);
        if (name.StartsWith("third connection", StringComparison.Ordinal))
            return Partner.Hold(sums, 2, TimeSpan.FromMilliseconds(600));
        return new Partner();
    }

    private static List<string> RecordedChanges(JsonElement[] log, WireText golden)
    {
        List<string> lines = [];
        foreach (string table in (string[])["sum_main", "sum_open", "sum_partn_alloc"])
        {
            foreach (string kind in (string[])["removed", "added"])
                lines.AddRange(WireState.Changes(log, table, kind).Select(row => $"{table} {kind} {Snapshot.Render(table, row, golden)}").Order(StringComparer.Ordinal));
        }
        HashSet<string> put = [.. WireState.Added(log).Select(row => row[0].GetString()!)];
        // files that a foreign cleaning took in the middle of a recording are not this conversation's
        lines.AddRange(WireState.Files(log, "added")
            .Select(file => $"file added {golden.Place(file.Path)} {(put.Any(unit => (file.Path + "/").StartsWith(unit + "/", StringComparison.Ordinal)) ? SealedMode(file.Mode) : file.Mode)}")
            .Order(StringComparer.Ordinal));
        return lines;
    }

    private static string SealedMode(string mode) => mode switch
    {
        "777" => "777",                              // a symbolic link
        _ when mode.Length == 4 => "2755",
        _ => (mode[0] - '0') % 2 == 1 ? "555" : "444",
    };

    private static void Compare(string name, string[] recorded, string[] actual)
    {
        bool same = recorded.SequenceEqual(actual);
        if (!Exceptions.Value.TryGetValue(name, out Deviation? deviation))
        {
            if (!same && Environment.GetEnvironmentVariable("NETDRMS_TEST_DEVIATIONS") is string folder)
                File.AppendAllText(Path.Combine(folder, "sums_wire.txt"), $"{JsonSerializer.Serialize(name, Readable)}: {{\n  \"reason\": \"\",\n  \"recorded\": {JsonSerializer.Serialize(recorded, Readable)},\n  \"ours\": {JsonSerializer.Serialize(actual, Readable)}\n}},\n");
            Assert.Equal(recorded, actual);
            return;
        }
        Assert.False(same, "listed as an exception but agrees with the recording");
        Assert.NotEmpty(deviation.Reason);
        Assert.Equal(deviation.Ours, actual);
    }
}
