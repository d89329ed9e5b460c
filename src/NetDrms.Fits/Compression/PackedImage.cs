namespace NetDrms.Fits.Compression;

/// <summary>A compressed image: the cards of its table without those of scaling and checksums, and the table's data padded to whole blocks.</summary>
internal sealed class PackedImage : IDisposable
{
    private readonly IDisposable _owner;
    private readonly BytesAt _bytes;

    /// <summary>Takes over the memory of the data.</summary>
    public PackedImage(IReadOnlyList<string> cards, long dataBytes, IDisposable owner, BytesAt bytes)
    {
        Cards = cards;
        DataBytes = dataBytes;
        _owner = owner;
        _bytes = bytes;
    }

    /// <summary>Gives part of the data.</summary>
    public delegate ReadOnlySpan<byte> BytesAt(long offset, int length);

    /// <summary>The cards.</summary>
    public IReadOnlyList<string> Cards { get; }

    /// <summary>Bytes of the data with padding.</summary>
    public long DataBytes { get; }

    /// <summary>Part of the data.</summary>
    public ReadOnlySpan<byte> Data(long offset, int length) => _bytes(offset, length);

    /// <inheritdoc/>
    public void Dispose() => _owner.Dispose();
}
