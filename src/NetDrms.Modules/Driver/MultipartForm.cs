using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace NetDrms.Modules.Driver;

/// <summary>A form in parts, <c>multipart/form-data</c>, as a page sends it with a file. Spec 06 §1.</summary>
internal static class MultipartForm
{
    private const string MediaType = "multipart/form-data";
    private const int LongestBoundary = 70;   // RFC 2046 §5.1.1
    private const int LongestHeader = 4096;

    /// <summary>Finds the boundary of the parts in a content type; false for any other content.</summary>
    public static bool TryBoundary(string? contentType, [NotNullWhen(true)] out string? boundary)
    {
        boundary = null;
        if (contentType is null || !contentType.StartsWith(MediaType, StringComparison.OrdinalIgnoreCase))
            return false;
        boundary = Parameter(contentType[MediaType.Length..], "boundary");
        return boundary is { Length: > 0 and <= LongestBoundary };
    }

    /// <summary>Reads the parts as they stand, up to the first that is none; of a file its content counts, not its name.</summary>
    public static IReadOnlyList<(string Name, string Value)> Read(ReadOnlySpan<byte> body, string boundary)
    {
        List<(string, string)> pairs = [];
        ReadOnlySpan<byte> line = Encoding.Latin1.GetBytes($"--{boundary}");
        ReadOnlySpan<byte> end = Encoding.Latin1.GetBytes($"\r\n--{boundary}");
        int start = body.IndexOf(line);
        while (start >= 0 && pairs.Count < WebForm.MostNames)
        {
            body = body[(start + line.Length)..];
            if (!body.StartsWith("\r\n"u8))
                break;   // "--": that was the last
            body = body[2..];
            int headers = body.StartsWith("\r\n"u8) ? 0 : body.IndexOf("\r\n\r\n"u8);
            if (headers is < 0 or > LongestHeader)
                break;
            ReadOnlySpan<byte> content = body[(headers + (headers == 0 ? 2 : 4))..];
            int length = content.IndexOf(end);
            if (length < 0)
                break;
            if (Name(body[..headers]) is string name)
                pairs.Add(WebForm.Pair(name, WebForm.Text(content[..length])));
            body = content[(length + 2)..];
            start = 0;
        }
        return pairs;
    }

    private static string? Name(ReadOnlySpan<byte> headers)
    {
        foreach (string header in WebForm.Text(headers).Split("\r\n"))
        {
            if (header.StartsWith("Content-Disposition:", StringComparison.OrdinalIgnoreCase) && Parameter(header, "name") is string name)
                return name;
        }
        return null;
    }

    // ; name=value or ; name="value"
    private static string? Parameter(string header, string name)
    {
        int start = header.IndexOf(';', StringComparison.Ordinal);
        while (start >= 0)
        {
            ReadOnlySpan<char> rest = header.AsSpan(start + 1).TrimStart();
            int equals = rest.IndexOf('=');
            if (equals < 0)
                return null;
            ReadOnlySpan<char> value = rest[(equals + 1)..];
            bool isQuoted = value.StartsWith("\"");
            int length = isQuoted ? value[1..].IndexOf('"') : value.IndexOf(';');
            if (isQuoted && length < 0)
                return null;
            ReadOnlySpan<char> text = isQuoted ? value.Slice(1, length) : length < 0 ? value : value[..length];
            if (rest[..equals].TrimEnd().Equals(name, StringComparison.OrdinalIgnoreCase))
                return text.Trim().ToString();
            ReadOnlySpan<char> behind = isQuoted ? value[(length + 2)..] : length < 0 ? [] : value[length..];
            int next = behind.IndexOf(';');
            start = next < 0 ? -1 : header.Length - behind.Length + next;
        }
        return null;
    }
}
