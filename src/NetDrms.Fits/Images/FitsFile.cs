namespace NetDrms.Fits.Images;

/// <summary>Reads the first image of a FITS file: plain, compressed in tiles, or gzipped as a whole. Spec 02 §5.2, §5.3.</summary>
public static class FitsFile
{
    /// <summary>Reads the first image of a file. CHECKSUM and DATASUM are verified where the file has them.</summary>
    /// <param name="path">The file.</param>
    /// <param name="checksums">Whether a wrong checksum is an error.</param>
    /// <exception cref="Model.Errors.DrmsException">The file cannot be read, is no FITS file, is cut off or damaged, or holds no image.</exception>
    public static FitsImage Read(string path, ChecksumCheck checksums = ChecksumCheck.Verify)
    {
        using FitsSource source = FitsSource.Open(path);
        return ImageReader.Read(source, checksums);
    }

    /// <summary>Reads the first image of a file that is in memory.</summary>
    /// <param name="content">The bytes of the file.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="checksums">Whether a wrong checksum is an error.</param>
    /// <exception cref="Model.Errors.DrmsException">As of a file on disk.</exception>
    public static FitsImage Read(ReadOnlyMemory<byte> content, string name, ChecksumCheck checksums = ChecksumCheck.Verify)
    {
        using FitsSource source = new(name, content);
        return ImageReader.Read(source, checksums);
    }

    /// <summary>Reads one slice along the last axis of the first image: what a <c>tas</c> file holds for a record.</summary>
    /// <param name="path">The file.</param>
    /// <param name="slice">Number of the slice, from 0.</param>
    internal static FitsImage ReadSlice(string path, int slice)
    {
        using FitsSource source = FitsSource.Open(path);
        return ImageReader.Read(source, ChecksumCheck.Verify, slice);
    }
}
