using System.Runtime.InteropServices;

namespace NetDrms.Sums.Units;

/// <summary>What <c>statvfs</c> tells of a file system; the layout of Linux on 64-bit machines.</summary>
[StructLayout(LayoutKind.Sequential, Size = 128)]
internal struct FileSystemRoom
{
    private readonly ulong _blockSize;
    private readonly ulong _fragmentSize;
    private readonly ulong _blocks;
    private readonly ulong _blocksFree;
    private readonly ulong _blocksAvailable;
    private readonly ulong _files;
    private readonly ulong _filesFree;
    private readonly ulong _filesAvailable;
    private readonly ulong _id;
    private readonly ulong _flags;

    /// <summary>Bytes that an unprivileged user may still write.</summary>
    public readonly long FreeBytes => Product(_blocksAvailable);

    /// <summary>All bytes.</summary>
    public readonly long TotalBytes => Product(_blocks);

    /// <summary>True when no more files can be made although there may be room; file systems without a fixed number of files tell none.</summary>
    public readonly bool IsOutOfFiles => _files > 0 && _filesAvailable == 0;

    /// <summary>True when it is mounted read-only.</summary>
    public readonly bool IsReadOnly => (_flags & 1) != 0;

    private readonly long Product(ulong blocks) => (long)UInt128.Min((UInt128)blocks * _fragmentSize, (UInt128)long.MaxValue);
}
