namespace NetDrms.Fits.Images;

/// <summary>What a header and data unit holds.</summary>
internal enum HduKind
{
    /// <summary>Nothing but a header.</summary>
    Empty,
    /// <summary>An image.</summary>
    Image,
    /// <summary>An image, compressed in tiles, in a binary table.</summary>
    CompressedImage,
    /// <summary>A table.</summary>
    Table,
    /// <summary>Anything else (random groups, foreign extensions).</summary>
    Other,
}
