using System.Globalization;
using NetDrms.Drms.Output;

namespace NetDrms.Drms.Json;

/// <summary>Writes compact JSON, members in the order of the calls. Spec 06 §1.</summary>
/// <param name="output">Where to.</param>
/// <remarks>It only minds the commas: who opens an object closes it.</remarks>
public sealed class JsonWriter(OutputBuffer output)
{
    private bool _needsComma;

    /// <summary>Where it writes; what is written there by hand is a value.</summary>
    public OutputBuffer Output => output;

    /// <summary>Begins an object.</summary>
    public void BeginObject() => Begin((byte)'{');

    /// <summary>Ends an object.</summary>
    public void EndObject() => End((byte)'}');

    /// <summary>Begins an array.</summary>
    public void BeginArray() => Begin((byte)'[');

    /// <summary>Ends an array.</summary>
    public void EndArray() => End((byte)']');

    /// <summary>Writes the name of a member whose value follows.</summary>
    public void Name(string name)
    {
        Comma();
        JsonText.Write(output, name);
        output.Byte((byte)':');
        _needsComma = false;
    }

    /// <summary>A text, or null.</summary>
    public void Value(string? value)
    {
        Comma();
        if (value is null)
            output.Write("null"u8);
        else
            JsonText.Write(output, value);
        _needsComma = true;
    }

    /// <summary>A whole number.</summary>
    public void Value(long value)
    {
        Comma();
        output.Number(value);
        _needsComma = true;
    }

    /// <summary>A value that the caller has written, or a number in his form.</summary>
    public void Raw(ReadOnlySpan<char> json)
    {
        Comma();
        output.Text(json);
        _needsComma = true;
    }

    /// <summary>A member with a text, or null.</summary>
    public void Member(string name, string? value)
    {
        Name(name);
        Value(value);
    }

    /// <summary>A member with a whole number.</summary>
    public void Member(string name, long value)
    {
        Name(name);
        Value(value);
    }

    /// <summary>A member with a number of fixed decimals, as C's <c>%.nf</c>.</summary>
    public void Member(string name, double value, int decimals)
    {
        Name(name);
        Raw(value.ToString("F" + decimals.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture));
    }

    /// <summary>Called before a value is written by hand; <see cref="HasValue"/> follows.</summary>
    public void Comma()
    {
        if (_needsComma)
            output.Byte((byte)',');
        _needsComma = false;
    }

    /// <summary>Called when a value was written by hand.</summary>
    public void HasValue() => _needsComma = true;

    /// <summary>Called between values that are written apart: no comma comes before the next.</summary>
    public void Restart() => _needsComma = false;

    private void Begin(byte bracket)
    {
        Comma();
        output.Byte(bracket);
        _needsComma = false;
    }

    private void End(byte bracket)
    {
        output.Byte(bracket);
        _needsComma = true;
    }
}
