using NetDrms.Fits.Cards;

namespace NetDrms.Fits.Images;

/// <summary>One header and data unit of a file, its structure checked.</summary>
/// <param name="Index">Number in the file, 0 for the primary one.</param>
/// <param name="Header">Its cards.</param>
/// <param name="HeaderOffset">Where its header begins, in bytes.</param>
/// <param name="DataOffset">Where its data begin.</param>
/// <param name="DataBytes">Length of its data without padding.</param>
/// <param name="Kind">What it holds.</param>
internal sealed record FitsHdu(int Index, FitsHeader Header, long HeaderOffset, long DataOffset, long DataBytes, HduKind Kind)
{
    /// <summary>Bytes of a block.</summary>
    public const int BlockBytes = 2880;

    /// <summary>Offset of what follows: the end of its last block.</summary>
    public long EndOffset => DataOffset + (DataBytes + BlockBytes - 1) / BlockBytes * BlockBytes;

    /// <summary>True for a plain or compressed image with pixels.</summary>
    public bool IsImage => Kind is HduKind.Image or HduKind.CompressedImage;
}
