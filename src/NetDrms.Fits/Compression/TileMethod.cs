namespace NetDrms.Fits.Compression;

/// <summary>Methods of compression that we write. Spec 02 §5.3.</summary>
internal enum TileMethod
{
    /// <summary>RICE_1: differences in as few bits as they need.</summary>
    Rice,
    /// <summary>GZIP_1.</summary>
    Gzip,
    /// <summary>PLIO_1: runs, for masks.</summary>
    Plio,
    /// <summary>HCOMPRESS_1: wavelets, without loss here.</summary>
    Hcompress,
}
