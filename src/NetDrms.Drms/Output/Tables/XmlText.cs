using System.Buffers;
using System.Text;

namespace NetDrms.Drms.Output.Tables;

/// <summary>Writes text into XML: marks escaped, white space kept as it is. What XML 1.0 cannot hold becomes U+FFFD.</summary>
internal static class XmlText
{
    private static readonly SearchValues<byte> s_special = SearchValues.Create(Special());

    /// <summary>Writes text.</summary>
    public static void Write(IBufferWriter<byte> output, string text) => Write(output, Encoding.UTF8.GetBytes(text));

    /// <summary>Writes text that is well-formed UTF-8.</summary>
    public static void Write(IBufferWriter<byte> output, ReadOnlySpan<byte> text)
    {
        while (true)
        {
            int plain = text.IndexOfAny(s_special);
            if (plain < 0)
            {
                output.Write(text);
                return;
            }
            output.Write(text[..plain]);
            text = text[plain..];
            text = text[WriteSpecial(output, text)..];
        }
    }

    private static int WriteSpecial(IBufferWriter<byte> output, ReadOnlySpan<byte> text)
    {
        if (text[0] == 0xEF)
        {
            bool isNoCharacter = text[1] == 0xBF && text[2] >= 0xBE;   // U+FFFE and U+FFFF
            output.Write(isNoCharacter ? "\uFFFD"u8 : text[..3]);
            return 3;
        }
        output.Write(text[0] switch
        {
            (byte)'&' => "&amp;"u8,
            (byte)'<' => "&lt;"u8,
            (byte)'>' => "&gt;"u8,
            (byte)'"' => "&quot;"u8,
            (byte)'\t' => "&#9;"u8,
            (byte)'\n' => "&#10;"u8,
            (byte)'\r' => "&#13;"u8,
            _ => "\uFFFD"u8,
        });
        return 1;
    }

    private static byte[] Special() => [.. Enumerable.Range(0, ' ').Select(c => (byte)c), (byte)'&', (byte)'<', (byte)'>', (byte)'"', 0xEF];
}
