using System.Globalization;
using System.Text;
using NetDrms.Modules.Arguments;

namespace NetDrms.Modules.Driver;

/// <summary>Names and values of a web form, percent-encoded or in parts. Spec 06 §1, 03 §2.1.</summary>
internal static class WebForm
{
    /// <summary>Longest form that is read, in bytes; a longer one counts as empty.</summary>
    public const int LongestForm = 1024 * 1024;

    /// <summary>Most names of a form; the rest is ignored.</summary>
    public const int MostNames = 1000;

    private const string ProcessLimit = "process=n";
    private static readonly UTF8Encoding s_strict = new(false, throwOnInvalidBytes: true);

    /// <summary>The form of the web request that started the program, or of its <c>QUERY_STRING</c> argument; null when there is none.</summary>
    /// <param name="context">The module, which declares <c>QUERY_STRING</c>.</param>
    /// <remarks>Names may repeat: <see cref="First"/> tells which counts.</remarks>
    public static IReadOnlyList<(string Name, string Value)>? OfRequest(ModuleContext context)
    {
        Surroundings surroundings = context.Surroundings;
        string? query = context.Arguments.TextOrNull("QUERY_STRING");
        string? method = surroundings.Environment("REQUEST_METHOD");
        if (method == "POST")
            return [.. OfBody(surroundings), .. Read(query ?? "")];
        return surroundings.IsWeb || method is not null || query is not null ? Read(query ?? "") : null;
    }

    /// <summary>True for a form in parts, which may hold files: its answer is for a frame of a page. Spec 06 §1.</summary>
    public static bool IsUpload(Surroundings surroundings) =>
        surroundings.Environment("REQUEST_METHOD") == "POST" && MultipartForm.TryBoundary(surroundings.Environment("CONTENT_TYPE"), out _);

    /// <summary>The value of a name; of repeated ones the first counts. Null when there is none.</summary>
    public static string? First(IReadOnlyList<(string Name, string Value)> form, string name)
    {
        foreach ((string own, string value) in form)
        {
            if (own == name)
                return value;
        }
        return null;
    }

    /// <summary>A form's pairs as arguments of a module; it cannot set session arguments.</summary>
    /// <returns>Null after the mistakes were printed.</returns>
    public static ModuleArguments? Arguments(ModuleDefinition definition, IReadOnlyList<(string Name, string Value)> form, ModuleContext context)
    {
        List<string> words = [];
        HashSet<string> seen = new(StringComparer.Ordinal);
        foreach ((string name, string value) in form)
        {
            if (definition.Find(name) is not { IsLong: false } declared || declared.FromEnvironment || !seen.Add(name))
                continue;
            words.Add($"{name}={value.Replace("\\", "\\\\", StringComparison.Ordinal)}");   // a form has no escapes
            if (value.Length == 0)
                words.Add("");
        }
        ParsedCommand command = ArgumentParser.Parse(definition, words, _ => null, context.Surroundings.Folder);
        if (command.Errors.Count > 0)
            context.Error.Print(command.Errors, []);
        return command.Arguments;
    }

    /// <summary>Reads an encoded form: split at <c>&amp;</c>, then at the first <c>=</c>, then decoded; a pair without <c>=</c> has the value 1, as a flag.</summary>
    public static IReadOnlyList<(string Name, string Value)> Read(string form)
    {
        List<(string, string)> pairs = [];
        if (form.Length > LongestForm)
            return pairs;
        foreach (Range range in form.AsSpan().Split('&'))
        {
            ReadOnlySpan<char> pair = form.AsSpan(range);
            if (pair.IsEmpty)
                continue;
            if (pairs.Count == MostNames)
                break;
            int equals = pair.IndexOf('=');
            pairs.Add(equals < 0 ? Pair(Decode(pair), "1") : Pair(Decode(pair[..equals]), Decode(pair[(equals + 1)..])));
        }
        return pairs;
    }

    /// <summary>Text of bytes that are UTF-8, or else Latin-1.</summary>
    public static string Text(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return s_strict.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return Encoding.Latin1.GetString(bytes);
        }
    }

    /// <summary>A pair as it counts: the Python client calls its parameter <c>process=n</c>. Spec 06 §1, 13.2.</summary>
    internal static (string Name, string Value) Pair(string name, string value) =>
        name == ProcessLimit ? ("process", $"n={value}") : (name, value);

    private static IReadOnlyList<(string Name, string Value)> OfBody(Surroundings surroundings)
    {
        if (!int.TryParse(surroundings.Environment("CONTENT_LENGTH"), NumberStyles.None, CultureInfo.InvariantCulture, out int length) || length > LongestForm)
            return [];
        byte[] body = new byte[length];
        int read = surroundings.In.Value.ReadAtLeast(body, length, throwOnEndOfStream: false);
        return MultipartForm.TryBoundary(surroundings.Environment("CONTENT_TYPE"), out string? boundary)
            ? MultipartForm.Read(body.AsSpan(0, read), boundary)
            : Read(Text(body.AsSpan(0, read)));
    }

    /// <summary>Decodes a text: <c>+</c> is a blank, <c>%XX</c> a byte; <c>%</c> without two hexadecimal digits behind it is itself.</summary>
    public static string Decode(ReadOnlySpan<char> text)
    {
        if (text.IndexOfAny('%', '+') < 0)
            return text.ToString();
        byte[] bytes = new byte[Encoding.UTF8.GetMaxByteCount(text.Length)];
        int all = Encoding.UTF8.GetBytes(text, bytes);
        int length = 0;
        for (int i = 0; i < all; i++)
        {
            bool isEncoded = bytes[i] == '%' && i + 2 < all && char.IsAsciiHexDigit((char)bytes[i + 1]) && char.IsAsciiHexDigit((char)bytes[i + 2]);
            bytes[length++] = isEncoded ? byte.Parse(bytes.AsSpan(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture) : bytes[i] == '+' ? (byte)' ' : bytes[i];
            i += isEncoded ? 2 : 0;
        }
        return Text(bytes.AsSpan(0, length));
    }
}
