using System.Globalization;
using NetDrms.Fits.Cards;

namespace NetDrms.Fits.Compression;

/// <summary>The cards of the table of a compressed image. FITS standard 4.0 §10.1; the comments are CFITSIO's.</summary>
/// <param name="Method">Method of compression.</param>
/// <param name="Bitpix">BITPIX of the image.</param>
/// <param name="Axes">Axes of the image.</param>
/// <param name="Tiles">Lengths of a tile.</param>
/// <param name="RowBytes">Bytes of a row.</param>
/// <param name="Rows">Number of tiles.</param>
/// <param name="HeapBytes">Bytes of all compressed tiles.</param>
/// <param name="Longest">Elements of the longest compressed tile.</param>
internal sealed record TileHeader(TileMethod Method, int Bitpix, long[] Axes, long[] Tiles, int RowBytes, long Rows, long HeapBytes, int Longest)
{
    /// <summary>The cards, in order.</summary>
    public IReadOnlyList<string> Cards()
    {
        HeaderBuilder header = new();
        char element = Method == TileMethod.Plio ? 'I' : 'B';
        header.AddText("XTENSION", "BINTABLE", "binary table extension");
        header.AddInteger("BITPIX", 8, "8-bit bytes");
        header.AddInteger("NAXIS", 2, "2-dimensional binary table");
        header.AddInteger("NAXIS1", RowBytes, "width of table in bytes");
        header.AddInteger("NAXIS2", Rows, "number of rows in table");
        header.AddInteger("PCOUNT", HeapBytes, "size of special data area");
        header.AddInteger("GCOUNT", 1, "one data group (required keyword)");
        header.AddInteger("TFIELDS", 1, "number of fields in each row");
        header.AddText("TTYPE1", "COMPRESSED_DATA", "label for field   1");
        header.AddText("TFORM1", string.Create(CultureInfo.InvariantCulture, $"1P{element}({Longest})"), "data format of field: variable length array");
        header.AddLogical("ZIMAGE", true, "extension contains compressed image");
        header.AddLogical("ZSIMPLE", true, "file does conform to FITS standard");
        header.AddInteger("ZBITPIX", Bitpix, "data type of original image");
        header.AddInteger("ZNAXIS", Axes.Length, "dimension of original image");
        for (int i = 0; i < Axes.Length; i++)
            header.AddInteger(Numbered("ZNAXIS", i + 1), Axes[i], "length of original image axis");
        for (int i = 0; i < Tiles.Length; i++)
            header.AddInteger(Numbered("ZTILE", i + 1), Tiles[i], "size of tiles to be compressed");
        header.AddText("ZCMPTYPE", NameOf(Method), "compression algorithm");
        switch (Method)
        {
            case TileMethod.Rice:
                header.AddText("ZNAME1", "BLOCKSIZE", "compression block size");
                header.AddInteger("ZVAL1", TileEncoder.RiceBlockSize, "pixels per block");
                header.AddText("ZNAME2", "BYTEPIX", "bytes per pixel (1, 2, 4, or 8)");
                header.AddInteger("ZVAL2", Bitpix / 8, "bytes per pixel (1, 2, 4, or 8)");
                break;
            case TileMethod.Hcompress:
                header.AddText("ZNAME1", "SCALE", "HCOMPRESS scale factor");
                header.AddImage("ZVAL1   =        0.0000000E+00 / HCOMPRESS scale factor");
                header.AddText("ZNAME2", "SMOOTH", "HCOMPRESS smooth option");
                header.AddInteger("ZVAL2", 0, "HCOMPRESS smooth option");
                break;
        }
        return header.Cards;
    }

    private static string NameOf(TileMethod method) => method switch
    {
        TileMethod.Rice => "RICE_1",
        TileMethod.Gzip => "GZIP_1",
        TileMethod.Plio => "PLIO_1",
        _ => "HCOMPRESS_1",
    };

    private static string Numbered(string stem, int number) => string.Create(CultureInfo.InvariantCulture, $"{stem}{number}");
}
