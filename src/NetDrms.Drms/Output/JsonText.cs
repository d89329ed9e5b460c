using System.Buffers;
using System.Text;

namespace NetDrms.Drms.Output;

/// <summary>
/// Texts in the JSON of web answers as the original writes them, <c>\/</c> always; ours are ASCII only, so that clients that read Latin-1 and clients that
/// read UTF-8 see the same, and without characters of markup, since an answer to an upload is shown by a frame as text/html. Spec 06 §1.
/// </summary>
public static class JsonText
{
    private static readonly SearchValues<byte> s_special = SearchValues.Create(
        [.. Enumerable.Range(0, 256).Where(b => b is < ' ' or '"' or '\\' or '/' or '<' or '>' or '&' or > 0x7E).Select(b => (byte)b)]);

    /// <summary>Writes a text with its quotes.</summary>
    public static void Write(IBufferWriter<byte> output, ReadOnlySpan<char> text)
    {
        ArgumentNullException.ThrowIfNull(output);
        byte[] utf8 = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(text.Length));
        Write(output, utf8.AsSpan(0, Encoding.UTF8.GetBytes(text, utf8)));
        ArrayPool<byte>.Shared.Return(utf8);
    }

    /// <summary>Writes a text of UTF-8 with its quotes; bytes that are none become U+FFFD.</summary>
    public static void Write(IBufferWriter<byte> output, ReadOnlySpan<byte> utf8)
    {
        ArgumentNullException.ThrowIfNull(output);
        output.Write("\""u8);
        Escaped(output, utf8);
        output.Write("\""u8);
    }

    /// <summary>Writes the inside of a text; bytes that are no UTF-8 become U+FFFD.</summary>
    public static void Escaped(IBufferWriter<byte> output, ReadOnlySpan<byte> utf8)
    {
        ArgumentNullException.ThrowIfNull(output);
        while (utf8.IndexOfAny(s_special) is int next and >= 0)
        {
            output.Write(utf8[..next]);
            utf8 = utf8[next..];
            int length = 1;
            if (utf8[0] < 0x80)
                Ascii(output, utf8[0]);
            else
            {
                Rune.DecodeFromUtf8(utf8, out Rune rune, out length);
                Beyond(output, rune);
            }
            utf8 = utf8[length..];
        }
        output.Write(utf8);
    }

    /// <summary>Escapes what was written to a buffer that keeps its bytes, behind a place; nearly always there is nothing to escape.</summary>
    internal static void EscapeBehind(OutputBuffer output, int start)
    {
        ReadOnlySpan<byte> written = output.Held[start..];
        if (!written.ContainsAny(s_special))
            return;
        byte[] copy = ArrayPool<byte>.Shared.Rent(written.Length);
        written.CopyTo(copy);
        int length = written.Length;
        output.CutBack(start);
        Escaped(output, copy.AsSpan(0, length));
        ArrayPool<byte>.Shared.Return(copy);
    }

    private static void Ascii(IBufferWriter<byte> output, byte character)
    {
        ReadOnlySpan<byte> escape = character switch
        {
            (byte)'"' => "\\\""u8,
            (byte)'\\' => "\\\\"u8,
            (byte)'/' => "\\/"u8,
            (byte)'\b' => "\\b"u8,
            (byte)'\f' => "\\f"u8,
            (byte)'\n' => "\\n"u8,
            (byte)'\r' => "\\r"u8,
            (byte)'\t' => "\\t"u8,
            _ => [],
        };
        if (escape.IsEmpty)
            Unit(output, character);
        else
            output.Write(escape);
    }

    private static void Beyond(IBufferWriter<byte> output, Rune rune)
    {
        Span<char> units = stackalloc char[2];
        int count = rune.EncodeToUtf16(units);
        foreach (char unit in units[..count])
            Unit(output, unit);
    }

    private static void Unit(IBufferWriter<byte> output, int unit)
    {
        ReadOnlySpan<byte> digits = "0123456789abcdef"u8;
        output.Write([(byte)'\\', (byte)'u', digits[unit >> 12], digits[(unit >> 8) & 15], digits[(unit >> 4) & 15], digits[unit & 15]]);
    }
}
