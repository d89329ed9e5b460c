using System.Buffers.Binary;

namespace NetDrms.Sums.Archive.Tar;

/// <summary>The block of 512 bytes before each member of a tar archive, in GNU's form. Names are bytes.</summary>
internal sealed record TarHeader
{
    /// <summary>Bytes of a block.</summary>
    public const int BlockBytes = 512;

    /// <summary>Bytes of a record: 256 blocks. Spec 04 §5.4.</summary>
    public const int RecordBlocks = 256;

    public const byte File = (byte)'0';
    public const byte HardLink = (byte)'1';
    public const byte SymbolicLink = (byte)'2';
    public const byte Folder = (byte)'5';
    public const byte LongName = (byte)'L';
    public const byte LongLink = (byte)'K';
    public const byte Extended = (byte)'x';
    public const byte GlobalExtended = (byte)'g';

    public const int NameLength = 100;
    private const int LinkStart = 157;
    private const int MagicStart = 257;
    private const int PrefixStart = 345, PrefixLength = 155;
    private const int ChecksumStart = 148, ChecksumLength = 8;

    public required byte Type { get; init; }
    public required byte[] Name { get; init; }
    public byte[] Link { get; init; } = [];
    public uint Mode { get; init; }
    public long User { get; init; }
    public long Group { get; init; }
    public long SizeBytes { get; init; }
    public long ModifiedSeconds { get; init; }

    /// <summary>Blocks that content of a size fills.</summary>
    public static long Padded(long bytes) => (bytes + BlockBytes - 1) / BlockBytes * BlockBytes;

    /// <summary>Writes the block; names that are too long for it are cut, a long-name member stands before it.</summary>
    public void Write(Span<byte> block)
    {
        block[..BlockBytes].Clear();
        Name.AsSpan(0, Math.Min(Name.Length, NameLength)).CopyTo(block);
        PutNumber(block.Slice(100, 8), Mode);
        PutNumber(block.Slice(108, 8), User);
        PutNumber(block.Slice(116, 8), Group);
        PutNumber(block.Slice(124, 12), SizeBytes);
        PutNumber(block.Slice(136, 12), ModifiedSeconds);
        block[156] = Type;
        Link.AsSpan(0, Math.Min(Link.Length, NameLength)).CopyTo(block[LinkStart..]);
        "ustar  \0"u8.CopyTo(block[MagicStart..]);
        int sum = Checksum(block);
        for (int i = ChecksumStart + 5; i >= ChecksumStart; i--, sum >>= 3)
            block[i] = (byte)('0' + (sum & 7));
        block[ChecksumStart + 7] = (byte)' ';   // six digits, NUL, blank
    }

    // Octal digits and a NUL; what does not fit is binary with the top bit set, as GNU tar writes it.
    private static void PutNumber(Span<byte> field, long value)
    {
        int digits = field.Length - 1;
        if (value >= 0 && (digits * 3 >= 63 || value < 1L << (digits * 3)))
        {
            for (int i = digits - 1; i >= 0; i--, value >>= 3)
                field[i] = (byte)('0' + (value & 7));
            return;
        }
        Span<byte> wide = stackalloc byte[16];
        wide.Fill(value < 0 ? (byte)0xff : (byte)0);
        BinaryPrimitives.WriteInt64BigEndian(wide[8..], value);
        wide[^field.Length..].CopyTo(field);
        field[0] = value < 0 ? (byte)0xff : (byte)0x80;
    }

    private static int Checksum(ReadOnlySpan<byte> block)
    {
        int sum = ChecksumLength * ' ';
        for (int i = 0; i < BlockBytes; i++)
            sum += i is >= ChecksumStart and < ChecksumStart + ChecksumLength ? 0 : block[i];
        return sum;
    }

    /// <summary>Reads a block.</summary>
    /// <returns>Null for a block of zeros, which ends an archive.</returns>
    /// <exception cref="InvalidDataException">It is no header.</exception>
    public static TarHeader? Read(ReadOnlySpan<byte> block)
    {
        if (block.IndexOfAnyExcept((byte)0) < 0)
            return null;
        if (Number(block.Slice(ChecksumStart, ChecksumLength)) != Checksum(block))
            throw new InvalidDataException("it is not a tar archive: a header has a wrong checksum");
        long size = Number(block.Slice(124, 12));
        if (size < 0)
            throw new InvalidDataException("a member of the tar archive has a negative size");
        byte[] name = Text(block[..NameLength]);
        bool isPosix = block.Slice(MagicStart, 6).SequenceEqual("ustar\0"u8);   // GNU's form has times where POSIX has a prefix
        byte[] prefix = isPosix ? Text(block.Slice(PrefixStart, PrefixLength)) : [];
        return new TarHeader
        {
            Type = block[156] == 0 ? File : block[156],
            Name = prefix.Length > 0 ? [.. prefix, (byte)'/', .. name] : name,
            Link = Text(block.Slice(LinkStart, NameLength)),
            Mode = (uint)Number(block.Slice(100, 8)) & 0xfff,
            User = Number(block.Slice(108, 8)),
            Group = Number(block.Slice(116, 8)),
            SizeBytes = size,
            ModifiedSeconds = Number(block.Slice(136, 12)),
        };
    }

    private static byte[] Text(ReadOnlySpan<byte> field)
    {
        int end = field.IndexOf((byte)0);
        return (end < 0 ? field : field[..end]).ToArray();
    }

    private static long Number(ReadOnlySpan<byte> field)
    {
        if ((field[0] & 0x80) != 0)
        {
            long wide = (field[0] & 0x40) != 0 ? -1 : 0;
            for (int i = 0; i < field.Length; i++)
                wide = (wide << 8) | (i == 0 ? (byte)(field[0] & ((field[0] & 0x40) != 0 ? 0xff : 0x7f)) : field[i]);
            return wide;
        }
        long value = 0;
        foreach (byte digit in field.Trim(" \0"u8))
        {
            if (digit is < (byte)'0' or > (byte)'7')
                throw new InvalidDataException("it is not a tar archive: a header holds a number that is none");
            value = (value << 3) | (uint)(digit - '0');
        }
        return value;
    }
}
