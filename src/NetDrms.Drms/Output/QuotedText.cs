using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace NetDrms.Drms.Output;

/// <summary>The inside of a quoted text on one line: <c>\n</c>, <c>\"</c> and <c>\\</c> are escaped. Spec 03 §2.4.</summary>
public static class QuotedText
{
    private static readonly SearchValues<byte> s_special = SearchValues.Create("\n\"\\"u8);

    /// <summary>Writes a text with its escapes, without the quotes around it.</summary>
    public static void Write(IBufferWriter<byte> output, ReadOnlySpan<byte> text)
    {
        ArgumentNullException.ThrowIfNull(output);
        while (text.IndexOfAny(s_special) is int next and >= 0)
        {
            output.Write(text[..next]);
            output.Write(text[next] switch { (byte)'\n' => "\\n"u8, (byte)'"' => "\\\""u8, _ => "\\\\"u8 });
            text = text[(next + 1)..];
        }
        output.Write(text);
    }

    /// <summary>Reads the inside of a quoted text; <c>\x</c> of any other x stays as it is, as in files that the original wrote.</summary>
    [return: NotNull]
    public static string Read(ReadOnlySpan<char> text)
    {
        if (text.IndexOf('\\') < 0)
            return text.ToString();
        StringBuilder plain = new(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\' || i + 1 == text.Length || text[i + 1] is not ('n' or 't' or '"' or '\'' or '\\'))
                plain.Append(text[i]);
            else
                plain.Append(text[++i] switch { 'n' => '\n', 't' => '\t', char other => other });
        }
        return plain.ToString();
    }
}
