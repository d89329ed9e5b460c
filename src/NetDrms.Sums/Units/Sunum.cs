using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace NetDrms.Sums.Units;

/// <summary>Number of a storage unit: site code × 2^48 + local number. Spec 04 §1.</summary>
/// <param name="Value">The number as the databases hold it; units that can be stored are 1 … 2^63−1.</param>
/// <remarks>A wire number of 64 bits with the top bit set becomes a negative value: no unit has it, it is only echoed.</remarks>
public readonly record struct Sunum(long Value) : IComparable<Sunum>
{
    private const int LocalBits = 48;
    private const int MaxHexDigits = 16;

    /// <summary>Code of the site that made the unit.</summary>
    public int SiteCode => (int)(Value >>> LocalBits);

    /// <summary>Number within the site.</summary>
    public long LocalNumber => Value & ((1L << LocalBits) - 1);

    /// <summary>True for a number that a unit may have.</summary>
    public bool IsStorable => Value > 0;

    /// <summary>Name of the unit's directory within its partition, <c>D641</c>. Where a unit lies is told by the database only, never derived from this.</summary>
    public string DirectoryName => string.Create(CultureInfo.InvariantCulture, $"D{Value}");

    /// <summary>The form on the wire: lower-case hexadecimal without leading zeros.</summary>
    public string ToHex() => Value.ToString("x", CultureInfo.InvariantCulture);

    /// <summary>Reads the form on the wire: 1 to 16 hexadecimal digits of either case, nothing else.</summary>
    public static bool TryParseHex(ReadOnlySpan<char> text, out Sunum sunum)
    {
        bool ok = TryParseHexNumber(text, out ulong number);
        sunum = new(unchecked((long)number));
        return ok;
    }

    /// <summary>Reads 1 to 16 hexadecimal digits; signs, blanks and 0x are refused (spec 04 §3.4).</summary>
    internal static bool TryParseHexNumber(ReadOnlySpan<char> text, out ulong number)
    {
        number = 0;
        if (text.IsEmpty || text.Length > MaxHexDigits)
            return false;
        foreach (char c in text)
        {
            if (!char.IsAsciiHexDigit(c))
                return false;
            number = (number << 4) | (uint)(c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10);
        }
        return true;
    }

    /// <inheritdoc/>
    public int CompareTo(Sunum other) => Value.CompareTo(other.Value);

    /// <summary>The decimal form, as people and the database write it.</summary>
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);

    /// <summary>Reads the decimal form of a unit that can be stored.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out Sunum sunum)
    {
        bool ok = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long value) && value > 0;
        sunum = ok ? new(value) : default;
        return ok;
    }

    /// <summary>By number.</summary>
    public static bool operator <(Sunum left, Sunum right) => left.Value < right.Value;

    /// <summary>By number.</summary>
    public static bool operator >(Sunum left, Sunum right) => left.Value > right.Value;

    /// <summary>By number.</summary>
    public static bool operator <=(Sunum left, Sunum right) => left.Value <= right.Value;

    /// <summary>By number.</summary>
    public static bool operator >=(Sunum left, Sunum right) => left.Value >= right.Value;
}
