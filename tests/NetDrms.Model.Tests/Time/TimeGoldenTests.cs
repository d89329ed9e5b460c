using System.Globalization;
using System.Text.Json;
using NetDrms.Model.Errors;
using NetDrms.Model.Time;

namespace NetDrms.Model.Tests.Time;

/// <summary>Spec 01 §3: every line of golden/times.jsonl.</summary>
public class TimeGoldenTests
{
    private static readonly Dictionary<string, string> s_exceptions = File
        .ReadLines(Path.Combine(Golden.Repository, "tests", "NetDrms.Model.Tests", "Time", "exceptions-times.txt"))
        .Where(line => line.Length > 0 && line[0] != '#')
        .Select(line => line.Split('\t'))
        .ToDictionary(parts => parts[0], parts => parts[1]);

    [Fact]
    public void Every_recorded_text_reads_as_the_original_s_double_or_stands_in_the_exceptions()
    {
        List<string> wrong = [];
        HashSet<string> met = [];
        foreach ((int line, JsonElement row) in Golden.Lines("times.jsonl"))
        {
            string text = row.GetProperty("in").GetString()!;
            string recorded = row.GetProperty("t").GetString()!;
            bool isRead = TimeScanner.TryScan(text, ScanMode.Compatible, out DrmsTime time, out _, out DrmsError? error);
            string answer = Text(time);
            if (s_exceptions.TryGetValue(text, out string? ours))
            {
                met.Add(text);
                Assert.NotEqual(recorded, answer);
                recorded = ours;
                answer = isRead ? answer : "error: " + error!.Message;
            }
            if (answer != recorded)
                wrong.Add($"{line}: \"{text}\" gives {answer}, recorded {recorded}");
        }
        Assert.Empty(wrong);
        Assert.Equal(s_exceptions.Keys.Order(), met.Order());
    }

    [Fact]
    public void Every_recorded_instant_prints_as_the_original_s_text()
    {
        List<string> wrong = [];
        int count = 0;
        foreach ((int line, JsonElement row) in Golden.Lines("times.jsonl"))
        {
            DrmsTime time = new(double.Parse(row.GetProperty("t").GetString()!, CultureInfo.InvariantCulture));
            foreach (JsonProperty output in row.GetProperty("out").EnumerateObject())
            {
                string[] style = output.Name.Split(',');
                string text = TimeFormatter.Format(time, style[0], int.Parse(style[1], CultureInfo.InvariantCulture));
                count++;
                if (text != output.Value.GetString())
                    wrong.Add($"{line}: {output.Name} gives {text}, recorded {output.Value}");
            }
        }
        Assert.Empty(wrong);
        Assert.Equal(202 * 14, count);
    }

    private static string Text(DrmsTime time)
    {
        string text = time.Seconds.ToString("G17", CultureInfo.InvariantCulture);
        return double.Parse(text, CultureInfo.InvariantCulture) == double.Truncate(time.Seconds) ? time.Seconds.ToString("F0", CultureInfo.InvariantCulture) : text;
    }
}
