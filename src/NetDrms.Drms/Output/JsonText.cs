using System.Buffers;
using System.Globalization;
using System.Text;

namespace NetDrms.Drms.Output;

/// <summary>Texts in the JSON of web answers: ASCII only, so that clients that read Latin-1 and clients that read UTF-8 see the same. Spec 06 §1.</summary>
public static class JsonText
{
    private const int LongestEscape = 12;   // a pair of surrogates

    /// <summary>Writes a text with its quotes.</summary>
    public static void Write(IBufferWriter<byte> output, ReadOnlySpan<char> text)
    {
        ArgumentNullException.ThrowIfNull(output);
        output.Write("\""u8);
        foreach (Rune rune in text.EnumerateRunes())
            WriteRune(output, rune);
        output.Write("\""u8);
    }

    /// <summary>Writes a text of UTF-8 with its quotes; bytes that are none become U+FFFD.</summary>
    public static void Write(IBufferWriter<byte> output, ReadOnlySpan<byte> utf8)
    {
        ArgumentNullException.ThrowIfNull(output);
        output.Write("\""u8);
        while (!utf8.IsEmpty)
        {
            Rune.DecodeFromUtf8(utf8, out Rune rune, out int length);
            WriteRune(output, rune);
            utf8 = utf8[length..];
        }
        output.Write("\""u8);
    }

    private static void WriteRune(IBufferWriter<byte> output, Rune rune)
    {
        Span<byte> target = output.GetSpan(LongestEscape);
        int written = rune.Value switch
        {
            '"' or '\\' or '/' => Escape(target, (byte)rune.Value),
            '\b' => Escape(target, (byte)'b'),
            '\f' => Escape(target, (byte)'f'),
            '\n' => Escape(target, (byte)'n'),
            '\r' => Escape(target, (byte)'r'),
            '\t' => Escape(target, (byte)'t'),
            >= ' ' and < 0x7f => Plain(target, (byte)rune.Value),
            _ => Unicode(target, rune),
        };
        output.Advance(written);
    }

    private static int Plain(Span<byte> target, byte value)
    {
        target[0] = value;
        return 1;
    }

    private static int Escape(Span<byte> target, byte letter)
    {
        target[0] = (byte)'\\';
        target[1] = letter;
        return 2;
    }

    private static int Unicode(Span<byte> target, Rune rune)
    {
        Span<char> units = stackalloc char[2];
        int count = rune.EncodeToUtf16(units);
        int written = 0;
        for (int i = 0; i < count; i++)
        {
            Escape(target[written..], (byte)'u');
            ((int)units[i]).TryFormat(target[(written + 2)..], out _, "x4", CultureInfo.InvariantCulture);
            written += 6;
        }
        return written;
    }
}
