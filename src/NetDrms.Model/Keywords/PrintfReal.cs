namespace NetDrms.Model.Keywords;

/// <summary>The real conversions of printf: f F e E g G a A, digit for digit as glibc. Spec 02 §4.4.</summary>
internal static class PrintfReal
{
    /// <summary>Bytes that a number may need.</summary>
    public static int Size(double value, in PrintfDirective directive)
    {
        int whole = Math.Abs(value) < 1e18 || !double.IsFinite(value) ? 20 : 310;
        return Math.Max(directive.Width, whole + 12 + Math.Max(directive.Precision, 17));
    }

    /// <summary>Prints a number; NaN never has a minus.</summary>
    public static void Write(ref ByteText text, double value, in PrintfDirective directive)
    {
        bool isUpper = char.IsAsciiLetterUpper(directive.Conversion);
        bool isNegative = double.IsNegative(value) && !double.IsNaN(value);
        ReadOnlySpan<char> sign = isNegative ? "-" : directive.Has(PrintfFlags.Plus) ? "+" : directive.Has(PrintfFlags.Blank) ? " " : "";
        if (!double.IsFinite(value))
        {
            ReadOnlySpan<char> name = double.IsNaN(value) ? (isUpper ? "NAN" : "nan") : isUpper ? "INF" : "inf";
            int blanks = directive.Width - sign.Length - name.Length;
            if (!directive.Has(PrintfFlags.Left))
                text.Append(' ', blanks);
            text.Append(sign);
            text.Append(name);
            if (directive.Has(PrintfFlags.Left))
                text.Append(' ', blanks);
            return;
        }
        int precision = directive.Precision < 0 ? 6 : directive.Precision;
        switch (directive.Conversion)
        {
            case 'f' or 'F':
                WriteFixed(ref text, value, precision, sign, directive);
                break;
            case 'a' or 'A':
                PrintfHex.Write(ref text, value, sign, directive);
                break;
            case 'e' or 'E':
                WriteSignificant(ref text, value, precision + 1, isGeneral: false, sign, directive);
                break;
            default:
                WriteSignificant(ref text, value, Math.Max(precision, 1), isGeneral: true, sign, directive);
                break;
        }
    }

    /// <summary>Starts a field: blanks, sign, zeros.</summary>
    public static void Begin(ref ByteText text, int length, scoped ReadOnlySpan<char> sign, in PrintfDirective directive)
    {
        int fill = directive.Width - sign.Length - length;
        bool isLeft = directive.Has(PrintfFlags.Left);
        bool isZero = directive.Has(PrintfFlags.Zero) && !isLeft;
        if (!isLeft && !isZero)
            text.Append(' ', fill);
        text.Append(sign);
        if (isZero)
            text.Append('0', fill);
    }

    /// <summary>Ends a field that stands to the left.</summary>
    public static void End(ref ByteText text, int length, scoped ReadOnlySpan<char> sign, in PrintfDirective directive)
    {
        if (directive.Has(PrintfFlags.Left))
            text.Append(' ', directive.Width - sign.Length - length);
    }

    private static void WriteFixed(ref ByteText text, double value, int decimals, scoped ReadOnlySpan<char> sign, in PrintfDirective directive)
    {
        Span<byte> digits = ExactDecimal.BufferSize(value, decimals) == ExactDecimal.FewDigits
            ? stackalloc byte[ExactDecimal.FewDigits]
            : stackalloc byte[ExactDecimal.MaxDigits];
        int count = ExactDecimal.Fixed(value, decimals, digits, out int integerDigits);
        bool hasPoint = decimals > 0 || directive.Has(PrintfFlags.Alternate);
        int length = integerDigits + (hasPoint ? 1 : 0) + decimals;
        Begin(ref text, length, sign, directive);
        text.Append(digits[..integerDigits]);
        if (hasPoint)
            text.Append('.');
        text.Append(digits[integerDigits..count]);
        text.Append('0', decimals - (count - integerDigits));
        End(ref text, length, sign, directive);
    }

    // e with wanted − 1 decimals; general: f or e, whichever is shorter, without the zeros at the end
    private static void WriteSignificant(ref ByteText text, double value, int wanted, bool isGeneral, scoped ReadOnlySpan<char> sign, in PrintfDirective directive)
    {
        Span<byte> digits = ExactDecimal.BufferSize(value, wanted) == ExactDecimal.FewDigits
            ? stackalloc byte[ExactDecimal.FewDigits]
            : stackalloc byte[ExactDecimal.MaxDigits];
        int count = ExactDecimal.Significant(value, wanted, digits, out int exponent);
        bool isFixed = isGeneral && exponent >= -4 && exponent < wanted;
        int shown = wanted;   // digits shown, those beyond count are zeros
        if (isGeneral && !directive.Has(PrintfFlags.Alternate))
        {
            while (count > 1 && digits[count - 1] == '0')
                count--;
            shown = isFixed ? Math.Max(count, exponent + 1) : count;
        }
        if (isFixed)
            WritePlain(ref text, digits[..count], shown, exponent, sign, directive);
        else
            WriteExponential(ref text, digits[..count], shown, exponent, sign, directive);
    }

    private static void WritePlain(ref ByteText text, scoped ReadOnlySpan<byte> digits, int shown, int exponent, scoped ReadOnlySpan<char> sign, in PrintfDirective directive)
    {
        int whole = exponent + 1;   // digits before the point; 0 or less: zeros follow it
        bool hasPoint = shown > whole || directive.Has(PrintfFlags.Alternate);
        int length = (whole > 0 ? shown : shown - whole + 1) + (hasPoint ? 1 : 0);
        Begin(ref text, length, sign, directive);
        if (whole <= 0)
        {
            text.Append('0');
            text.Append('.');
            text.Append('0', -whole);
            text.Append(digits);
            text.Append('0', shown - digits.Length);
        }
        else
        {
            int before = Math.Min(whole, digits.Length);
            text.Append(digits[..before]);
            text.Append('0', whole - before);
            if (hasPoint)
                text.Append('.');
            text.Append(digits[before..]);
            text.Append('0', shown - Math.Max(whole, digits.Length));
        }
        End(ref text, length, sign, directive);
    }

    private static void WriteExponential(ref ByteText text, scoped ReadOnlySpan<byte> digits, int shown, int exponent, scoped ReadOnlySpan<char> sign, in PrintfDirective directive)
    {
        bool hasPoint = shown > 1 || directive.Has(PrintfFlags.Alternate);
        int length = shown + (hasPoint ? 1 : 0) + (Math.Abs(exponent) > 99 ? 5 : 4);
        Begin(ref text, length, sign, directive);
        text.Append(digits[..1]);
        if (hasPoint)
            text.Append('.');
        text.Append(digits[1..]);
        text.Append('0', shown - digits.Length);
        text.Append(char.IsAsciiLetterUpper(directive.Conversion) ? 'E' : 'e');
        text.Append(exponent < 0 ? '-' : '+');
        text.AppendPadded(Math.Abs(exponent), 2);
        End(ref text, length, sign, directive);
    }
}
