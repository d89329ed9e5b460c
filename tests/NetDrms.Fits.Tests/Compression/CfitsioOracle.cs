using System.Runtime.InteropServices;
using System.Text;
using NetDrms.Fits.Cards;
using NetDrms.Fits.Images;

namespace NetDrms.Fits.Tests.Compression;

/// <summary>What CFITSIO itself writes for compression parameters.</summary>
/// <remarks>4.2 overruns its buffers when it writes noise by PLIO or in small tiles by HCOMPRESS: give it nothing of the kind.</remarks>
internal static class CfitsioOracle
{
    private const string Library = "libcfitsio.so.10";

    /// <summary>The cards (without END) and data of the table, or null where the library refuses.</summary>
    public static (string[] Cards, byte[] Data)? Pack(int bitpix, int[] axes, PixelBuffer? pixels, string parameters)
    {
        using TestFolderPath file = new();
        int status = 0;
        _ = ffinit(out nint handle, $"{file.Path}[{parameters}]", ref status);
        if (status == 0)
            _ = ffcrimll(handle, bitpix, axes.Length, [.. axes], ref status);
        byte[] bytes = [];
        if (status == 0 && pixels is not null)
        {
            bytes = pixels.Slice(0, (int)pixels.Bytes).ToArray();
            _ = ffpss(handle, bitpix switch { 8 => 11, 16 => 21, _ => 31 }, [.. axes.Select(_ => 1L)], [.. axes], bytes, ref status);
        }
        int closing = status;
        if (handle != 0)
            _ = ffclos(handle, ref closing);
        if (status != 0 || closing != 0)
            return null;
        byte[] content = File.ReadAllBytes(file.Path);
        using FitsSource source = new(file.Path, content);
        FitsHdu table = FitsStructure.Scan(source)[1];
        return ([.. table.Header.Cards.Select(card => card.Image)], content[(int)table.DataOffset..(int)table.EndOffset]);
    }

    [DllImport(Library)]
    private static extern int ffinit(out nint file, [MarshalAs(UnmanagedType.LPUTF8Str)] string name, ref int status);

    [DllImport(Library)]
    private static extern int ffcrimll(nint file, int bitpix, int naxis, long[] naxes, ref int status);

    [DllImport(Library)]
    private static extern int ffpss(nint file, int type, long[] first, long[] last, byte[] pixels, ref int status);

    [DllImport(Library)]
    private static extern int ffclos(nint file, ref int status);

    private sealed class TestFolderPath : IDisposable
    {
        public string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"netdrms-oracle-{Guid.NewGuid():N}");

        public void Dispose() => File.Delete(Path);
    }
}
