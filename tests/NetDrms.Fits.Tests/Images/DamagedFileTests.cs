using System.Globalization;
using NetDrms.Fits.Cards;
using NetDrms.Fits.Images;
using NetDrms.Model.Errors;
using NetDrms.Model.Keywords;
using NetDrms.Model.Series;

namespace NetDrms.Fits.Tests.Images;

/// <summary>Files that are cut off, damaged or no FITS at all give a clear error, and nothing worse.</summary>
public sealed class DamagedFileTests : IDisposable
{
    private static readonly int s_rounds = int.Parse(Environment.GetEnvironmentVariable("NETDRMS_FUZZ_ROUNDS") ?? "400", CultureInfo.InvariantCulture);

    private readonly TestFolder _folder = new();

    public static TheoryData<string> Ways => ["", "compress", "compress Rice 7,5", "compress GZIP", "compress HCOMPRESS", "compress PLIO", "int:compress", "float", "tas", "quantised", "bin", "bin.gz"];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Ways))]
    public void A_file_cut_anywhere_is_refused_with_both_lengths(string way)
    {
        byte[] whole = Make(way);
        Random random = new(1);
        IEnumerable<int> cuts = Enumerable.Range(0, whole.Length / 2880).Select(block => block * 2880).Concat(Enumerable.Range(0, 60).Select(_ => random.Next(whole.Length)));
        foreach (int cut in cuts.Distinct())
        {
            string path = _folder.File("cut");
            File.WriteAllBytes(path, whole[..cut]);
            DrmsException refused = Assert.Throws<DrmsException>(() => ReadAny(path, way).Dispose());
            Assert.Contains(path, refused.Error.Message, StringComparison.Ordinal);
            if (cut > 2880 && cut % 2880 != 0 && way is not "bin.gz")
            {
                Assert.Contains($"it has {cut} bytes, at least ", refused.Error.Message, StringComparison.Ordinal);
                Assert.Equal("In fitsrw_read(), cfitsio error 'tried to move past end of file'.\nFITSRW error '-2'.", refused.Error.ClassicMessage);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void A_changed_byte_in_the_image_is_noticed_where_there_is_a_checksum(string way)
    {
        if (way is "bin" or "bin.gz" or "quantised")
            return;   // these have none
        byte[] whole = Make(way);
        bool compressed = way.Contains("compress", StringComparison.Ordinal);
        Random random = new(2);
        for (int i = 0; i < s_rounds; i++)
        {
            byte[] changed = [.. whole];
            int at = random.Next(compressed ? 2880 : 0, whole.Length);
            changed[at] ^= (byte)random.Next(1, 256);
            // a changed name of CHECKSUM takes the checksum away
            if (IsNameOfChecksum(whole, at))
                continue;
            Assert.Throws<DrmsException>(() => FitsFile.Read(changed, "changed").Dispose());
        }
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void Changed_bytes_give_an_image_or_an_error_and_never_a_crash(string way)
    {
        byte[] whole = Make(way);
        Random random = new(3);
        for (int i = 0; i < s_rounds; i++)
        {
            byte[] changed = [.. whole];
            for (int n = random.Next(1, 6); n > 0; n--)
                changed[random.Next(whole.Length)] = random.Next(3) == 0 ? (byte)random.Next('0', '9' + 1) : (byte)random.Next(256);
            ReadQuietly(changed, way);
        }
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void Changed_data_give_an_image_or_an_error_and_never_a_crash(string way)
    {
        byte[] whole = Make(way);
        int data = way is "bin" or "bin.gz" ? 0 : whole.Length - 2880 * (way.Contains("compress", StringComparison.Ordinal) ? 2 : 4);
        Random random = new(4);
        for (int i = 0; i < s_rounds; i++)
        {
            byte[] changed = [.. whole];
            random.NextBytes(changed.AsSpan(random.Next(Math.Max(data, 0), whole.Length), 1));
            int start = random.Next(Math.Max(data, 0), whole.Length);
            random.NextBytes(changed.AsSpan(start, Math.Min(random.Next(1, 200), whole.Length - start)));
            ReadQuietly(changed, way);
        }
    }

    [Fact]
    public void Random_bytes_are_no_FITS_file()
    {
        Random random = new(5);
        for (int i = 0; i < s_rounds; i++)
        {
            byte[] bytes = new byte[random.Next(0, 10_000)];
            random.NextBytes(bytes);
            Assert.Throws<DrmsException>(() => FitsFile.Read(bytes, "random"));
            if (bytes.Length > 9)
            {
                "SIMPLE  ="u8.CopyTo(bytes);
                Assert.Throws<DrmsException>(() => FitsFile.Read(bytes, "random"));
            }
        }
    }

    [Fact]
    public void Headers_of_random_cards_are_read_or_refused()
    {
        string[] names = ["NAXIS", "NAXIS1", "NAXIS2", "BITPIX", "PCOUNT", "GCOUNT", "ZIMAGE", "ZBITPIX", "ZNAXIS", "ZNAXIS1", "ZTILE1", "TFIELDS", "TFORM1", "TTYPE1", "ZCMPTYPE", "THEAP", "GROUPS", "BZERO", "BLANK", "ZNAME1", "ZVAL1"];
        string[] values = ["0", "1", "2", "8", "16", "-32", "64", "-1", "999", "2147483647", "4294967296", "9223372036854775807", "-9223372036854775808", "T", "'BINTABLE'", "'1PB(10)'", "'RICE_1'", "'PLIO_1'", "'COMPRESSED_DATA'", "1E300", "'BLOCKSIZE'", ""];
        Random random = new(6);
        for (int i = 0; i < s_rounds; i++)
        {
            HeaderBuilder primary = new();
            primary.AddLogical("SIMPLE", true);
            bool extension = random.Next(2) == 0;
            if (extension)
            {
                primary.AddInteger("BITPIX", 8);
                primary.AddInteger("NAXIS", 0);
            }
            HeaderBuilder cards = extension ? new() : primary;
            if (extension)
                cards.AddText("XTENSION", "BINTABLE");
            for (int n = random.Next(3, 30); n > 0; n--)
                cards.AddImage($"{names[random.Next(names.Length)],-8}= {values[random.Next(values.Length)]}");
            byte[] data = new byte[random.Next(4) * 2880];
            random.NextBytes(data);
            byte[] file = extension ? [.. primary.ToBytes(), .. cards.ToBytes(), .. data] : [.. primary.ToBytes(), .. data];
            ReadQuietly(file, "");
        }
    }

    [Fact]
    public void The_errors_say_what_is_wrong()
    {
        string path = _folder.File("none.fits");
        Assert.Equal($"could not read \"{path}\": file does not exist", Assert.Throws<DrmsException>(() => FitsFile.Read(path)).Error.Message);
        File.WriteAllText(path, "");
        Assert.Equal($"could not read \"{path}\": the file is empty", Assert.Throws<DrmsException>(() => FitsFile.Read(path)).Error.Message);
        File.WriteAllText(path, "hello, this is a text");
        Assert.Equal($"could not read \"{path}\": it is not a FITS file", Assert.Throws<DrmsException>(() => FitsFile.Read(path)).Error.Message);
        HeaderBuilder header = new();
        header.AddLogical("SIMPLE", true);
        header.AddInteger("BITPIX", 16);
        header.AddInteger("NAXIS", 0);
        File.WriteAllBytes(path, header.ToBytes());
        Assert.Equal($"could not read \"{path}\": it holds no image", Assert.Throws<DrmsException>(() => FitsFile.Read(path)).Error.Message);
        Assert.Equal($"could not read \"{_folder.Path}\": permission denied", Assert.Throws<DrmsException>(() => FitsFile.Read(_folder.Path)).Error.Message);
    }

    private static bool IsNameOfChecksum(byte[] whole, int at)
    {
        int card = at / 80 * 80;
        return whole.AsSpan(card).StartsWith("CHECKSUM="u8) && at - card < 28;
    }

    private void ReadQuietly(byte[] bytes, string way)
    {
        try
        {
            if (way is "bin" or "bin.gz")
            {
                string path = _folder.File("changed");
                File.WriteAllBytes(path, bytes);
                ReadAny(path, way).Dispose();
            }
            else
            {
                FitsFile.Read(bytes, "changed", ChecksumCheck.Ignore).Dispose();
            }
        }
        catch (DrmsException refused)
        {
            Assert.NotEmpty(refused.Error.Message);
        }
    }

    private static SegmentArray ReadAny(string path, string way)
    {
        if (way is not ("bin" or "bin.gz"))
            return FitsFile.Read(path).Array;
        SegmentDefinition segment = new() { Name = "s", Type = DrmsType.Short, Dimensions = [40, 50], Protocol = way == "bin" ? SegmentProtocol.Bin : SegmentProtocol.BinGz };
        return SegmentFile.ReadRaw(path, segment);
    }

    private byte[] Make(string way)
    {
        string path = _folder.File("whole");
        if (way == "quantised")
        {
            Programs.RunPython("""
                import sys, numpy
                from astropy.io import fits
                data = numpy.random.default_rng(1).normal(100, 5, (50, 40)).astype('float32')
                fits.HDUList([fits.PrimaryHDU(), fits.CompImageHDU(data, compression_type='RICE_1', quantize_level=16)]).writeto(sys.argv[1], overwrite=True)
                """, path);
            return File.ReadAllBytes(path);
        }
        DrmsType type = way.StartsWith("int", StringComparison.Ordinal) ? DrmsType.Int : way == "float" ? DrmsType.Float : DrmsType.Short;
        SegmentProtocol protocol = way switch { "tas" => SegmentProtocol.Tas, "bin" => SegmentProtocol.Bin, "bin.gz" => SegmentProtocol.BinGz, _ => SegmentProtocol.Fits };
        string cparms = way.Contains("compress", StringComparison.Ordinal) ? way[way.IndexOf("compress", StringComparison.Ordinal)..] : "";
        SegmentDefinition segment = new() { Name = "s", Type = type, Dimensions = [40, 50], Protocol = protocol };
        using SegmentArray array = RandomPixels.Array(type, [40, 50], 7);
        if (way.EndsWith("PLIO", StringComparison.Ordinal) || way.EndsWith("HCOMPRESS", StringComparison.Ordinal))
        {
            foreach (ref short pixel in array.Pixels<short>())
                pixel = (short)Math.Abs(pixel / 2);   // PLIO has no negative numbers
        }
        if (protocol == SegmentProtocol.Tas)
            TasFile.Create(path, segment, 3, SegmentScaling.None);
        SegmentFile.Write(path, segment, array, cparms, slot: 1);
        return File.ReadAllBytes(path);
    }
}
