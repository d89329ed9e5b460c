using System.Globalization;
using System.Text.Json;
using NetDrms.Model.Errors;
using NetDrms.Sums.Units;

namespace NetDrms.Sums.Wire;

/// <summary>An answer as the client reads it: names of members without case, as the original client compares them (spec 04 §3.6).</summary>
internal sealed class SumsAnswer : IDisposable
{
    private readonly JsonDocument _document;

    private SumsAnswer(JsonDocument document) => _document = document;

    /// <summary>Reads an answer.</summary>
    /// <exception cref="DrmsException">It is not a JSON object with a status.</exception>
    public static SumsAnswer Parse(ReadOnlyMemory<byte> body)
    {
        JsonDocument? document = null;
        try
        {
            document = JsonDocument.Parse(body);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
                return new(document);
        }
        catch (JsonException wrong)
        {
            throw new DrmsException(ErrorCode.Sums, "answer of the storage daemon is not JSON", wrong);
        }
        document.Dispose();
        throw new DrmsException(ErrorCode.Sums, "answer of the storage daemon is not a JSON object");
    }

    /// <summary>True for a frame that only says that the daemon is at work, whatever else it holds.</summary>
    public bool IsAlive => TryFind(_document.RootElement, "is-alive", out JsonElement alive) && alive.ValueKind == JsonValueKind.True;

    /// <summary>The status.</summary>
    public string Status => Text("status");

    /// <summary>True when the request was done.</summary>
    public bool IsOk => Status.Equals(SumsStatus.Ok, StringComparison.OrdinalIgnoreCase) && !Has("taperead-requestid");

    /// <summary>Under which id to poll for units that are on their way; null when none are.</summary>
    public string? RetrievalId => Has("taperead-requestid") ? Text("taperead-requestid") : null;

    /// <summary>True for an answer that is given before units that are read back are there.</summary>
    public bool IsTapeRead => Has("taperead-requestid")
        && (Status.Equals(SumsStatus.TapeRead, StringComparison.OrdinalIgnoreCase) || Status.Equals(SumsStatus.Ok, StringComparison.OrdinalIgnoreCase));

    /// <summary>What the daemon says went wrong, without the words that all errors begin with.</summary>
    public string Message
    {
        get
        {
            string text = TryFind(_document.RootElement, "errmsg", out JsonElement message) && message.ValueKind == JsonValueKind.String ? message.GetString()! : Status;
            int colon = text.IndexOf(" response: ", StringComparison.Ordinal);
            return text.StartsWith("Unable to create ", StringComparison.Ordinal) && colon > 0 ? text[(colon + " response: ".Length)..] : text;
        }
    }

    /// <summary>The whole text that the original's client prints.</summary>
    public string? FullMessage => TryFind(_document.RootElement, "errmsg", out JsonElement message) && message.ValueKind == JsonValueKind.String ? message.GetString() : null;

    /// <summary>True when a member is there.</summary>
    public bool Has(string name) => TryFind(_document.RootElement, name, out _);

    /// <summary>A string member.</summary>
    public string Text(string name) => Text(_document.RootElement, name);

    /// <summary>A member that is a hexadecimal string.</summary>
    public long Hex(string name) => Hex(_document.RootElement, name);

    /// <summary>The paths of a get, as many as asked; null for a unit that is not on line.</summary>
    public List<string?> Paths(int expected)
    {
        List<string?> paths = new(expected);
        foreach (JsonElement element in Elements("supaths", expected))
        {
            if (!TryFind(element, "path", out JsonElement path) || path.ValueKind is not (JsonValueKind.String or JsonValueKind.Null))
                throw Wrong("path");
            paths.Add(path.GetString());
        }
        return paths;
    }

    /// <summary>The units of an info, as many as asked.</summary>
    public List<StorageUnit> Units(int expected)
    {
        List<StorageUnit> units = new(expected);
        foreach (JsonElement e in Elements("suinfo", expected))
        {
            units.Add(new(
                new Sunum(Hex(e, "sunum")), Text(e, "onlineLoc"), Text(e, "onlineStatus"), Text(e, "archiveStatus"), Text(e, "offsiteAck"),
                Text(e, "historyComment"), Text(e, "owningSeries"), (int)Number(e, "storageGroup"), Hex(e, "bytes"),
                TryFind(e, "createSumid", out _) ? Number(e, "createSumid") : 0,
                Text(e, "creatDate"), Text(e, "username"), Text(e, "archTape"), (int)Number(e, "archTapeFn"), Text(e, "archTapeDate"),
                Text(e, "safeTape"), (int)Number(e, "safeTapeFn"), Text(e, "safeTapeDate"), Text(e, "effectiveDate"),
                (int)Number(e, "paStatus"), (int)Number(e, "paSubstatus")));
        }
        return units;
    }

    private JsonElement.ArrayEnumerator Elements(string name, int expected)
    {
        if (!TryFind(_document.RootElement, name, out JsonElement array) || array.ValueKind != JsonValueKind.Array)
            throw Wrong(name);
        if (array.GetArrayLength() != expected)
            throw new DrmsException(ErrorCode.Sums, string.Create(
                CultureInfo.InvariantCulture, $"storage daemon answered {array.GetArrayLength()} of {expected} units"));
        return array.EnumerateArray();
    }

    private static string Text(JsonElement element, string name) =>
        TryFind(element, name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : throw Wrong(name);

    private static long Number(JsonElement element, string name) =>
        TryFind(element, name, out JsonElement value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out long number) ? number : throw Wrong(name);

    private static long Hex(JsonElement element, string name) =>
        Sunum.TryParseHexNumber(Text(element, name), out ulong number) ? unchecked((long)number) : throw Wrong(name);

    private static bool TryFind(JsonElement element, string name, out JsonElement value)
    {
        if (element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out value))
            return true;
        value = default;
        if (element.ValueKind != JsonValueKind.Object)
            return false;
        foreach (JsonProperty member in element.EnumerateObject())
        {
            if (member.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                value = member.Value;
                return true;
            }
        }
        return false;
    }

    private static DrmsException Wrong(string name) =>
        new(ErrorCode.Sums, $"answer of the storage daemon has no \"{name}\" of the right kind");

    /// <inheritdoc/>
    public void Dispose() => _document.Dispose();
}
