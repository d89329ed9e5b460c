using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace NetDrms.Fits.Compression;

/// <summary>A file in memory that CFITSIO reads or writes; belongs to one thread.</summary>
internal sealed unsafe class MemoryFile : IDisposable
{
    // the size stands before the bytes, so that what the library adds by realloc can be zeroed, as a file's would be
    private const nuint PrefixBytes = 64;

    // the library keeps the addresses of these two while the file is open
    [StructLayout(LayoutKind.Sequential)]
    private struct Block
    {
        public void* Bytes;
        public nuint Size;
    }

    private Block* _block;

    /// <summary>Takes zeroed memory.</summary>
    /// <param name="bytes">Its length.</param>
    public MemoryFile(long bytes)
    {
        _block = (Block*)NativeMemory.AllocZeroed((nuint)sizeof(Block));
        byte* memory = (byte*)NativeMemory.AllocZeroed((nuint)bytes + PrefixBytes);
        *(nuint*)memory = (nuint)bytes;
        _block->Bytes = memory + PrefixBytes;
        _block->Size = (nuint)bytes;
    }

    /// <summary>Gives the memory back if the file was not disposed of.</summary>
    ~MemoryFile() => Free();

    /// <summary>Address of the pointer to the bytes, for the library.</summary>
    public void** Address => &_block->Bytes;

    /// <summary>Address of the length, for the library.</summary>
    public nuint* Size => &_block->Size;

    /// <summary>Length in bytes.</summary>
    public long Length => (long)*(nuint*)((byte*)_block->Bytes - PrefixBytes);

    /// <summary>What the library calls to make the memory larger.</summary>
    public static delegate* unmanaged[Cdecl]<void*, nuint, void*> Growth => &Grow;

    /// <summary>Part of the bytes.</summary>
    public Span<byte> Slice(long offset, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset + length, Length);
        return new Span<byte>((byte*)_block->Bytes + offset, length);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        if (_block is null)
            return;
        NativeMemory.Free((byte*)_block->Bytes - PrefixBytes);
        NativeMemory.Free(_block);
        _block = null;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void* Grow(void* bytes, nuint size)
    {
        byte* memory = (byte*)bytes - PrefixBytes;
        nuint old = *(nuint*)memory;
        try
        {
            memory = (byte*)NativeMemory.Realloc(memory, size + PrefixBytes);
        }
        catch (OutOfMemoryException)
        {
            return null;   // the library answers with its own status
        }
        if (size > old)
            NativeMemory.Clear(memory + PrefixBytes + old, size - old);
        *(nuint*)memory = size;
        return memory + PrefixBytes;
    }
}
