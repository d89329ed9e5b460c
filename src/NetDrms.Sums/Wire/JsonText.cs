using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace NetDrms.Sums.Wire;

/// <summary>Writes JSON in the original's spelling: <c>", "</c> and <c>": "</c> between members, ASCII only. Spec 04 §3.</summary>
/// <remarks>Utf8JsonWriter cannot be told to write these blanks. The caller sees to the order of calls; depth is at most 64.</remarks>
internal sealed class JsonText
{
    private IBufferWriter<byte> _output = new ArrayBufferWriter<byte>();
    private ulong _filled;    // bit n: the container at depth n holds something
    private int _depth;
    private bool _afterName;

    /// <summary>Directs what follows to an output.</summary>
    public void Start(IBufferWriter<byte> output)
    {
        _output = output;
        _filled = 0;
        _depth = 0;
        _afterName = false;
    }

    public JsonText Object() => Open((byte)'{');

    public JsonText End() => Close((byte)'}');

    public JsonText Array() => Open((byte)'[');

    public JsonText EndArray() => Close((byte)']');

    /// <summary>Name of a member; a literal that needs no escape.</summary>
    public JsonText Name(ReadOnlySpan<byte> name)
    {
        Separate();
        Put((byte)'"');
        _output.Write(name);
        _output.Write("\": "u8);
        _afterName = true;
        return this;
    }

    public JsonText Text(string? value)
    {
        if (value is null)
            return Null();
        Separate();
        Escape(value);
        return this;
    }

    public JsonText Member(ReadOnlySpan<byte> name, string? value) => Name(name).Text(value);

    public JsonText Member(ReadOnlySpan<byte> name, long value) => Name(name).Number(value);

    public JsonText Hex(long value)
    {
        Separate();
        Span<byte> target = _output.GetSpan(18);
        target[0] = (byte)'"';
        _ = value.TryFormat(target[1..], out int written, "x", null);
        target[written + 1] = (byte)'"';
        _output.Advance(written + 2);
        return this;
    }

    public JsonText Number(long value)
    {
        Separate();
        _ = Utf8Formatter.TryFormat(value, _output.GetSpan(20), out int written);
        _output.Advance(written);
        return this;
    }

    public JsonText Number(double value)
    {
        if (value == Math.Floor(value) && Math.Abs(value) < 1e15)
            return Number((long)value);
        Separate();
        _ = value.TryFormat(_output.GetSpan(32), out int written, "R", System.Globalization.CultureInfo.InvariantCulture);
        _output.Advance(written);
        return this;
    }

    public JsonText Bool(bool value)
    {
        Separate();
        _output.Write(value ? "true"u8 : "false"u8);
        return this;
    }

    public JsonText Null()
    {
        Separate();
        _output.Write("null"u8);
        return this;
    }

    private JsonText Open(byte bracket)
    {
        Separate();
        Put(bracket);
        _depth++;
        _filled &= ~(1ul << _depth);
        return this;
    }

    private JsonText Close(byte bracket)
    {
        Put(bracket);
        _depth--;
        return this;
    }

    private void Separate()
    {
        if (_afterName)
        {
            _afterName = false;
            return;
        }
        if ((_filled & (1ul << _depth)) != 0)
            _output.Write(", "u8);
        _filled |= 1ul << _depth;
    }

    private void Put(byte c)
    {
        _output.GetSpan(1)[0] = c;
        _output.Advance(1);
    }

    private void Escape(string value)
    {
        const int MaxEscape = 6;
        Span<byte> target = _output.GetSpan((value.Length * MaxEscape) + 2);
        int n = 0;
        target[n++] = (byte)'"';
        foreach (char c in value)
        {
            if (c is >= ' ' and <= '~' and not ('"' or '\\'))
            {
                target[n++] = (byte)c;
                continue;
            }
            target[n++] = (byte)'\\';
            byte shortForm = c switch
            {
                '"' => (byte)'"', '\\' => (byte)'\\', '\n' => (byte)'n', '\r' => (byte)'r', '\t' => (byte)'t', '\b' => (byte)'b', '\f' => (byte)'f', _ => 0,
            };
            if (shortForm != 0)
            {
                target[n++] = shortForm;
                continue;
            }
            target[n++] = (byte)'u';
            for (int shift = 12; shift >= 0; shift -= 4)
                target[n++] = "0123456789abcdef"u8[(c >> shift) & 15];
        }
        target[n++] = (byte)'"';
        _output.Advance(n);
    }

    /// <summary>What was written, for a test or a log.</summary>
    public static string ToString(Action<JsonText> write)
    {
        ArrayBufferWriter<byte> output = new();
        JsonText text = new();
        text.Start(output);
        write(text);
        return Encoding.ASCII.GetString(output.WrittenSpan);
    }
}
