using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace NetDrms.Sums.Tests.Daemon;

/// <summary>What differs from run to run in one conversation: sunums, directories, session numbers, dates, the client's port.</summary>
/// <param name="clock">The database's clock at the start.</param>
/// <param name="root">What stands before /SUM8: nothing in a recording, a temporary folder in ours.</param>
/// <param name="folderBytes">Size of an empty directory.</param>
internal sealed partial class WireText(DateTime clock, string root, long folderBytes)
{
    private readonly List<(string Value, string Token)> _tokens = [];

    /// <summary>Number of folders in each unit of the conversation, by its token.</summary>
    public Dictionary<string, int> Folders { get; } = [];

    /// <summary>Learns the numbers that an answer of the server gives.</summary>
    public void Learn(string frame)
    {
        if (SessionPattern().Match(frame) is { Success: true } session)
            Add(session.Groups[1].Value, "session");
        if (AllocPattern().Match(frame) is { Success: true } alloc)
        {
            string unit = string.Create(CultureInfo.InvariantCulture, $"unit{_tokens.Count(token => token.Token.StartsWith("{path", StringComparison.Ordinal)) + 1}");
            _tokens.Add((alloc.Groups[2].Value, "{path of " + unit + "}"));
            Add(alloc.Groups[1].Value, unit);
        }
    }

    /// <summary>Learns the number of a session that is not the conversation's own.</summary>
    public void Learn(long session, string name) => Add(session.ToString("x", CultureInfo.InvariantCulture), name);

    private void Add(string hex, string name)
    {
        long number = long.Parse(hex, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        _tokens.Add(($"\"{hex}\"", $"\"{{{name}}}\""));
        _tokens.Add((string.Create(CultureInfo.InvariantCulture, $"#{number}#"), $"#{{{name}}}#"));
    }

    /// <summary>A client's frame in this run: tokens become values.</summary>
    public string Fill(string text)
    {
        text = PlacePattern().Replace(text, root + "$0");
        foreach ((string value, string token) in _tokens)
            text = text.Replace(token, value, StringComparison.Ordinal);
        return text;
    }

    /// <summary>A client's frame as recorded: values become tokens.</summary>
    public string Tokens(string text)
    {
        foreach ((string value, string token) in _tokens)
            text = text.Replace(value, token, StringComparison.Ordinal);
        return text;
    }

    /// <summary>A server's frame, header checked and taken off, for comparison.</summary>
    public string Answer(string frame)
    {
        int length = int.Parse(frame.AsSpan(0, 8), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        if (!frame.Contains("{root}", StringComparison.Ordinal))   // there the recording kept the original's length
            Assert.Equal(frame.Length - 8, length);
        string text = Plain(Tokens(frame[8..]));
        text = LinePattern().Replace(text, "");
        text = PeerPattern().Replace(text, "{peer}");
        text = FreePattern().Replace(text, "{free} bytes free");
        text = UnitPattern().Replace(text, "storage unit {number}");
        text = CreationPattern().Replace(text, "\"creatDate\": \"{date}\"");
        text = BytesPattern().Replace(text, "\"bytes\": \"{bytes}\"");
        text = CreatorPattern().Replace(text, match => match.Groups[1].Value == "-1" ? match.Value : "\"createSumid\": {sumid}");
        return EffectivePattern().Replace(text, match => $"\"effectiveDate\": \"{Offset(match.Groups[1].Value)}\"");
    }

    /// <summary>A path below the partitions.</summary>
    public string Place(string path)
    {
        foreach ((string value, string token) in _tokens)
        {
            if (path == value || path.StartsWith(value + "/", StringComparison.Ordinal))
                return token + path[value.Length..];
        }
        return Plain(path);
    }

    /// <summary>A text without what is before /SUM8.</summary>
    public string Plain(string text) => root.Length == 0 ? text : text.Replace(root, "", StringComparison.Ordinal);

    /// <summary>A number of a unit or session in a row.</summary>
    public string Number(long number)
    {
        string marked = string.Create(CultureInfo.InvariantCulture, $"#{number}#");
        return Tokens(marked).Trim('#');
    }

    /// <summary>Bytes of a unit as they would be with folders of 4096 bytes.</summary>
    public long Bytes(string place, long bytes) => bytes - (Folders.GetValueOrDefault(place, 0) * (folderBytes - 4096));

    /// <summary>An effective date, as hours from the start.</summary>
    public string Offset(string date) => DateTime.TryParseExact(date, "yyyyMMddHHmm", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime at) && at.Year > 2000
        ? string.Create(CultureInfo.InvariantCulture, $"now + {Math.Round((at - clock).TotalHours)} h")
        : date;

    /// <summary>A recorded effective date, moved to this run's clock.</summary>
    public static string Moved(string date, DateTime recorded, DateTime now) => date.Length < 12
        ? date
        : (now + (DateTime.ParseExact(date, "yyyyMMddHHmm", CultureInfo.InvariantCulture) - recorded)).ToString("yyyyMMddHHmm", CultureInfo.InvariantCulture);

    /// <summary>A frame around a text.</summary>
    public static string Framed(string body) => string.Create(CultureInfo.InvariantCulture, $"{Encoding.Latin1.GetByteCount(body):x8}{body}");

    [GeneratedRegex("\"sessionid\": ?\"([0-9a-f]+)\"")]
    private static partial Regex SessionPattern();

    [GeneratedRegex("\"sunum\": ?\"([0-9a-f]+)\", ?\"sudir\": ?\"([^\"]+)\"")]
    private static partial Regex AllocPattern();

    [GeneratedRegex("/SUM[89](?=[/\"])")]
    private static partial Regex PlacePattern();

    [GeneratedRegex(@"\[ exception at line \d+ \] ")]
    private static partial Regex LinePattern();

    [GeneratedRegex(@"\('127\.0\.0\.1', \d+\)")]
    private static partial Regex PeerPattern();

    [GeneratedRegex(@"\d+ bytes free")]
    private static partial Regex FreePattern();

    [GeneratedRegex("storage unit [0-9a-f]+(?=[,\" ])")]
    private static partial Regex UnitPattern();

    [GeneratedRegex("\"creatDate\": \"2[^\"]+\"")]
    private static partial Regex CreationPattern();

    [GeneratedRegex("\"bytes\": \"(?!0\")[^\"]+\"")]
    private static partial Regex BytesPattern();

    [GeneratedRegex("\"createSumid\": (-?\\d+)")]
    private static partial Regex CreatorPattern();

    [GeneratedRegex("\"effectiveDate\": \"([^\"]+)\"")]
    private static partial Regex EffectivePattern();
}
