using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;
using NetDrms.Model.Time;

namespace NetDrms.Model.Keywords;

/// <summary>The printf format of a keyword, parsed once, applied to every record without allocation; safe for all threads. Spec 02 §1.3, §4.4.</summary>
/// <remarks>
/// Prints what C prints, byte for byte, where C defines it; NaN never has a minus. A value of another class than the format's is converted,
/// then printed; a longlong keeps its 64 bits under <c>%d</c>. Width and precision of strings count bytes; a precision never cuts a character in two.
/// </remarks>
public sealed class KeywordFormat
{
    /// <summary>Bytes that <see cref="TryWrite(DrmsValue, Span{byte}, out int)"/> needs.</summary>
    public const int ShortLength = 64;

    private static readonly string[] s_plain = ["%hhd", "%hd", "%d", "%lld", "%f", "%f", "0", "%s"];

    private readonly Piece[] _pieces;
    private readonly TimeOutput _zone;
    private readonly double _interval;   // size of an interval unit; 0 for instants and for other types
    private readonly int _precision;
    private readonly Shortcut _shortcut;

    private KeywordFormat(DrmsType type, string format, string unit)
    {
        Type = type;
        Format = format;
        Unit = unit;
        if (type == DrmsType.Time && !TimeInterval.TryGetScale(unit, out _interval))
        {
            _zone = TimeOutput.Parse(unit);
            _precision = LeadingInteger(format) ?? 0;
            _pieces = [];
            _shortcut = Shortcut.Time;
        }
        else
        {
            _pieces = Split(format.Length > 0 ? format : type == DrmsType.Time ? "%f" : s_plain[(int)type]);
            _shortcut = ShortcutOf(type, _pieces, out _precision);
        }
    }

    /// <summary>Type of the values to be printed.</summary>
    public DrmsType Type { get; }

    /// <summary>The format text of the definition; for times its leading integer is the precision.</summary>
    public string Format { get; }

    /// <summary>The unit; for times the zone, or an interval.</summary>
    public string Unit { get; }

    /// <summary>Parses a format; never fails: what C leaves undefined is converted, then printed.</summary>
    public static KeywordFormat Parse(DrmsType type, string format, string unit)
    {
        ArgumentNullException.ThrowIfNull(format);
        ArgumentNullException.ThrowIfNull(unit);
        return new(type, format, unit);
    }

    /// <summary>Warnings that the original prints for a format at creation; empty if it is right. Spec 02 §1.3.</summary>
    public static IReadOnlyList<string> Check(DrmsType type, string format, string keyword) => FormatCheck.Warnings(type, format, keyword);

    /// <summary>Prints a value as UTF-8; a value of another type than <see cref="Type"/> is converted first.</summary>
    public void Write(IBufferWriter<byte> output, DrmsValue value)
    {
        ArgumentNullException.ThrowIfNull(output);
        if (TryWrite(value, output.GetSpan(ShortLength), out int written))
        {
            output.Advance(written);
            return;
        }
        if (value.Type != Type)
            value = ValueConversion.Convert(value, Type, out _);
        if (_shortcut == Shortcut.Time)
        {
            _ = TimeFormatter.TryFormat(value.AsTime, _zone, Unit, _precision, LeapSeconds.Current, output.GetSpan(TimeFormatter.MaxLength), out written);
            output.Advance(written);
            return;
        }
        foreach (Piece piece in _pieces)
        {
            if (piece.Literal is byte[] literal)
                output.Write(literal);
            else
                WriteValue(output, value, piece.Directive);
        }
    }

    /// <summary>Prints an ordinary value of an ordinary format into a buffer of at least <see cref="ShortLength"/> bytes.</summary>
    /// <param name="value">The value.</param>
    /// <param name="target">Gets the text as UTF-8.</param>
    /// <param name="written">Bytes of it.</param>
    /// <returns>False, with nothing to be kept of the buffer, when only <see cref="Write"/> can print it.</returns>
    public bool TryWrite(DrmsValue value, Span<byte> target, out int written)
    {
        written = 0;
        if (value.Type != Type || _shortcut == Shortcut.None)
            return false;
        return Type.IsInteger() ? TryWrite(value.AsInteger, target, out written) : TryWrite(value.AsDouble, target, out written);
    }

    /// <summary>The same for the number of an integer type.</summary>
    public bool TryWrite(long value, Span<byte> target, out int written)
    {
        written = 0;
        return _shortcut switch
        {
            Shortcut.Integer => Utf8Formatter.TryFormat(value, target, out written),
            Shortcut.Digits => TryDigits(value, target, out written),
            _ => false,
        };
    }

    /// <summary>The same for the number of a float, double or time.</summary>
    public bool TryWrite(double value, Span<byte> target, out int written)
    {
        written = 0;
        return _shortcut switch
        {
            Shortcut.Fixed => ShortReal.TryFixed(value, _precision, target, out written),
            Shortcut.General => ShortReal.TryGeneral(value, _precision, target, out written),
            Shortcut.Time => TimeFormatter.TryFormat(new DrmsTime(value), _zone, Unit, _precision, LeapSeconds.Current, target, out written),
            _ => false,
        };
    }

    /// <summary>Prints a value.</summary>
    public string Print(DrmsValue value)
    {
        ArrayBufferWriter<byte> buffer = new();
        Write(buffer, value);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    // The formats of nearly all keywords, without the fields and flags that they do not have.
    private bool TryDigits(long value, Span<byte> target, out int written)
    {
        ByteText text = new(target);
        foreach (Piece piece in _pieces)
        {
            if (piece.Literal is byte[] literal)
                text.Append(literal);
            else
                PrintfInteger.Write(ref text, value, Type == DrmsType.LongLong, piece.Directive);
        }
        written = text.Length;
        return !text.IsFull;
    }

    private static Shortcut ShortcutOf(DrmsType type, Piece[] pieces, out int precision)
    {
        precision = 0;
        if (type.IsInteger() && Array.TrueForAll(pieces, p => p.Literal is not null || p.Directive.IsInteger)
            && pieces.Sum(p => p.Literal?.Length ?? PrintfInteger.Size(p.Directive)) <= ShortLength)
            return pieces is [{ Literal: null, Directive: { Conversion: 'd' or 'i', Flags: PrintfFlags.None, Width: 0, Precision: < 0, Length: not (PrintfLength.Char or PrintfLength.Short) } }] ? Shortcut.Integer : Shortcut.Digits;
        if (pieces is not [{ Literal: null, Directive: { Flags: PrintfFlags.None, Width: 0 } directive }])
            return Shortcut.None;
        precision = directive.Precision < 0 ? 6 : directive.Precision;
        if (type is not (DrmsType.Float or DrmsType.Double) || precision > ShortReal.MaxDigits)
            return Shortcut.None;
        if (directive.Conversion == 'g')
            precision = Math.Max(precision, 1);
        return directive.Conversion switch { 'f' => Shortcut.Fixed, 'g' => Shortcut.General, _ => Shortcut.None };
    }

    private void WriteValue(IBufferWriter<byte> output, DrmsValue value, in PrintfDirective directive)
    {
        if (value.Type == DrmsType.String)
            WriteText(output, value, directive);
        else if (directive.Conversion == 'c')
            WriteCharacter(output, value, directive);
        else if (directive.Conversion == 's')
            WritePadded(output, ValueText.Plain(value), directive with { Precision = -1 });
        else if (value.Type.IsInteger())
            WriteNumber(output, value.AsInteger, value.IsMissing, value.Type == DrmsType.LongLong, directive);
        else
            WriteNumber(output, _interval == 0 ? value.AsDouble : value.AsDouble / _interval, directive);
    }

    private static void WriteNumber(IBufferWriter<byte> output, long value, bool isMissing, bool isWide, in PrintfDirective directive)
    {
        if (directive.IsReal)
        {
            WriteNumber(output, isMissing ? double.NaN : value, directive);
            return;
        }
        ByteText text = new(output.GetSpan(PrintfInteger.Size(directive)));
        PrintfInteger.Write(ref text, value, isWide, directive);
        output.Advance(text.Length);
    }

    private static void WriteNumber(IBufferWriter<byte> output, double value, in PrintfDirective directive)
    {
        PrintfDirective real = directive;
        if (!directive.IsReal)
        {
            double rounded = Math.Round(value, MidpointRounding.AwayFromZero);
            if (rounded is >= -9223372036854775808.0 and < 9223372036854775808.0)
            {
                bool isWide = rounded is < int.MinValue or > int.MaxValue;
                WriteNumber(output, (long)rounded, false, isWide, directive with { Length = PrintfLength.None });
                return;
            }
            real = directive with { Conversion = 'f', Precision = 0 };   // NaN, infinity, beyond 64 bits
        }
        ByteText text = new(output.GetSpan(PrintfReal.Size(value, real)));
        PrintfReal.Write(ref text, value, real);
        output.Advance(text.Length);
    }

    // the character of a char; 0 prints nothing, as a C string would end there
    private static void WriteCharacter(IBufferWriter<byte> output, DrmsValue value, in PrintfDirective directive)
    {
        DrmsValue number = value.Type.IsInteger() ? value : ValueConversion.Convert(value, DrmsType.LongLong, out _);
        char character = (char)(byte)number.AsInteger;
        WritePadded(output, character == 0 ? [] : [character], directive with { Precision = -1 });
    }

    private static void WriteText(IBufferWriter<byte> output, DrmsValue value, in PrintfDirective directive)
    {
        string text = value.AsString;
        if (directive.Conversion == 'c')
        {
            int first = text.Length > 1 && char.IsSurrogatePair(text, 0) ? 2 : Math.Min(text.Length, 1);
            WritePadded(output, text.AsSpan(0, first), directive with { Precision = -1 });
            return;
        }
        if (directive.IsInteger || directive.IsReal)
        {
            DrmsType target = directive.IsReal ? DrmsType.Double : DrmsType.LongLong;
            DrmsValue number = ValueConversion.Convert(value, target, out ConversionStatus status);
            if (status >= ConversionStatus.Exact && directive.IsReal)
                WriteNumber(output, number.AsDouble, directive);
            else if (status >= ConversionStatus.Exact)
                WriteNumber(output, number.AsInteger, false, true, directive);
            else
                WritePadded(output, text, directive with { Precision = -1 });
            return;
        }
        WritePadded(output, text, directive);
    }

    // width and precision count bytes
    private static void WritePadded(IBufferWriter<byte> output, ReadOnlySpan<char> text, in PrintfDirective directive)
    {
        int bytes = Encoding.UTF8.GetByteCount(text);
        Span<byte> target = output.GetSpan(Math.Max(bytes, directive.Width));
        int written = Encoding.UTF8.GetBytes(text, target);
        if (directive.Precision >= 0 && directive.Precision < written)
        {
            written = directive.Precision;
            while (written > 0 && (target[written] & 0xC0) == 0x80)
                written--;
        }
        int fill = directive.Width - written;
        if (fill > 0 && directive.Has(PrintfFlags.Left))
        {
            target.Slice(written, fill).Fill((byte)' ');
        }
        else if (fill > 0)
        {
            target[..written].CopyTo(target[fill..]);
            target[..fill].Fill((byte)' ');
        }
        output.Advance(written + Math.Max(fill, 0));
    }

    /// <summary>The integer that a text begins with, as C <c>sscanf("%d")</c> reads it.</summary>
    public static int? LeadingInteger(ReadOnlySpan<char> text)
    {
        int start = RealText.SkipBlanks(text);
        int end = start < text.Length && text[start] is '+' or '-' ? start + 1 : start;
        while (end < text.Length && char.IsAsciiDigit(text[end]))
            end++;
        return int.TryParse(text[start..end], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) ? number : null;
    }

    // literal text and conversions in turn; %% is literal, and so is what is no conversion, as in glibc
    private static Piece[] Split(string format)
    {
        List<Piece> pieces = [];
        StringBuilder literal = new();
        for (int i = 0; i < format.Length;)
        {
            if (format[i] != '%')
            {
                literal.Append(format[i++]);
                continue;
            }
            int length = PrintfDirective.Read(format.AsSpan(i), out PrintfDirective directive);
            ReadOnlySpan<char> text = format.AsSpan(i, length);
            i += length;
            if (directive.Conversion == '%')
                literal.Append('%');
            else if (directive.IsInteger || directive.IsReal || directive.Conversion is 's' or 'c')
            {
                Flush(pieces, literal);
                pieces.Add(new Piece(null, directive));
            }
            else if (directive.Conversion != 'n')   // %n prints nothing
                literal.Append(text);
        }
        Flush(pieces, literal);
        return [.. pieces];
    }

    private static void Flush(List<Piece> pieces, StringBuilder literal)
    {
        if (literal.Length > 0)
            pieces.Add(new Piece(Encoding.UTF8.GetBytes(literal.ToString()), default));
        literal.Clear();
    }

    private enum Shortcut
    {
        None,
        Integer,
        Digits,
        Fixed,
        General,
        Time,
    }

    private readonly record struct Piece(byte[]? Literal, PrintfDirective Directive);
}
