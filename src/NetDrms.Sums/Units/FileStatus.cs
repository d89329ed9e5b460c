using System.Runtime.InteropServices;

namespace NetDrms.Sums.Units;

/// <summary>What the kernel tells of a file: <c>struct statx</c>, whose layout is the same on every machine.</summary>
[StructLayout(LayoutKind.Sequential, Size = 256)]
internal struct FileStatus
{
    public uint Mask;
    public uint BlockSize;
    public ulong Attributes;
    public uint Links;
    public uint User;
    public uint Group;
    public ushort Mode;
    private readonly ushort _pad;
    public ulong Inode;
    public ulong SizeBytes;
    public ulong Blocks;
    public ulong AttributesMask;

    private readonly ulong _accessed, _accessedRest, _born, _bornRest, _changed, _changedRest;

    /// <summary>Seconds since 1970 of the last change of the content.</summary>
    public long ModifiedSeconds;

    /// <summary>Bits of <see cref="Mode"/> that tell the kind of an entry.</summary>
    public const int TypeMask = 0xF000;

    public readonly bool IsFolder => (Mode & TypeMask) == 0x4000;

    public readonly bool IsFile => (Mode & TypeMask) == 0x8000;

    public readonly bool IsLink => (Mode & TypeMask) == 0xA000;
}
