using NetDrms.Fits.Images;

namespace NetDrms.Fits.Compression;

/// <summary>A compressed image as CFITSIO made it: a file in memory and the place of its table in it.</summary>
internal sealed class PackedImage(MemoryFile file, FitsHdu table) : IDisposable
{
    /// <summary>The table's cards and place; its data end with the padding of their last block.</summary>
    public FitsHdu Table => table;

    /// <summary>Part of the table's data, padding included.</summary>
    public ReadOnlySpan<byte> Data(long offset, int length) => file.Slice(table.DataOffset + offset, length);

    /// <summary>Bytes of the table's data with padding.</summary>
    public long DataBytes => table.EndOffset - table.DataOffset;

    /// <inheritdoc/>
    public void Dispose() => file.Dispose();
}
