namespace NetDrms.Model.Keywords;

/// <summary>Decimal digits of doubles as C prints them: of the exact binary value, a tie to the even digit. Allocates nothing.</summary>
/// <remarks>.NET's own formatting is exact too, but rounds ties away from zero (2.5 with F0 is 3, C says 2).</remarks>
internal static class ExactDecimal
{
    /// <summary>Digits that any call may need: 309 before the point, 1074 after it, and a chunk.</summary>
    public const int MaxDigits = 309 + 1074 + 2 * ChunkDigits;

    /// <summary>Enough for numbers below 10^18 with up to 18 digits asked.</summary>
    public const int FewDigits = 64;

    private const int ChunkDigits = 9;
    private const ulong Chunk = 1_000_000_000;
    private const int Limbs = 17;   // 1074 bits of fraction, 1024 of integer

    /// <summary>Size of the digit buffer for a value and a number of digits.</summary>
    public static int BufferSize(double value, int digits) =>
        digits <= 18 && Math.Abs(value) < 1e18 ? FewDigits : MaxDigits;

    /// <summary>Digits of |value|, rounded to a number of decimals.</summary>
    /// <param name="value">A finite number; its sign is ignored.</param>
    /// <param name="decimals">Digits after the point; those beyond the exact ones are not written (they are zeros).</param>
    /// <param name="digits">Gets the digits, at least one before the point; size by <see cref="BufferSize"/>.</param>
    /// <param name="integerDigits">Number of digits before the point.</param>
    /// <returns>Number of digits written.</returns>
    public static int Fixed(double value, int decimals, Span<byte> digits, out int integerDigits)
    {
        digits[0] = (byte)'0';   // room for a carry
        Span<ulong> fraction = stackalloc ulong[Limbs];
        int count = 1 + Integer(value, digits[1..], fraction, out int limbs);
        integerDigits = count - 1;
        if (integerDigits == 0)
        {
            digits[count++] = (byte)'0';
            integerDigits = 1;
        }
        while (limbs > 0 && count - 1 - integerDigits <= decimals)
            count += NextChunk(fraction, ref limbs, digits[count..]);
        count = Round(digits, count, 1 + integerDigits + Math.Min(decimals, MaxDigits), limbs > 0);
        if (digits[0] != '0')
        {
            integerDigits++;
            return count;
        }
        digits[1..count].CopyTo(digits);
        return count - 1;
    }

    /// <summary>Significant digits of |value|.</summary>
    /// <param name="value">A finite number; its sign is ignored.</param>
    /// <param name="wanted">Digits wanted, at least 1; those beyond the exact ones are not written (they are zeros).</param>
    /// <param name="digits">Gets the digits; size by <see cref="BufferSize"/>.</param>
    /// <param name="exponent">Decimal exponent of the first digit.</param>
    /// <returns>Number of digits written.</returns>
    public static int Significant(double value, int wanted, Span<byte> digits, out int exponent)
    {
        digits[0] = (byte)'0';
        Span<ulong> fraction = stackalloc ulong[Limbs];
        int count = 1 + Integer(value, digits[1..], fraction, out int limbs);
        exponent = count - 2;
        int skipped = 0;
        while (limbs > 0 && count - 1 <= wanted)
        {
            int written = NextChunk(fraction, ref limbs, digits[count..]);
            if (count == 1)   // no significant digit yet: drop leading zeros
            {
                int zeros = digits.Slice(1, written).IndexOfAnyExcept((byte)'0');
                if (zeros < 0)
                {
                    skipped += written;
                    continue;
                }
                exponent = -1 - skipped - zeros;
                digits.Slice(1 + zeros, written - zeros).CopyTo(digits[1..]);
                written -= zeros;
            }
            count += written;
        }
        if (count == 1)
        {
            digits[0] = (byte)'0';
            exponent = 0;
            return 1;
        }
        count = Round(digits, count, 1 + Math.Min(wanted, MaxDigits), limbs > 0);
        if (digits[0] != '0')
        {
            exponent++;
            return Math.Min(count, wanted);
        }
        digits[1..count].CopyTo(digits);
        return count - 1;
    }

    // cuts the digits at a length, half to even; a carry may reach digits[0]
    private static int Round(Span<byte> digits, int count, int length, bool isMore)
    {
        if (count <= length)
            return count;
        int dropped = digits[length] - '0';
        bool isAbove = dropped > 5 || (dropped == 5 && (isMore || digits[(length + 1)..count].ContainsAnyExcept((byte)'0')));
        if (isAbove || (dropped == 5 && (digits[length - 1] & 1) == 1))
        {
            int i = length - 1;
            while (digits[i] == '9')
                digits[i--] = (byte)'0';
            digits[i]++;
        }
        return length;
    }

    // writes the digits of the integer part (none for 0) and leaves the fraction as a binary fixed point, least limb first
    private static int Integer(double value, Span<byte> digits, Span<ulong> fraction, out int limbs)
    {
        long bits = BitConverter.DoubleToInt64Bits(value) & long.MaxValue;
        int exponent = (int)(bits >> 52);
        ulong mantissa = (ulong)bits & 0xF_FFFF_FFFF_FFFF;
        if (exponent == 0)
            exponent = 1;
        else
            mantissa |= 1UL << 52;
        exponent -= 1075;
        limbs = 0;
        if (exponent >= 0)
            return exponent <= 11 ? Small(mantissa << exponent, digits) : Large(mantissa, exponent, digits);
        int fractionBits = -exponent;
        ulong whole = fractionBits < 64 ? mantissa >> fractionBits : 0;
        ulong rest = fractionBits < 64 ? mantissa & ((1UL << fractionBits) - 1) : mantissa;
        if (rest != 0)
        {
            limbs = (fractionBits + 63) / 64;
            fraction[..limbs].Clear();
            int shift = limbs * 64 - fractionBits;
            fraction[0] = rest << shift;
            if (limbs > 1 && shift > 0)
                fraction[1] = rest >> (64 - shift);
        }
        return Small(whole, digits);
    }

    private static int Small(ulong number, Span<byte> digits)
    {
        int count = 0;
        for (ulong rest = number; rest != 0; rest /= 10)
            count++;
        for (int i = count - 1; i >= 0; i--)
        {
            digits[i] = (byte)('0' + number % 10);
            number /= 10;
        }
        return count;
    }

    // mantissa × 2^exponent beyond 64 bits: repeated division by 10^9
    private static int Large(ulong mantissa, int exponent, Span<byte> digits)
    {
        Span<uint> limbs = stackalloc uint[34];
        limbs.Clear();
        UInt128 shifted = (UInt128)mantissa << (exponent % 32);
        int low = exponent / 32;
        limbs[low] = (uint)shifted;
        limbs[low + 1] = (uint)(shifted >> 32);
        limbs[low + 2] = (uint)(shifted >> 64);
        int count = low + 3;
        Span<uint> chunks = stackalloc uint[36];
        int made = 0;
        while (count > 0)
        {
            ulong remainder = 0;
            for (int i = count - 1; i >= 0; i--)
            {
                ulong part = (remainder << 32) | limbs[i];
                limbs[i] = (uint)(part / Chunk);
                remainder = part % Chunk;
            }
            chunks[made++] = (uint)remainder;
            while (count > 0 && limbs[count - 1] == 0)
                count--;
        }
        int written = Small(chunks[made - 1], digits);
        for (int i = made - 2; i >= 0; i--)
            written += Nine(chunks[i], digits[written..]);
        return written;
    }

    // the next nine digits of the fraction; limbs that became 0 at the lower end are dropped
    private static int NextChunk(Span<ulong> fraction, ref int limbs, Span<byte> digits)
    {
        ulong carry = 0;
        for (int i = 0; i < limbs; i++)
        {
            ulong high = Math.BigMul(fraction[i], Chunk, out ulong low);
            fraction[i] = low + carry;
            carry = high + (fraction[i] < low ? 1UL : 0);
        }
        int zeros = 0;
        while (zeros < limbs && fraction[zeros] == 0)
            zeros++;
        if (zeros > 0)
        {
            fraction[zeros..limbs].CopyTo(fraction);
            limbs -= zeros;
        }
        return Nine((uint)carry, digits);
    }

    private static int Nine(uint number, Span<byte> digits)
    {
        for (int i = ChunkDigits - 1; i >= 0; i--)
        {
            digits[i] = (byte)('0' + number % 10);
            number /= 10;
        }
        return ChunkDigits;
    }
}
