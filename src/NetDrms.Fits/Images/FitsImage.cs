using NetDrms.Fits.Cards;
using NetDrms.Model.Keywords;

namespace NetDrms.Fits.Images;

/// <summary>An image read from a FITS file: its header and its stored values in the original's terms. Spec 02 §5.2, §5.3.</summary>
/// <remarks>Bytes of the file are signed here (stored byte − 128, so that the physical value is the same); integer pixels that the file calls BLANK have the missing value of their type.</remarks>
public sealed class FitsImage : IDisposable
{
    internal FitsImage(FitsHeader header, SegmentArray array, string? compression)
    {
        Header = header;
        Array = array;
        Compression = compression;
    }

    /// <summary>The header of the image; of a compressed one, that of its table.</summary>
    public FitsHeader Header { get; }

    /// <summary>The stored values and how they scale; belongs to the image.</summary>
    public SegmentArray Array { get; }

    /// <summary>Type of the stored values.</summary>
    public DrmsType Type => Array.Type;

    /// <summary>Lengths of the axes, fastest first.</summary>
    public IReadOnlyList<int> Dimensions => Array.Dimensions;

    /// <summary>Method of compression as in the file, for example <c>RICE_1</c>; null if there is none.</summary>
    public string? Compression { get; }

    /// <inheritdoc/>
    public void Dispose() => Array.Dispose();
}
