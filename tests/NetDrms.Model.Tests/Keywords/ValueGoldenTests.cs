using System.Globalization;
using System.Text;
using System.Text.Json;
using NetDrms.Model.Errors;
using NetDrms.Model.Keywords;

namespace NetDrms.Model.Tests.Keywords;

/// <summary>Spec 02 §4: every line of golden/values.jsonl.</summary>
public class ValueGoldenTests
{
    private readonly Dictionary<string, string> _exceptions = File
        .ReadLines(Path.Combine(Golden.Repository, "tests", "NetDrms.Model.Tests", "Keywords", "exceptions-values.txt"))
        .Where(line => line.Length > 0 && line[0] != '#')
        .Select(line => line.Split('\t'))
        .ToDictionary(parts => string.Join('\t', parts[..3]), parts => parts[3]);

    private readonly HashSet<string> _met = [];
    private readonly List<string> _wrong = [];

    [Fact]
    public void Every_recorded_value_reads_prints_and_converts_as_the_original_or_stands_in_the_exceptions()
    {
        foreach ((_, JsonElement row) in Golden.Lines("values.jsonl"))
            Check(row);
        Assert.Empty(_wrong);
        Assert.Equal(_exceptions.Keys.Order(), _met.Order());
    }

    private void Check(JsonElement row)
    {
        string typeName = row.GetProperty("type").GetString()!;
        Assert.True(DrmsTypeNames.TryParse(typeName, out DrmsType type));
        string latin = row.GetProperty("in").GetString()!;
        string text = OfLatin(latin);
        string key = $"{typeName}\t{latin}\t";
        int consumed = row.GetProperty("consumed").GetInt32();
        bool isRead = ValueReader.TryReadPrefix(type, text, out DrmsValue value, out int used, out DrmsError? error);
        if (consumed < 0)
        {
            Compare(key + "consumed", row.GetProperty("message").GetString()!, isRead ? "read" : error!.ClassicMessage ?? "");
            return;
        }
        // the recorder counted bytes
        Compare(key + "consumed", Number(consumed), isRead ? Number(IsValid(latin) ? Encoding.UTF8.GetByteCount(text.AsSpan(0, used)) : used) : error!.ClassicMessage ?? "");
        Compare(key + "missing", Number(row.GetProperty("missing").GetInt32()), value.IsMissing ? "1" : "0");
        string sprint = type == DrmsType.String ? $"'{ToLatin(ValueText.Plain(value), latin)}'" : ValueText.Plain(value);
        Compare(key + "sprint", Nan(row.GetProperty("sprint").GetString()!), sprint);
        foreach (JsonProperty print in row.GetProperty("print").EnumerateObject())
            CheckPrint(key, type, value, print, latin);
        foreach (JsonProperty conversion in row.GetProperty("conv").EnumerateObject())
        {
            Assert.True(DrmsTypeNames.TryParse(conversion.Name, out DrmsType target));
            string recorded = Nan(conversion.Value[0].GetString()!) + "," + Number(conversion.Value[1].GetInt32());
            DrmsValue converted = ValueConversion.Convert(value, target, out ConversionStatus status);
            string answer = target == DrmsType.Time ? ValueText.Plain(DrmsValue.OfDouble(converted.AsDouble)) : ToLatin(ValueText.Plain(converted), latin);
            Compare(key + "conv:" + conversion.Name, recorded, answer + "," + Number((int)status));
        }
    }

    private void CheckPrint(string key, DrmsType type, DrmsValue value, JsonProperty print, string latin)
    {
        string format = print.Name;
        string recorded = Nan(print.Value.GetString()!);
        string answer = ToLatin(KeywordFormat.Parse(type, format, "UTC").Print(value), latin);
        bool isIntegerFormat = format.Any("dioxXuc".Contains);
        bool isRealFormat = !isIntegerFormat && format.Any("fFeEgGaA".Contains);
        if (type.IsInteger() && isRealFormat || type is DrmsType.Float or DrmsType.Double && isIntegerFormat)
            return;   // another class: see the rule tests
        if (type.IsInteger() && value.AsInteger < 0 && format == "%lld")
            recorded = Number(value.AsInteger);
        if (type == DrmsType.LongLong && format == "%d")
            recorded = Number(value.AsInteger);
        if (format == "%10s" && !IsValid(latin))
            recorded = recorded[1..];   // é is two bytes with us
        if (format == "%-10s|" && !IsValid(latin))
            recorded = recorded.Replace(" |", "|", StringComparison.Ordinal);
        Compare(key + "print:" + format, recorded, answer);
    }

    private void Compare(string key, string recorded, string answer)
    {
        if (_exceptions.TryGetValue(key, out string? ours))
        {
            _met.Add(key);
            Assert.NotEqual(recorded, answer);
            recorded = ours;
        }
        if (recorded != answer)
            _wrong.Add($"{key}: \"{answer}\", recorded \"{recorded}\"");
    }

    private static string Nan(string recorded) =>
        recorded.TrimStart() is "-nan" ? recorded.Replace("-nan", recorded[0] == ' ' ? " nan" : "nan", StringComparison.Ordinal) : recorded.Replace("-NAN", "NAN", StringComparison.Ordinal);

    private static bool IsValid(string latin) => !Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(latin)).Contains('\uFFFD', StringComparison.Ordinal);

    // recorded text is Latin-1 of the bytes; bytes that are no UTF-8 are taken as Latin-1 text
    private static string OfLatin(string latin) => IsValid(latin) ? Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(latin)) : latin;

    private static string ToLatin(string text, string recorded) =>
        IsValid(recorded) && !text.Equals(recorded, StringComparison.Ordinal) && text.Any(c => c > 0x7F) && recorded.Any(c => c > 0x7F)
            ? Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(text))
            : text;

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
