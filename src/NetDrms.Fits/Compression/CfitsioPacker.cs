using System.Text;
using NetDrms.Fits.Images;

namespace NetDrms.Fits.Compression;

/// <summary>Compresses images by CFITSIO in memory. Spec 02 §5.3.</summary>
internal static unsafe class CfitsioPacker
{
    // above this the offsets of compressed tiles need 64 bits
    private const long HugeBytes = 3_500_000_000;
    private const long LeastGrowth = 1 << 20;

    /// <summary>Compresses an image.</summary>
    /// <param name="path">The file to be, for messages.</param>
    /// <param name="bitpix">8, 16 or 32; the bytes of 8 are unsigned.</param>
    /// <param name="axes">Axes, fastest first.</param>
    /// <param name="pixels">The pixels as the file shall hold them, in the byte order of this machine.</param>
    /// <param name="parameters">As <see cref="CompressionText.TryNormalise"/> gave them.</param>
    /// <exception cref="Model.Errors.DrmsException">The method cannot hold the image.</exception>
    public static PackedImage Pack(string path, int bitpix, IReadOnlyList<int> axes, PixelBuffer pixels, string parameters)
    {
        long growth = Math.Max(LeastGrowth, pixels.Bytes / 4);
        MemoryFile file = new(pixels.Bytes / 2 + LeastGrowth);
        try
        {
            Write(path, file, (nuint)growth, bitpix, axes, pixels, parameters);
            using FitsSource source = new(path, file);
            FitsHdu table = FitsStructure.Scan(source)[1];   // the memory is longer than the file in it, and zeroed there
            return new PackedImage([.. table.Header.Cards.Select(card => card.Image)], table.EndOffset - table.DataOffset, file,
                (offset, length) => file.Slice(table.DataOffset + offset, length));
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private static void Write(string path, MemoryFile file, nuint growth, int bitpix, IReadOnlyList<int> axes, PixelBuffer pixels, string parameters)
    {
        Cfitsio library = Cfitsio.Loaded;
        int work = library.Begin();
        void* handle = null;
        int status = 0;
        long* lengths = stackalloc long[axes.Count];
        long* first = stackalloc long[axes.Count];
        for (int i = 0; i < axes.Count; i++)
            (first[i], lengths[i]) = (1, axes[i]);
        try
        {
            library.CreateMemory(&handle, file.Address, file.Size, growth, MemoryFile.Growth, &status);
            fixed (byte* text = Encoding.ASCII.GetBytes(parameters + "\0"))
            {
                if (status == 0)
                    library.ParseCompression(handle, text, &status);
            }
            if (status == 0 && pixels.Bytes > HugeBytes)
                library.SetHugeUnit(handle, 1, &status);
            if (status == 0)
                library.CreateImage(handle, bitpix, axes.Count, lengths, &status);
            fixed (byte* from = pixels.Slice(0, pixels.Bytes > 0 ? 1 : 0))
            {
                if (status == 0)
                    library.WritePixels(handle, CfitsioUnpacker.CodeOf(bitpix), first, lengths, from, &status);
            }
            int closing = status;
            if (handle is not null)
                library.Close(handle, &closing);
            status = status != 0 ? status : closing;
            handle = null;
            if (status != 0)
            {
                (string reason, string? detail) = library.Explain(status, work);
                throw FitsFault.CannotCompress(path, parameters, reason, detail);
            }
        }
        finally
        {
            Cfitsio.End();
        }
    }
}
