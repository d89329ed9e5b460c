using System.Buffers;
using System.Buffers.Text;
using System.Text;
using NetDrms.Model.Keywords;

namespace NetDrms.Drms.Output;

/// <summary>Bit patterns of values in upper-case hexadecimal: <c>show_info -M -B</c>, read back by <c>set_info -B</c>. Spec 03 §2.6.</summary>
public static class ValueHex
{
    /// <summary>Writes a value: char 2 digits, short 4 (negative ones 8), int and float 8, longlong, double and time 16, text 2 a byte.</summary>
    public static void Write(IBufferWriter<byte> output, DrmsValue value)
    {
        ArgumentNullException.ThrowIfNull(output);
        switch (value.Type)
        {
            case DrmsType.Char:
                Digits(output, (byte)value.AsInteger, 2);
                break;
            case DrmsType.Short:
                Digits(output, unchecked((uint)value.AsInteger), (byte)(value.AsInteger < 0 ? 8 : 4));
                break;
            case DrmsType.Int:
                Digits(output, unchecked((uint)value.AsInteger), 8);
                break;
            case DrmsType.LongLong:
                Digits(output, unchecked((ulong)value.AsInteger), 16);
                break;
            case DrmsType.Float:
                Digits(output, BitConverter.SingleToUInt32Bits((float)value.AsDouble), 8);
                break;
            case DrmsType.Double or DrmsType.Time:
                Digits(output, BitConverter.DoubleToUInt64Bits(value.AsDouble), 16);
                break;
            default:
                foreach (byte unit in Encoding.UTF8.GetBytes(value.AsString))
                    Digits(output, unit, 2);
                break;
        }
    }

    /// <summary>Reads a bit pattern back; what <see cref="Write"/> made gives the same value. Fewer digits mean leading zeros.</summary>
    /// <returns>False when a character is no hexadecimal digit, or there are too many.</returns>
    public static bool TryRead(DrmsType type, ReadOnlySpan<char> text, out DrmsValue value)
    {
        value = DrmsValue.Missing(type);
        if (type == DrmsType.String)
            return TryReadText(text, out value);
        int width = type switch { DrmsType.Char => 2, DrmsType.Short => 4, DrmsType.Int or DrmsType.Float => 8, _ => 16 };
        if (type == DrmsType.Short && text.Length == 8 && text.StartsWith("FFFF", StringComparison.OrdinalIgnoreCase))
            text = text[4..];
        if (text.IsEmpty || text.Length > width || !ulong.TryParse(text, System.Globalization.NumberStyles.AllowHexSpecifier, null, out ulong bits))
            return false;
        value = type switch
        {
            DrmsType.Char => DrmsValue.OfInteger(type, unchecked((sbyte)bits)),
            DrmsType.Short => DrmsValue.OfInteger(type, unchecked((short)bits)),
            DrmsType.Int => DrmsValue.OfInteger(type, unchecked((int)bits)),
            DrmsType.LongLong => DrmsValue.OfInteger(type, unchecked((long)bits)),
            DrmsType.Float => DrmsValue.OfFloat(BitConverter.UInt32BitsToSingle((uint)bits)),
            DrmsType.Double => DrmsValue.OfDouble(BitConverter.UInt64BitsToDouble(bits)),
            _ => DrmsValue.OfTime(BitConverter.UInt64BitsToDouble(bits)),
        };
        return true;
    }

    private static bool TryReadText(ReadOnlySpan<char> text, out DrmsValue value)
    {
        value = DrmsValue.OfString("");
        if (text.Length % 2 != 0)
            return false;
        byte[] bytes = new byte[text.Length / 2];
        if (Convert.FromHexString(text, bytes, out _, out _) != OperationStatus.Done)
            return false;
        value = DrmsValue.OfString(Encoding.UTF8.GetString(bytes));
        return true;
    }

    private static void Digits(IBufferWriter<byte> output, ulong bits, byte width)
    {
        Utf8Formatter.TryFormat(bits, output.GetSpan(20), out int written, new StandardFormat('X', width));
        output.Advance(written);
    }
}
