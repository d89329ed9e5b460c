using System.Buffers.Binary;
using System.Globalization;
using NetDrms.Fits.Cards;
using NetDrms.Fits.Images;

namespace NetDrms.Fits.Compression;

/// <summary>The layout of a compressed image in its binary table, checked. FITS standard 4.0 §10.1.</summary>
internal sealed class TileTable
{
    private const int MostFields = 32;

    private readonly FitsSource _source;
    private readonly bool _hasScale;
    private readonly double _scale;
    private readonly double _zero;
    private readonly long? _blank;
    private readonly List<Column> _columns = [];

    /// <summary>Reads the layout from the header.</summary>
    /// <exception cref="Model.Errors.DrmsException">It contradicts itself or needs a method that is not known.</exception>
    public TileTable(FitsSource source, FitsHdu unit)
    {
        _source = source;
        FitsHeader header = unit.Header;
        Bitpix = header.IntegerOf("ZBITPIX") is 8 or 16 or 32 or 64 or -32 or -64
            ? (int)header.IntegerOf("ZBITPIX")!.Value
            : throw Damaged("ZBITPIX is not 8, 16, 32, 64, -32 or -64");
        Axes = FitsStructure.Axes(source, header, "ZNAXIS");
        if (Axes.Length is 0 or > FitsStructure.MaxAxes || Axes.Contains(0))
            throw Damaged("ZNAXIS is not a number of axes from 1 to 16, or an axis has no length");
        TileLengths = new long[Axes.Length];
        for (int i = 0; i < Axes.Length; i++)
            TileLengths[i] = Math.Min(Axes[i], Positive(header, Name("ZTILE", i + 1), i == 0 ? Axes[0] : 1));
        Method = header.TextOf("ZCMPTYPE") ?? throw Damaged("ZCMPTYPE is not a text");
        BlockSize = 32;
        BytesPerPixel = 4;
        for (int i = 1; header.TextOf(Name("ZNAME", i)) is string parameter && i <= 999; i++)
        {
            long value = header.IntegerOf(Name("ZVAL", i)) ?? 0;
            if (parameter == "BLOCKSIZE")
                BlockSize = value is >= 1 and <= 1 << 20 ? (int)value : throw Damaged("BLOCKSIZE of Rice is not from 1 to 1048576");
            else if (parameter == "SMOOTH")
                IsSmoothed = value != 0;
            else if (parameter == "BYTEPIX")
                BytesPerPixel = value is 1 or 2 or 4 or 8 ? (int)value : throw Damaged("BYTEPIX of Rice is not 1, 2, 4 or 8");
        }
        _hasScale = header.TryGet("ZSCALE", out _);
        ReadColumns(header);
        if (Method is not ("RICE_1" or "RICE_ONE" or "GZIP_1" or "GZIP_2" or "PLIO_1" or "HCOMPRESS_1" or "NOCOMPRESS"))
            throw Damaged($"its compression \"{Method}\" is not known");
        if (Method is not ("GZIP_1" or "GZIP_2" or "NOCOMPRESS") && ((Bitpix < 0 && !IsQuantised) || Bitpix == 64 || BytesPerPixel == 8))
            throw Damaged($"{Method} does not hold pixels of BITPIX {Bitpix}");
        _scale = header.NumberOf("ZSCALE") ?? 1;
        _zero = header.NumberOf("ZZERO") ?? 0;
        _blank = header.IntegerOf("ZBLANK");
        Quantisation = header.TextOf("ZQUANTIZ") ?? "";
        DitherSeed = header.IntegerOf("ZDITHER0") is >= 1 and <= 10_000 and long seed ? seed : 1;
        Rows = Positive(header, "NAXIS2", 0);
        RowBytes = Positive(header, "NAXIS1", 0);
        if (_columns.Sum(column => column.Bytes) != RowBytes)
            throw Damaged("NAXIS1 is not the sum of the widths of the columns");
        long tiles = 1;
        for (int i = 0; i < Axes.Length; i++)
            tiles *= (Axes[i] + TileLengths[i] - 1) / TileLengths[i];
        if (tiles != Rows)
            throw Damaged(string.Create(CultureInfo.InvariantCulture, $"the table has {Rows} rows, the image {tiles} tiles"));
        HeapOffset = header.IntegerOf("THEAP") ?? RowBytes * Rows;
        if (HeapOffset < RowBytes * Rows || HeapOffset > unit.DataBytes)
            throw Damaged("THEAP does not lie behind the rows");
        HeapBytes = unit.DataBytes - HeapOffset;
    }

    /// <summary>BITPIX of the image.</summary>
    public int Bitpix { get; }

    /// <summary>Axes of the image, fastest first.</summary>
    public long[] Axes { get; }

    /// <summary>Axes of a whole tile.</summary>
    public long[] TileLengths { get; }

    /// <summary>Value of ZCMPTYPE.</summary>
    public string Method { get; }

    /// <summary>Rice: pixels of a block.</summary>
    public int BlockSize { get; }

    /// <summary>Rice: bytes of a pixel.</summary>
    public int BytesPerPixel { get; }

    /// <summary>HCOMPRESS: what lossy packing left shall be smoothed.</summary>
    public bool IsSmoothed { get; }

    /// <summary>True when real pixels are stored as scaled integers.</summary>
    public bool IsQuantised => Bitpix < 0 && (_hasScale || Find("ZSCALE") is not null);

    /// <summary>ZQUANTIZ: how they were dithered.</summary>
    public string Quantisation { get; }

    /// <summary>ZDITHER0: where the random numbers of the dither begin.</summary>
    public long DitherSeed { get; }

    /// <summary>Tiles.</summary>
    public long Rows { get; }

    /// <summary>Bytes of a row.</summary>
    public long RowBytes { get; }

    /// <summary>Where the heap begins in the data.</summary>
    public long HeapOffset { get; }

    /// <summary>Length of the heap.</summary>
    public long HeapBytes { get; }

    /// <summary>The column of a name; null if there is none.</summary>
    public Column? Find(string name) => _columns.Find(column => column.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>Where the bytes of a row's array lie in the heap.</summary>
    /// <param name="column">A column of arrays.</param>
    /// <param name="row">The row's bytes.</param>
    /// <exception cref="Model.Errors.DrmsException">They would lie outside.</exception>
    public (long Offset, long Bytes) Locate(Column column, ReadOnlySpan<byte> row)
    {
        ReadOnlySpan<byte> descriptor = row.Slice(column.Offset, column.Bytes);
        long count;
        long offset;
        if (column.Descriptor == 'P')
        {
            count = BinaryPrimitives.ReadUInt32BigEndian(descriptor);
            offset = BinaryPrimitives.ReadUInt32BigEndian(descriptor[4..]);
        }
        else
        {
            count = BinaryPrimitives.ReadInt64BigEndian(descriptor);
            offset = BinaryPrimitives.ReadInt64BigEndian(descriptor[8..]);
        }
        if (count < 0 || offset < 0 || count > HeapBytes || offset > HeapBytes || offset + count * column.ElementBytes > HeapBytes)
            throw Damaged("a compressed tile lies outside of the data");
        return (offset, count * column.ElementBytes);
    }

    /// <summary>How the integers of a quantised tile scale: columns of the row, or else cards.</summary>
    public (double Scale, double Zero, long? Blank) ScalingOf(ReadOnlySpan<byte> row) =>
        (NumberOf(row, "ZSCALE") ?? _scale, NumberOf(row, "ZZERO") ?? _zero, NumberOf(row, "ZBLANK") is double blank ? (long)blank : _blank);

    private double? NumberOf(ReadOnlySpan<byte> row, string name)
    {
        if (Find(name) is not { } column)
            return null;
        ReadOnlySpan<byte> bytes = row.Slice(column.Offset, column.Bytes);
        return (column.Descriptor, bytes.Length) switch
        {
            ('D', >= sizeof(double)) => BinaryPrimitives.ReadDoubleBigEndian(bytes),
            ('E', >= sizeof(float)) => BinaryPrimitives.ReadSingleBigEndian(bytes),
            ('J', >= sizeof(int)) => BinaryPrimitives.ReadInt32BigEndian(bytes),
            ('I', >= sizeof(short)) => BinaryPrimitives.ReadInt16BigEndian(bytes),
            _ => throw Damaged($"column {name} is no number"),
        };
    }

    /// <summary>An error that names the file.</summary>
    public Exception Damaged(string what) => FitsFault.Damaged(_source.Name, what);

    private static string Name(string stem, int number) => string.Create(CultureInfo.InvariantCulture, $"{stem}{number}");

    private long Positive(FitsHeader header, string name, long standard)
    {
        long value = header.TryGet(name, out _) ? header.IntegerOf(name) ?? 0 : standard;
        return value > 0 ? value : throw Damaged($"{name} is not a positive number");
    }

    private void ReadColumns(FitsHeader header)
    {
        if (header.IntegerOf("TFIELDS") is not (>= 1 and <= MostFields and long fields))
            throw Damaged($"TFIELDS is not a number from 1 to {MostFields}");
        int offset = 0;
        for (int i = 1; i <= fields; i++)
        {
            string form = header.TextOf(Name("TFORM", i))?.Trim() ?? throw Damaged($"TFORM{i} is not a text");
            Column column = ParseForm(header.TextOf(Name("TTYPE", i))?.Trim() ?? "", form, offset);
            _columns.Add(column);
            offset += column.Bytes;
        }
    }

    // form = [ count ] letter [ element "(" max ")" ] ; P and Q are descriptors of arrays in the heap
    private Column ParseForm(string name, string form, int offset)
    {
        int digits = form.AsSpan().IndexOfAnyExceptInRange('0', '9');
        if (digits < 0 || digits > 6)
            throw Damaged($"TFORM \"{form}\" of a column is not a format");
        int count = digits == 0 ? 1 : int.Parse(form.AsSpan(0, digits), CultureInfo.InvariantCulture);
        char letter = form[digits];
        if (letter is 'P' or 'Q')
        {
            int elementBytes = digits + 1 < form.Length ? SizeOf(form[digits + 1]) : 0;
            if (count > 1 || elementBytes == 0)
                throw Damaged($"TFORM \"{form}\" of a column is not a format");
            return new Column(name, letter, offset, count * (letter == 'P' ? 8 : 16), elementBytes);
        }
        int bytes = letter == 'X' ? (count + 7) / 8 : count * SizeOf(letter);
        return SizeOf(letter) > 0 ? new Column(name, letter, offset, bytes, SizeOf(letter)) : throw Damaged($"TFORM \"{form}\" of a column is not a format");
    }

    private static int SizeOf(char letter) => letter switch
    {
        'L' or 'X' or 'B' or 'A' => 1,
        'I' => 2,
        'J' or 'E' => 4,
        'K' or 'D' or 'C' => 8,
        'M' => 16,
        _ => 0,
    };

    /// <summary>A column of the table.</summary>
    /// <param name="Name">Its TTYPE.</param>
    /// <param name="Descriptor">P or Q for arrays in the heap, else the letter of its type.</param>
    /// <param name="Offset">First byte in the row.</param>
    /// <param name="Bytes">Bytes in the row.</param>
    /// <param name="ElementBytes">Bytes of an element of the array.</param>
    internal sealed record Column(string Name, char Descriptor, int Offset, int Bytes, int ElementBytes)
    {
        /// <summary>True for arrays in the heap.</summary>
        public bool IsArray => Descriptor is 'P' or 'Q';
    }
}
