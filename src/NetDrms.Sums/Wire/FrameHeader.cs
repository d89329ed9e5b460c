namespace NetDrms.Sums.Wire;

/// <summary>The eight hexadecimal digits before each message: its length in bytes. Spec 04 §3.</summary>
internal static class FrameHeader
{
    /// <summary>Bytes of a header.</summary>
    public const int Length = 8;

    /// <summary>Longest request that is read; an answer may be longer.</summary>
    public const int MaxRequestBytes = 16 << 20;

    /// <summary>Longest first frame of a connection, the client info.</summary>
    public const int MaxClientInfoBytes = 64 << 10;

    /// <summary>Reads <c>[0-9A-Fa-f]{8}</c> and nothing else: the original also takes signs, blanks and 0x, by accident.</summary>
    public static bool TryParse(ReadOnlySpan<byte> header, out uint bodyBytes)
    {
        bodyBytes = 0;
        foreach (byte c in header[..Length])
        {
            if (!char.IsAsciiHexDigit((char)c))
                return false;
            bodyBytes = (bodyBytes << 4) | (uint)(c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10);
        }
        return true;
    }

    /// <summary>Writes eight lower-case digits.</summary>
    public static void Write(Span<byte> header, int bodyBytes)
    {
        for (int i = Length - 1; i >= 0; i--)
        {
            header[i] = "0123456789abcdef"u8[bodyBytes & 15];
            bodyBytes >>= 4;
        }
    }
}
