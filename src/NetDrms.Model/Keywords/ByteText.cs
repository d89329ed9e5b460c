using System.Text;

namespace NetDrms.Model.Keywords;

/// <summary>Appends text to a buffer of bytes; when the buffer is too small it remembers that and drops the rest.</summary>
internal ref struct ByteText(Span<byte> target)
{
    private readonly Span<byte> _target = target;

    /// <summary>Bytes written so far.</summary>
    public int Length { get; private set; }

    /// <summary>True when something did not fit.</summary>
    public bool IsFull { get; private set; }

    public void Append(char ascii)
    {
        if (Length < _target.Length)
            _target[Length++] = (byte)ascii;
        else
            IsFull = true;
    }

    public void Append(char ascii, int count)
    {
        if (count <= 0)
            return;
        if (count > _target.Length - Length)
        {
            IsFull = true;
            return;
        }
        _target.Slice(Length, count).Fill((byte)ascii);
        Length += count;
    }

    public void Append(scoped ReadOnlySpan<byte> bytes)
    {
        if (bytes.TryCopyTo(_target[Length..]))
            Length += bytes.Length;
        else
            IsFull = true;
    }

    /// <summary>Appends text as UTF-8; half surrogates become U+FFFD.</summary>
    public void Append(scoped ReadOnlySpan<char> text)
    {
        if (Encoding.UTF8.TryGetBytes(text, _target[Length..], out int written))
            Length += written;
        else
            IsFull = true;
    }

    /// <summary>Appends a number as C <c>%0{width}d</c> does.</summary>
    public void AppendPadded(long number, int width)
    {
        if (width == 2 && (ulong)number < 100 && _target.Length - Length >= 2)
        {
            _target[Length] = (byte)('0' + (int)number / 10);
            _target[Length + 1] = (byte)('0' + (int)number % 10);
            Length += 2;
            return;
        }
        Span<byte> digits = stackalloc byte[20];
        int start = digits.Length;
        ulong rest = number < 0 ? 0UL - (ulong)number : (ulong)number;
        do
        {
            digits[--start] = (byte)('0' + rest % 10);
            rest /= 10;
        }
        while (rest != 0);
        if (number < 0)
        {
            Append('-');
            width--;
        }
        Append('0', width - (digits.Length - start));
        Append(digits[start..]);
    }

    /// <summary>Appends a finite number as C <c>%{width}.{decimals}f</c> does.</summary>
    /// <param name="value">The number.</param>
    /// <param name="decimals">Digits after the point.</param>
    /// <param name="width">Least number of characters.</param>
    /// <param name="pad">Blank, or 0 for zeros after the sign.</param>
    public void AppendFixed(double value, int decimals, int width, char pad)
    {
        Span<byte> shortText = stackalloc byte[ShortReal.MaxLength];
        if (pad == '0' && value >= 0 && decimals <= ShortReal.MaxDigits && ShortReal.TryFixed(value, decimals, shortText, out int written))
        {
            Append('0', width - written);
            Append(shortText[..written]);
            return;
        }
        int size = ExactDecimal.BufferSize(value, decimals);
        Span<byte> digits = size == ExactDecimal.FewDigits ? stackalloc byte[ExactDecimal.FewDigits] : stackalloc byte[ExactDecimal.MaxDigits];
        int count = ExactDecimal.Fixed(value, decimals, digits, out int integerDigits);
        bool isNegative = double.IsNegative(value);
        int length = integerDigits + (decimals > 0 ? 1 + decimals : 0) + (isNegative ? 1 : 0);
        if (pad != '0')
            Append(pad, width - length);
        if (isNegative)
            Append('-');
        if (pad == '0')
            Append('0', width - length);
        Append(digits[..integerDigits]);
        if (decimals > 0)
        {
            Append('.');
            Append(digits[integerDigits..count]);
            Append('0', decimals - (count - integerDigits));
        }
    }
}
