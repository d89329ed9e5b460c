using System.Buffers;
using System.Buffers.Text;
using System.Globalization;

namespace NetDrms.Drms.Output.Tables;

/// <summary>Writes numbers in the shortest text that reads back as the same number.</summary>
internal static class NumberText
{
    private const int MaxLength = 32;

    /// <summary>Writes an integer.</summary>
    public static void Write(IBufferWriter<byte> output, long value)
    {
        Utf8Formatter.TryFormat(value, output.GetSpan(MaxLength), out int written);
        output.Advance(written);
    }

    /// <summary>Writes a finite real.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="value">The number.</param>
    /// <param name="type">A single needs fewer digits.</param>
    public static void Write(IBufferWriter<byte> output, double value, FieldType type)
    {
        Span<byte> target = output.GetSpan(MaxLength);
        int written;
        _ = type == FieldType.Single
            ? ((float)value).TryFormat(target, out written, default, CultureInfo.InvariantCulture)
            : value.TryFormat(target, out written, default, CultureInfo.InvariantCulture);
        output.Advance(written);
    }
}
