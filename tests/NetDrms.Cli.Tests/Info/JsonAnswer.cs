using System.Globalization;
using System.Text;
using System.Text.Json;

namespace NetDrms.Cli.Tests.Info;

/// <summary>A program's answer as lines of <c>path = value</c>, in its own order, without what differs from run to run.</summary>
internal static class JsonAnswer
{
    private const string Header = "Content-type: application/json\n\n";

    /// <summary>Takes an answer apart.</summary>
    /// <param name="output">What the program printed.</param>
    /// <param name="isOurs">Ours has a member more, and no lines of question marks.</param>
    public static string Lines(string output, bool isOurs)
    {
        StringBuilder lines = new();
        string text = output;
        if (text.StartsWith(Header, StringComparison.Ordinal))
        {
            lines.Append("header\n");
            text = text[Header.Length..];
        }
        if (!isOurs)   // spec 06 §1: the original's clean-up calls ed on a missing file
            text = string.Join('\n', text.Split('\n').Where(line => line != "?"));
        if (text.Trim().Length == 0)
            return lines.Append("nothing\n").ToString();
        if (!isOurs && text.Contains(Header, StringComparison.Ordinal))
            return lines.Append("two answers\n").ToString();
        if (!text.StartsWith('{'))
            return lines.Append(text).ToString();
        using JsonDocument document = JsonDocument.Parse(text);
        Append(lines, "", document.RootElement, isOurs);
        return lines.ToString();
    }

    private static void Append(StringBuilder lines, string path, JsonElement value, bool isOurs)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                lines.Append(CultureInfo.InvariantCulture, $"{path}{{\n");
                foreach (JsonProperty member in value.EnumerateObject())
                {
                    if (!(isOurs && path.Length == 0 && member.Name == "detail"))
                        Append(lines, $"{path}.{member.Name}", member.Value, isOurs);
                }
                break;
            case JsonValueKind.Array:
                lines.Append(CultureInfo.InvariantCulture, $"{path}[{value.GetArrayLength()}]\n");
                int index = 0;
                foreach (JsonElement item in value.EnumerateArray())
                    Append(lines, $"{path}[{index++}]", item, isOurs);
                break;
            case JsonValueKind.Number:
                lines.Append(CultureInfo.InvariantCulture, $"{path} = {(path == ".runtime" ? "(time)" : value.GetDouble().ToString("R", CultureInfo.InvariantCulture))}\n");
                break;
            case JsonValueKind.String:
                lines.Append(CultureInfo.InvariantCulture, $"{path} = \"{(isOurs ? value.GetString() : WithoutSign(value.GetString()!))}\"\n");
                break;
            default:
                lines.Append(CultureInfo.InvariantCulture, $"{path} = {value.GetRawText()}\n");
                break;
        }
    }

    // Spec 06 §2.2: a missing number is nan in ours, never -nan.
    private static string WithoutSign(string text) =>
        text.TrimStart() is "-nan" or "-NAN" ? (text.Length > 4 ? " " : "") + text.Replace("-", "", StringComparison.Ordinal) : text;
}
