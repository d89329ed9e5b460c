using System.Text;

namespace NetDrms.Cli.Driver;

/// <summary>Names and values of a web form, <c>a=b&amp;c=d</c>, percent-encoded. Spec 03 §2.1.</summary>
internal static class WebForm
{
    /// <summary>Reads a form; a pair without <c>=</c> has the value 1, as a flag.</summary>
    public static IReadOnlyList<(string Name, string Value)> Read(string form)
    {
        List<(string, string)> pairs = [];
        foreach (string pair in form.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            int equals = pair.IndexOf('=', StringComparison.Ordinal);
            pairs.Add(equals < 0 ? (Decode(pair), "1") : (Decode(pair[..equals]), Decode(pair[(equals + 1)..])));
        }
        return pairs;
    }

    private static string Decode(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        int length = 0;
        for (int i = 0; i < bytes.Length; i++)
        {
            bool isEncoded = bytes[i] == '%' && i + 2 < bytes.Length && char.IsAsciiHexDigit((char)bytes[i + 1]) && char.IsAsciiHexDigit((char)bytes[i + 2]);
            bytes[length++] = isEncoded ? byte.Parse(bytes.AsSpan(i + 1, 2), System.Globalization.NumberStyles.AllowHexSpecifier, null) : bytes[i] == '+' ? (byte)' ' : bytes[i];
            i += isEncoded ? 2 : 0;
        }
        return Encoding.UTF8.GetString(bytes, 0, length);
    }
}
