using NetDrms.Fits.Compression;
using NetDrms.Fits.Images;
using NetDrms.Fits.Tests.Images;
using NetDrms.Model.Errors;
using NetDrms.Model.Keywords;
using NetDrms.Model.Series;

namespace NetDrms.Fits.Tests.Compression;

/// <summary>All methods of compression, there and back, also as other programs write them. Spec 02 §5.3.</summary>
public sealed class MethodTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("compress Rice", "RICE_1")]
    [InlineData("compress Rice 4,3", "RICE_1")]
    [InlineData("COMPRESS r", "RICE_1")]
    [InlineData("compress BZIP2", "RICE_1")]
    [InlineData("compress X", "RICE_1")]
    [InlineData("compress GZIP", "GZIP_1")]
    [InlineData("compress gzip 5,7", "GZIP_1")]
    [InlineData("compress GZIP2", "GZIP_1")]
    [InlineData("compress PLIO", "PLIO_1")]
    [InlineData("compress HCOMPRESS", "HCOMPRESS_1")]
    [InlineData("compress h 8,8", "HCOMPRESS_1")]
    public void Every_method_gives_back_the_pixels(string cparms, string method)
    {
        foreach (DrmsType type in new[] { DrmsType.Char, DrmsType.Short, DrmsType.Int })
        {
            foreach (int[] shape in new int[][] { [40, 50], [16, 16, 3] })
            {
                if (method == "HCOMPRESS_1" && shape.Length > 2)
                    continue;   // it is for planes
                SegmentDefinition segment = new() { Name = "s", Type = type, Dimensions = shape, Protocol = SegmentProtocol.Fits };
                using SegmentArray array = Positive(type, shape);
                string path = _folder.File("m.fits");
                SegmentFile.Write(path, segment, array, cparms);
                using FitsImage image = FitsFile.Read(path);
                Assert.Equal(method, image.Compression);
                Assert.Equal(PixelText.Of(array), PixelText.Of(image.Array));
            }
        }
    }

    [Theory]
    [InlineData("compress HCOMPRESS 2,2")]
    [InlineData("compress HCOMPRESS 8,3")]
    [InlineData("compress PLIO")]
    public void What_a_method_cannot_hold_is_refused_and_leaves_no_file(string cparms)
    {
        SegmentDefinition segment = new() { Name = "s", Type = DrmsType.Int, Dimensions = [40, 50], Protocol = SegmentProtocol.Fits };
        using SegmentArray array = RandomPixels.Array(DrmsType.Int, [40, 50], 1);
        DrmsException refused = Assert.Throws<DrmsException>(() => SegmentFile.Write(_folder.File("m.fits"), segment, array, cparms));
        Assert.StartsWith($"cannot write \"{_folder.File("m.fits")}\" compressed by ", refused.Error.Message, StringComparison.Ordinal);
        Assert.Equal($"ERROR: Couldn't write data to file '{_folder.File("m.fits")}'.", refused.Error.ClassicMessage);
        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void Files_of_astropy_in_every_method_are_read()
    {
        string script = """
            import sys, numpy
            from astropy.io import fits
            out = sys.argv[1]
            rng = numpy.random.default_rng(3)
            ints = (1000 + 50 * numpy.sin(numpy.arange(2000) / 30) + rng.normal(0, 3, 2000)).reshape(50, 40)
            masks = (numpy.arange(2000) // 70 % 5).reshape(50, 40)
            for kind in ('uint8', 'int16', 'int32', 'uint16'):
                for method in ('RICE_1', 'GZIP_1', 'GZIP_2', 'PLIO_1', 'HCOMPRESS_1'):
                    if method == 'PLIO_1' and kind == 'uint16': continue
                    data = (masks if method == 'PLIO_1' else ints % 250).astype(kind)
                    unit = fits.CompImageHDU(data, compression_type=method)
                    fits.HDUList([fits.PrimaryHDU(), unit]).writeto(f'{out}/{kind}-{method}.fits')
                    fits.PrimaryHDU(data).writeto(f'{out}/{kind}-{method}.plain')
            for kind in ('float32', 'float64'):
                for method in ('RICE_1', 'GZIP_1', 'GZIP_2', 'HCOMPRESS_1'):
                    for level, dither in ((16, -1), (16, 1), (4, 2), (0, -1)):
                        data = ints.astype(kind)
                        data[3, 4] = numpy.nan
                        data[5, 6] = 0
                        if level == 0 and method not in ('GZIP_1', 'GZIP_2'): continue
                        unit = fits.CompImageHDU(data, compression_type=method, quantize_level=level, quantize_method=dither)
                        name = f'{out}/{kind}-{method}-{level}-{dither}'
                        fits.HDUList([fits.PrimaryHDU(), unit]).writeto(name + '.fits')
                        with fits.open(name + '.fits') as back:
                            fits.PrimaryHDU(numpy.array(back[1].data)).writeto(name + '.plain')
            """;
        Programs.RunPython(script, _folder.Path);
        string[] files = Directory.GetFiles(_folder.Path, "*.fits");
        Assert.Equal(19 + 2 * (4 * 3 + 2), files.Length);
        foreach (string file in files)
        {
            using FitsImage packed = FitsFile.Read(file);
            using FitsImage plain = FitsFile.Read(Path.ChangeExtension(file, ".plain"));
            Assert.Equal(plain.Type, packed.Type);
            using SegmentArray ours = PixelConversion.ToPhysical(packed.Array, DrmsType.Double);
            using SegmentArray theirs = PixelConversion.ToPhysical(plain.Array, DrmsType.Double);
            Assert.True(ours.Pixels<double>().SequenceEqual(theirs.Pixels<double>()), file);
        }
    }

    [Fact]
    public void The_library_says_why_when_it_is_not_there() =>
        Assert.Contains("could not load", Assert.Throws<DrmsException>(() => new Cfitsio("libno-such-library.so.1")).Error.Message, StringComparison.Ordinal);

    private static SegmentArray Positive(DrmsType type, int[] shape)
    {
        SegmentArray array = RandomPixels.Array(type, shape, 4);
        Random random = new(5);
        switch (type)
        {
            case DrmsType.Char:
                foreach (ref sbyte pixel in array.Pixels<sbyte>())
                    pixel = (sbyte)random.Next(100);
                break;
            case DrmsType.Short:
                foreach (ref short pixel in array.Pixels<short>())
                    pixel = (short)random.Next(30000);
                break;
            default:
                foreach (ref int pixel in array.Pixels<int>())
                    pixel = random.Next(30000);
                break;
        }
        return array;
    }
}
