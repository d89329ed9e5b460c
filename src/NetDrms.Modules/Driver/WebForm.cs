using System.Text;
using NetDrms.Modules.Arguments;

namespace NetDrms.Modules.Driver;

/// <summary>Names and values of a web form, <c>a=b&amp;c=d</c>, percent-encoded. Spec 03 §2.1.</summary>
internal static class WebForm
{
    private const int LongestForm = 1024 * 1024;

    /// <summary>The form of the web request that started the program, or of its <c>QUERY_STRING</c> argument; null when there is none.</summary>
    /// <param name="context">The module, which declares <c>QUERY_STRING</c>.</param>
    public static IReadOnlyList<(string Name, string Value)>? OfRequest(ModuleContext context)
    {
        Surroundings surroundings = context.Surroundings;
        if (surroundings.Environment("REQUEST_METHOD") != "POST")
            return surroundings.IsWeb || context.Arguments.IsGiven("QUERY_STRING") ? Read(context.Arguments.Text("QUERY_STRING")) : null;
        if (!int.TryParse(surroundings.Environment("CONTENT_LENGTH"), out int length) || length is < 0 or > LongestForm)
            return [];
        byte[] body = new byte[length];
        int read = surroundings.In.Value.ReadAtLeast(body, length, throwOnEndOfStream: false);
        return Read(Encoding.UTF8.GetString(body, 0, read));
    }

    /// <summary>A form's pairs as arguments of a module; it cannot set session arguments.</summary>
    /// <returns>Null after the mistakes were printed.</returns>
    public static ModuleArguments? Arguments(ModuleDefinition definition, IReadOnlyList<(string Name, string Value)> form, ModuleContext context)
    {
        List<string> words = [];
        foreach ((string name, string value) in form)
        {
            if (definition.Find(name) is not { IsLong: false } declared || declared.FromEnvironment)
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
