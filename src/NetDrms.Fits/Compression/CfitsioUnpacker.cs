using System.Buffers.Binary;
using System.Text;
using NetDrms.Fits.Cards;
using NetDrms.Fits.Images;

namespace NetDrms.Fits.Compression;

/// <summary>Unpacks by CFITSIO what <see cref="TileUnpacker"/> does not know. The library sees nothing but the unit in question under a header of structural cards, all checked.</summary>
internal static unsafe class CfitsioUnpacker
{
    private const int ByteType = 11;
    private const int ShortType = 21;
    private const int IntType = 31;
    private const int FloatType = 42;
    private const int LongType = 81;
    private const int DoubleType = 82;

    private static readonly string[] s_structural =
    [
        "XTENSION", "BITPIX", "NAXIS", "PCOUNT", "GCOUNT", "TFIELDS", "TTYPE", "TFORM", "THEAP", "ZIMAGE", "ZBITPIX", "ZNAXIS", "ZTILE", "ZCMPTYPE",
        "ZNAME", "ZVAL", "ZBLANK", "ZSCALE", "ZZERO", "ZQUANTIZ", "ZDITHER",
    ];

    /// <summary>Unpacks all tiles.</summary>
    public static void Unpack(FitsSource source, FitsHdu unit, TileTable table, PixelBuffer pixels)
    {
        CheckMethod(table);
        using MemoryFile file = Load(source, unit, table);
        Unpack(source, file, table, pixels);
    }

    private static void CheckMethod(TileTable table)
    {
        switch (table.Method)
        {
            case "RICE_1" or "RICE_ONE":
                // with other sizes the library mistakes the length of its buffers
                if (table.BytesPerPixel != (table.Bitpix < 0 ? 4 : table.Bitpix / 8))
                    throw table.Damaged($"Rice of {table.BytesPerPixel} bytes does not fit ZBITPIX {table.Bitpix}");
                break;
            case "GZIP_1" or "GZIP_2" or "PLIO_1" or "HCOMPRESS_1" or "NOCOMPRESS":
                break;
            default:
                throw table.Damaged($"its compression \"{table.Method}\" is not known");
        }
    }

    private static MemoryFile Load(FitsSource source, FitsHdu unit, TileTable table)
    {
        byte[] header = StructuralHeader(unit.Header);
        MemoryFile file = new(header.Length + unit.EndOffset - unit.DataOffset);
        try
        {
            header.CopyTo(file.Slice(0, header.Length));
            long length = unit.EndOffset - unit.DataOffset;
            for (long done = 0; done < length;)
            {
                int part = (int)Math.Min(length - done, 1 << 24);
                source.Read(unit.DataOffset + done, file.Slice(header.Length + done, part));
                done += part;
            }
            CheckTiles(file, header.Length, table);
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private static void CheckTiles(MemoryFile file, long dataOffset, TileTable table)
    {
        TileTable.Column? packed = table.Find("COMPRESSED_DATA");
        if (packed is not { IsArray: true } || packed.Bytes == 0)
            throw table.Damaged("its table has no column COMPRESSED_DATA of arrays");
        foreach (string name in (string[])["COMPRESSED_DATA", "GZIP_COMPRESSED_DATA", "UNCOMPRESSED_DATA"])
        {
            if (table.Find(name) is not { IsArray: true, Bytes: > 0 } column)
                continue;
            for (long row = 0; row < table.Rows; row++)
            {
                ReadOnlySpan<byte> bytes = file.Slice(dataOffset + row * table.RowBytes, (int)table.RowBytes);
                (long offset, long length) = table.Locate(column, bytes);
                if (column == packed && table.Method == "HCOMPRESS_1" && length > 0)
                    CheckHcompress(file, dataOffset + table.HeapOffset + offset, length, table);
            }
        }
    }

    // the library writes as many pixels as the stream says: code DD99, nx, ny
    private static void CheckHcompress(MemoryFile file, long offset, long length, TileTable table)
    {
        const int BeginBytes = 10;
        if (length < BeginBytes)
            throw table.Damaged("a compressed tile is too short");
        ReadOnlySpan<byte> begin = file.Slice(offset, BeginBytes);
        long x = BinaryPrimitives.ReadInt32BigEndian(begin[2..]);
        long y = BinaryPrimitives.ReadInt32BigEndian(begin[6..]);
        long most = 1;
        foreach (long tile in table.TileLengths)
            most *= tile;
        if (begin[0] != 0xdd || begin[1] != 0x99 || x <= 0 || y <= 0 || x > most || y > most || x * y > most)
            throw table.Damaged("a compressed tile is no HCOMPRESS stream of its size");
    }

    private static byte[] StructuralHeader(FitsHeader header)
    {
        StringBuilder cards = new();
        void Add(string card) => cards.Append(card.PadRight(CardReader.CardBytes)[..CardReader.CardBytes]);
        void Finish()
        {
            Add("END");
            while (cards.Length % FitsHdu.BlockBytes != 0)
                cards.Append(' ');
        }
        Add("SIMPLE  =                    T");
        Add("BITPIX  =                    8");
        Add("NAXIS   =                    0");
        Add("EXTEND  =                    T");
        Finish();
        HashSet<string> seen = new(StringComparer.OrdinalIgnoreCase);
        foreach (FitsCard card in header.Cards)
        {
            string stem = card.Keyword.TrimEnd("0123456789".ToCharArray());
            if (s_structural.Contains(stem, StringComparer.OrdinalIgnoreCase) && seen.Add(card.Keyword))
                Add(card.Image);
        }
        Finish();
        return Encoding.Latin1.GetBytes(cards.ToString());
    }

    private static void Unpack(FitsSource source, MemoryFile file, TileTable table, PixelBuffer pixels)
    {
        Cfitsio library = Cfitsio.Loaded;
        int work = library.Begin();
        void* handle = null;
        int status = 0;
        try
        {
            fixed (byte* name = "memory\0"u8)
            {
                library.OpenMemory(&handle, name, 0, file.Address, file.Size, 0, null, &status);
            }
            int axes = table.Axes.Length;
            long* first = stackalloc long[axes];
            long* last = stackalloc long[axes];
            long* step = stackalloc long[axes];
            for (int i = 0; i < axes; i++)
                (first[i], last[i], step[i]) = (1, table.Axes[i], 1);
            int kind;
            int anyMissing;
            library.MoveTo(handle, 2, &kind, &status);
            double nan = double.NaN;
            float shortNan = float.NaN;
            void* missing = table.Bitpix switch { -32 => &shortNan, -64 => &nan, _ => null };
            fixed (byte* target = pixels.Slice(0, 1))
            {
                if (status == 0)
                    library.ReadPixels(handle, CodeOf(table.Bitpix), first, last, step, missing, target, &anyMissing, &status);
            }
            if (status != 0)
            {
                (string text, string? detail) = library.Explain(status, work);
                throw FitsFault.Damaged(source.Name, $"its compressed image could not be unpacked: {text}", detail, text);
            }
        }
        finally
        {
            int closing = 0;
            if (handle is not null)
                library.Close(handle, &closing);
            Cfitsio.End();
        }
    }

    /// <summary>The library's code of the type of a BITPIX.</summary>
    public static int CodeOf(int bitpix) => bitpix switch
    {
        8 => ByteType,
        16 => ShortType,
        32 => IntType,
        64 => LongType,
        -32 => FloatType,
        _ => DoubleType,
    };
}
