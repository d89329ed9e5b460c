using System.Buffers.Binary;
using System.Text;
using NetDrms.Fits.Images;
using NetDrms.Model.Errors;
using NetDrms.Model.Keywords;
using NetDrms.Model.Series;

namespace NetDrms.Fits.Tests.Images;

/// <summary>Each refusal by its own words: what is wrong is named, not only that something is. Spec 02 §5.2–5.5.</summary>
public sealed class RefusalTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("ZBITPIX", "7", "ZBITPIX is not 8, 16, 32, 64, -32 or -64")]
    [InlineData("ZNAXIS", "0", "ZNAXIS is not a number of axes from 1 to 16, or an axis has no length")]
    [InlineData("ZNAXIS1", "0", "ZNAXIS is not a number of axes from 1 to 16, or an axis has no length")]
    [InlineData("ZNAXIS", "1000", "ZNAXIS is not a number from 0 to 999")]
    [InlineData("ZNAXIS2", "-1", "ZNAXIS2 is not a length")]
    [InlineData("ZNAXIS2", "49", "the table has 50 rows, the image 49 tiles")]
    [InlineData("ZTILE1", "0", "ZTILE1 is not a positive number")]
    [InlineData("ZCMPTYPE", "5", "ZCMPTYPE is not a text")]
    [InlineData("ZCMPTYPE", "'ZIP_1'", "its compression \"ZIP_1\" is not known")]
    [InlineData("ZBITPIX", "64", "RICE_1 does not hold pixels of BITPIX 64")]
    [InlineData("ZVAL1", "0", "BLOCKSIZE of Rice is not from 1 to 1048576")]
    [InlineData("ZVAL2", "3", "BYTEPIX of Rice is not 1, 2, 4 or 8")]
    [InlineData("TFIELDS", "0", "TFIELDS is not a number from 1 to ")]
    [InlineData("TFORM1", "7", "TFORM1 is not a text")]
    [InlineData("TFORM1", "'9Z'", "TFORM \"9Z\" of a column is not a format")]
    [InlineData("TFORM1", "'2PB(9)'", "TFORM \"2PB(9)\" of a column is not a format")]
    [InlineData("TFORM1", "'1PZ(9)'", "TFORM \"1PZ(9)\" of a column is not a format")]
    [InlineData("TFORM1", "'1QB(9)'", "NAXIS1 is not the sum of the widths of the columns")]
    [InlineData("THEAP", "1", "THEAP does not lie behind the rows")]
    public void A_card_of_a_compressed_image_that_cannot_be(string keyword, string value, string message)
    {
        byte[] file = Image("compress Rice");
        Set(file, keyword, value, instead: "CHECKSUM");
        Refuses(file, message);
    }

    [Theory]
    [InlineData("BITPIX", "'x'", "a header has no number BITPIX")]
    [InlineData("BITPIX", "7", "BITPIX 7 is not 8, 16, 32, 64, -32 or -64")]
    [InlineData("NAXIS", "1000", "NAXIS is not a number from 0 to 999")]
    [InlineData("NAXIS", "'x'", "NAXIS is not a number from 0 to 999")]
    [InlineData("NAXIS1", "-1", "NAXIS1 is not a length")]
    [InlineData("NAXIS2", "9223372036854775807", "its axes multiply to more bytes than any file has")]
    [InlineData("NAXIS2", "500", "the data of the primary unit")]
    public void A_card_of_a_plain_image_that_cannot_be(string keyword, string value, string message)
    {
        byte[] file = Image("");
        Set(file, keyword, value, instead: "CHECKSUM");
        Refuses(file, message);
    }

    [Fact]
    public void More_axes_or_pixels_than_an_array_has()
    {
        const string TooLarge = "its image has more than 16 axes or 2147483647 pixels";
        Refuses(Header(8, [.. Enumerable.Repeat(1, 17)], blocks: 2), TooLarge);
        string huge = _folder.File("huge");
        using (FileStream file = File.Create(huge))
        {
            byte[] header = Header(8, [65536, 32768], blocks: 1);
            file.Write(header.AsSpan(0, 2880));
            file.SetLength(2880 + ((1L << 31) / 2880 + 1) * 2880);   // sparse
        }
        DrmsException refused = Assert.Throws<DrmsException>(() => FitsFile.Read(huge, ChecksumCheck.Ignore).Dispose());
        Assert.Contains(TooLarge, refused.Error.Message, StringComparison.Ordinal);
        byte[] tiles = Image("compress Rice");
        Set(tiles, "ZNAXIS1", "2147483647", instead: "CHECKSUM");
        Set(tiles, "ZTILE1", "2147483647", instead: "DATASUM");
        Refuses(tiles, "its image has more than 2147483647 pixels");
    }

    [Fact]
    public void A_header_without_END()
    {
        byte[] header = Header(8, [1], blocks: 1);
        int end = header.AsSpan().IndexOf("END     "u8);
        "HISTORY "u8.CopyTo(header.AsSpan(end));
        header.AsSpan(2880).Fill((byte)' ');
        Refuses(header, "the primary header");   // the file ends first
        byte[] endless = new byte[2880 * 5000];
        endless.AsSpan().Fill((byte)' ');
        header.AsSpan(0, 2880).CopyTo(endless);
        Refuses(endless, "a header has no END card within ");
    }

    [Fact]
    public void A_tile_outside_of_the_data_and_one_that_is_damaged()
    {
        byte[] outside = Image("compress Rice");
        int rows = outside.Length - DataBytes(outside);
        BinaryPrimitives.WriteUInt32BigEndian(outside.AsSpan(rows), uint.MaxValue);
        Refuses(outside, "a compressed tile lies outside of the data");
        byte[] damaged = Image("compress GZIP");
        damaged.AsSpan(damaged.Length - DataBytes(damaged) + (50 * 8)).Clear();   // the heap
        Refuses(damaged, "a compressed tile is damaged");
    }

    [Theory]
    [InlineData(9, 2, 4, 3, 24L, "its pixel type 9 is not 0 to 5")]
    [InlineData(1, 0, 4, 3, 24L, "its number of axes 0 is not 1 to 16")]
    [InlineData(1, 17, 4, 3, 24L, "its number of axes 17 is not 1 to 16")]
    [InlineData(1, 2, 4, -3, 24L, "the length -3 of an axis cannot be")]
    [InlineData(1, 2, 4, 3, 25L, "it says 25 bytes of pixels where its axes make 24")]
    [InlineData(1, 2, 4, 3, 24L, "its pixels")]
    public void A_head_of_a_bin_file_that_cannot_be(int type, int axes, int width, int height, long bytes, string message)
    {
        using MemoryStream file = new();
        using (BinaryWriter writer = new(file, Encoding.ASCII, leaveOpen: true))
        {
            writer.Write("DRMS RAW"u8);
            foreach (int number in (int[])[type, axes, width, height])
                writer.Write(number);
            writer.Write(1.0);
            writer.Write(0.0);
            writer.Write(bytes);
        }
        Refuses(SegmentProtocol.Bin, file.ToArray(), message);
    }

    [Fact]
    public void Other_bin_files_that_cannot_be()
    {
        Refuses(SegmentProtocol.Bin, "DRMS ROW"u8.ToArray(), "it does not begin with DRMS RAW");
        Refuses(SegmentProtocol.Bin, "DRMS RAW\u0001"u8.ToArray(), "its head");
        Refuses(SegmentProtocol.BinGz, [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 0xff, 0xff, 0xff, 0xff], "its gzip stream is damaged");
    }

    [Theory]
    [InlineData(DrmsType.Float, "compress", "compression would lose digits of floating-point pixels")]
    [InlineData(DrmsType.Double, "compress Rice", "compression would lose digits of floating-point pixels")]
    [InlineData(DrmsType.LongLong, "compress", "64-bit pixels cannot be compressed")]
    [InlineData(DrmsType.Short, "squeeze", "\"squeeze\" are no compression parameters")]
    public void A_compression_that_cannot_be_leaves_no_file(DrmsType type, string cparms, string message)
    {
        SegmentDefinition segment = new() { Name = "s", Type = type, Dimensions = [40, 50], Protocol = SegmentProtocol.Fits };
        using SegmentArray array = RandomPixels.Array(type, [40, 50], 1);
        DrmsException refused = Assert.Throws<DrmsException>(() => SegmentFile.Write(_folder.File("m.fits"), segment, array, cparms));
        Assert.Contains(message, refused.Error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    [Theory]
    [InlineData("4", "it has 1 axes, the segment 2")]
    [InlineData("3 5", "its axis 1 has 3 pixels, that of the segment 4")]
    public void An_array_of_another_shape(string shape, string message)
    {
        SegmentDefinition segment = new() { Name = "s", Type = DrmsType.Int, Dimensions = [4, 5], Protocol = SegmentProtocol.Fits };
        using SegmentArray array = RandomPixels.Array(DrmsType.Int, [.. shape.Split(' ').Select(int.Parse)], 1);
        DrmsException refused = Assert.Throws<DrmsException>(() => SegmentFile.Write(_folder.File("m.fits"), segment, array));
        Assert.Contains(message, $"{refused.Error.Message} {refused.Error.Detail}", StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void A_segment_whose_type_is_no_pixel()
    {
        SegmentDefinition segment = new() { Name = "s", Type = DrmsType.String, Dimensions = [4, 5], Protocol = SegmentProtocol.Fits };
        using SegmentArray array = RandomPixels.Array(DrmsType.Int, [4, 5], 1);
        DrmsException refused = Assert.Throws<DrmsException>(() => SegmentFile.Write(_folder.File("m.fits"), segment, array));
        Assert.Contains("its type string is no type of pixels", refused.Error.Message, StringComparison.Ordinal);
    }

    private void Refuses(SegmentProtocol protocol, byte[] content, string message)
    {
        string path = _folder.File("file");
        File.WriteAllBytes(path, content);
        SegmentDefinition segment = new() { Name = "s", Type = DrmsType.Short, Dimensions = [4, 3], Protocol = protocol };
        DrmsException refused = Assert.Throws<DrmsException>(() => SegmentFile.ReadRaw(path, segment).Dispose());
        Assert.Contains(message, $"{refused.Error.Message} {refused.Error.Detail}", StringComparison.Ordinal);
        Assert.Contains(path, refused.Error.Message, StringComparison.Ordinal);
    }

    private static void Refuses(byte[] file, string message)
    {
        DrmsException refused = Assert.Throws<DrmsException>(() => FitsFile.Read(file, "changed", ChecksumCheck.Ignore).Dispose());
        Assert.Contains(message, $"{refused.Error.Message} {refused.Error.Detail}", StringComparison.Ordinal);
    }

    private byte[] Image(string cparms)
    {
        string path = _folder.File("whole");
        SegmentDefinition segment = new() { Name = "s", Type = DrmsType.Short, Dimensions = [40, 50], Protocol = SegmentProtocol.Fits };
        using SegmentArray array = RandomPixels.Array(DrmsType.Short, [40, 50], 7);
        SegmentFile.Write(path, segment, array, cparms);
        return File.ReadAllBytes(path);
    }

    // A primary header and one block of data behind it.
    private static byte[] Header(int bitpix, int[] axes, int blocks)
    {
        IEnumerable<string> cards = [$"SIMPLE  = {"T",20}", $"BITPIX  = {bitpix,20}", $"NAXIS   = {axes.Length,20}",
            .. axes.Select((length, i) => $"{$"NAXIS{i + 1}",-8}= {length,20}"), "END"];
        return Encoding.ASCII.GetBytes(string.Concat(cards.Select(card => card.PadRight(80))).PadRight(2880 * blocks).PadRight(2880 * (blocks + 1), '\0'));
    }

    // The table's data are the last unit: as long as NAXIS1 × NAXIS2 + PCOUNT, filled up to blocks.
    private static int DataBytes(byte[] file)
    {
        int end = file.AsSpan().LastIndexOf("END                                                                             "u8);
        return file.Length - ((end / 2880) + 1) * 2880;
    }

    /// <summary>Changes the last card of a keyword; where there is none, the card of another becomes it.</summary>
    private static void Set(byte[] file, string keyword, string value, string instead)
    {
        int at = file.AsSpan().LastIndexOf(Encoding.ASCII.GetBytes($"{keyword,-8}="));
        at = at >= 0 ? at : file.AsSpan().LastIndexOf(Encoding.ASCII.GetBytes($"{instead,-8}="));
        Encoding.ASCII.GetBytes($"{keyword,-8}= {value,20}".PadRight(80)).CopyTo(file, at);
    }
}
