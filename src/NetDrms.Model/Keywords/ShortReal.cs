using System.Buffers.Text;
using System.Numerics;

namespace NetDrms.Model.Keywords;

/// <summary>The text of ordinary reals under <c>%f</c> and <c>%g</c> with one multiplication; it says no to what needs the long way of <see cref="PrintfReal"/>.</summary>
/// <remarks>Exact as that: the value times a power of ten is held in 128 bits, and a tie goes to the even digit.</remarks>
internal static class ShortReal
{
    /// <summary>Bytes that a text may need.</summary>
    public const int MaxLength = 48;

    /// <summary>Largest number of decimals, and of significant digits.</summary>
    public const int MaxDigits = 15;

    private const int MaxPower = 19;   // the last power of ten below 2^64
    private const double Limit = 9e17;

    private static readonly ulong[] s_powers = Powers();

    /// <summary>Prints as <c>%.{decimals}f</c>.</summary>
    public static bool TryFixed(double value, int decimals, Span<byte> target, out int written)
    {
        written = 0;
        if (!TryScale(Math.Abs(value), decimals, out ulong scaled))
            return false;
        written = Write(double.IsNegative(value), scaled, decimals, target);
        return true;
    }

    /// <summary>Prints as <c>%.{digits}g</c>, where that needs no exponent.</summary>
    public static bool TryGeneral(double value, int digits, Span<byte> target, out int written)
    {
        written = 0;
        double magnitude = Math.Abs(value);
        if (!(magnitude >= 1e-4 && magnitude < Limit))
            return false;
        int exponent = (Math.ILogB(magnitude) * 315653) >> 20;   // log10(2) × 2^20; of the power of two below, so one too low at times
        if (!TryScale(magnitude, digits - 1 - exponent, out ulong scaled))
            return false;
        if (scaled > s_powers[digits])
        {
            exponent++;
            if (!TryScale(magnitude, digits - 1 - exponent, out scaled))
                return false;
        }
        if (scaled == s_powers[digits])
        {
            scaled /= 10;
            exponent++;
        }
        if (scaled < s_powers[digits - 1] || exponent < -4 || exponent >= digits)
            return false;
        int decimals = digits - 1 - exponent;
        for (; decimals > 0 && scaled % 10 == 0; decimals--)
            scaled /= 10;
        written = Write(double.IsNegative(value), scaled, decimals, target);
        return true;
    }

    private static bool TryScale(double magnitude, int power, out ulong scaled)
    {
        scaled = 0;
        if (magnitude == 0)
            return true;
        if (power is < 0 or > MaxPower || !(magnitude * s_powers[power] < Limit) || !double.IsNormal(magnitude))
            return false;
        long bits = BitConverter.DoubleToInt64Bits(magnitude);
        int shift = 1075 - (int)(bits >> 52);
        ulong mantissa = ((ulong)bits & ((1UL << 52) - 1)) | (1UL << 52);
        int zeros = BitOperations.TrailingZeroCount(mantissa);   // most numbers are short: then 64 bits hold the product
        mantissa >>= zeros;
        shift -= zeros;
        if (shift is > 0 and < 64 && BitOperations.LeadingZeroCount(mantissa) + BitOperations.LeadingZeroCount(s_powers[power]) >= 64)
        {
            scaled = RoundedShift(mantissa * s_powers[power], shift);
            return true;
        }
        UInt128 product = (UInt128)mantissa * s_powers[power];
        if (shift <= 0)
        {
            scaled = (ulong)(product << -shift);
            return true;
        }
        if (shift > 120)   // below a half
            return true;
        scaled = (ulong)(product >> shift);
        UInt128 rest = product & ((UInt128.One << shift) - 1);
        UInt128 half = UInt128.One << (shift - 1);
        if (rest > half || (rest == half && (scaled & 1) != 0))
            scaled++;
        return true;
    }

    private static ulong RoundedShift(ulong number, int shift)
    {
        ulong whole = number >> shift, rest = number & ((1UL << shift) - 1), half = 1UL << (shift - 1);
        return rest > half || (rest == half && (whole & 1) != 0) ? whole + 1 : whole;
    }

    private static int Write(bool isNegative, ulong scaled, int decimals, Span<byte> target)
    {
        int at = 0;
        if (isNegative)
            target[at++] = (byte)'-';
        (ulong whole, ulong fraction) = Math.DivRem(scaled, s_powers[decimals]);
        Utf8Formatter.TryFormat(whole, target[at..], out int length);
        at += length;
        if (decimals == 0)
            return at;
        target[at] = (byte)'.';
        int i = decimals;
        for (; i > 1; i -= 2)
        {
            ulong rest = fraction / 100;
            (uint tens, uint ones) = Math.DivRem((uint)(fraction - rest * 100), 10u);
            target[at + i] = (byte)('0' + ones);
            target[at + i - 1] = (byte)('0' + tens);
            fraction = rest;
        }
        if (i == 1)
            target[at + 1] = (byte)('0' + fraction);
        return at + 1 + decimals;
    }

    private static ulong[] Powers()
    {
        ulong[] powers = new ulong[MaxPower + 1];
        powers[0] = 1;
        for (int i = 1; i < powers.Length; i++)
            powers[i] = powers[i - 1] * 10;
        return powers;
    }
}
